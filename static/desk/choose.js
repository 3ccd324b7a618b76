// One photograph after the other: a key, a swipe or a button says what becomes of it, and the next one is
// there. The choice is shown at once and sent behind; the header says whether it is kept. Without this
// script the buttons are a form.

import { freshToken, person } from "./autosave-send.js";

const area = document.querySelector("[data-choose]");
const find = (name) => area.querySelector(`[data-${name}]`);
const frame = find("frame");
const form = find("send");
const buttons = [...form.querySelectorAll("[data-key]")];
const film = find("film");
const links = [...film.querySelectorAll("[data-row]")];
const byRow = new Map(links.map((link) => [link.dataset.row, link]));
const undoForm = find("undo-form");
const done = document.querySelector("[data-done]");
const header = document.getElementById("desk-say");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const WORDS = { undecided: "", publish: "publish", archive: "archive", thrown: "thrown" };

let current = links.find((link) => link.hasAttribute("aria-current"));
const past = [];

// What is on the page

function show(link, choice) {
  link.dataset.choice = choice;
  link.className = `choose-${choice}`;
  link.querySelector("[data-word]").textContent = WORDS[choice];
  const hidden = link.getAttribute("aria-label").endsWith(", hidden") ? ", hidden" : "";
  link.setAttribute("aria-label", `Picture ${number(link)}${WORDS[choice] ? `, ${WORDS[choice]}` : ""}${hidden}`);
  if (choice !== "thrown") link.dataset.goes = "";
  if (link === current) showCurrent();
  count();
}

const number = (link) => links.indexOf(link) + 1;
const having = (choice) => links.filter((link) => link.dataset.choice === choice).length;

function count() {
  const publish = having("publish");
  const left = having("undecided");
  find("publish").textContent = publish;
  document.querySelector("[data-left]").textContent = left ? `${left} left. What you do not choose goes to the archive.` : "All are decided.";
  const done = document.querySelector("[data-done-words]");
  done.textContent = publish ? `Words for ${publish}` : left ? "All to the archive" : "Done";
  done.classList.toggle("solid", publish > 0 || !left);
  const step = document.querySelector('[data-step="choose"]');
  if (step) step.textContent = left ? `${left} left` : "";
}

function showCurrent() {
  const { choice } = current.dataset;
  const now = find("now");
  now.textContent = WORDS[choice];
  now.className = `choose-now choose-${choice}`;
  now.hidden = !WORDS[choice];
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === choice));
  find("goes").textContent = current.dataset.goes ? ` This one goes on ${current.dataset.goes}.` : "";
}

// Pictures are loaded once: those around the current one are held ready.
const ready = new Map();
let begun = false;

function load(link) {
  if (ready.has(link)) return ready.get(link);
  const image = new Image(Number(link.dataset.width), Number(link.dataset.height));
  image.className = "choose-large";
  image.draggable = false;
  image.alt = link.dataset.alt;
  let tries = 0;
  image.addEventListener("error", () => {
    image.classList.add("broken");
    if (link === current) waiting();
    // Its file may be in the making, or the line away.
    if (ready.get(link) === image && tries++ < 8) setTimeout(() => { image.src = `${link.dataset.large}?again=${tries}`; }, 1000 * tries);
  });
  image.addEventListener("load", () => {
    image.classList.remove("broken");
    if (link === current) waiting();
  });
  image.src = link.dataset.large;
  ready.set(link, image);
  return image;
}

function waiting() {
  find("wait").hidden = !load(current).classList.contains("broken");
}

function go(link, { focus = false } = {}) {
  current.removeAttribute("aria-current");
  current.tabIndex = -1;
  current = link;
  current.setAttribute("aria-current", "true");
  current.tabIndex = 0;
  form.elements.row.value = current.dataset.row;
  find("number").textContent = number(current);
  const image = load(current);
  image.style.transform = image.style.opacity = "";
  find("large-place").replaceChildren(image);
  waiting();
  showCurrent();
  // Whoever only looks in needs no more than this one.
  for (const near of begun ? [1, 2, 3, -1] : []) {
    const neighbour = links[links.indexOf(current) + near];
    if (neighbour) load(neighbour);
  }
  begun = true;
  for (const [held] of ready) if (Math.abs(links.indexOf(held) - links.indexOf(current)) > 5) ready.delete(held);
  keepInView(current);
  if (focus) current.focus({ preventScroll: true });
}

function keepInView(link) {
  // Only the strip scrolls, and only where it has a bar of its own: the page stays where it is.
  if (film.scrollHeight <= film.clientHeight) return;
  const top = link.offsetTop - film.offsetTop;
  if (top < film.scrollTop || top + link.offsetHeight > film.scrollTop + film.clientHeight) {
    film.scrollTo({ top: top - film.clientHeight / 2, behavior: still.matches ? "instant" : "smooth" });
  }
}

function aloud(words) {
  const place = find("aloud");
  place.textContent = place.textContent === words ? `${words} ` : words;
}

const place = () => `Picture ${number(current)} of ${links.length}.`;

function refused(words) {
  const notice = find("refused");
  notice.textContent = words;
  notice.hidden = !words;
}

// Choosing

function nextUndecided() {
  const at = links.indexOf(current);
  return [...links.slice(at + 1), ...links.slice(0, at)].find((link) => link.dataset.choice === "undecided");
}

function choose(choice) {
  const chosen = current;
  refused("");
  past.push([chosen.dataset.row, chosen.dataset.choice]);
  undoForm.hidden = false;
  put(chosen.dataset.row, choice);
  show(chosen, choice);
  const next = nextUndecided();
  if (next) go(next, { focus: film.contains(document.activeElement) });
  const said = `Picture ${number(chosen)}: ${WORDS[choice]}.`;
  aloud(next ? `${said} ${place()}` : `${said} All are decided. Chosen to publish: ${having("publish")}.`);
}

function undo() {
  const last = past.pop();
  if (!last) return;
  const [row, choice] = last;
  const link = byRow.get(row);
  refused("");
  if (!past.length) {
    if (undoForm.contains(document.activeElement)) area.focus({ preventScroll: true });
    undoForm.hidden = true;
  }
  put(row, choice);
  show(link, choice);
  go(link, { focus: film.contains(document.activeElement) });
  aloud(`Taken back. ${place()} ${WORDS[choice] || "Not decided"}.`);
}

function walk(link) {
  if (!link || link === current) return;
  go(link, { focus: film.contains(document.activeElement) });
  aloud(`${place()} ${WORDS[current.dataset.choice] || "Not decided"}.`);
}

// Sending: one after the other, kept in this tab until the newsroom has said yes.

const STORE = `choose-${person}-${area.dataset.set}`;
const PATIENCE = 15_000;
let queue = [];
let sending = null;
let pause = 0;
let timer = 0;

function remember() {
  try {
    if (queue.length) sessionStorage.setItem(STORE, JSON.stringify(queue));
    else sessionStorage.removeItem(STORE);
  } catch {
    // Without a store, the warning at leaving is what is left.
  }
}

function put(row, choice) {
  queue.push([row, choice]);
  remember();
  if (!header.classList.contains("choose-line")) say("");
  flush();
}

// Aloud it is said when the line goes and when it is back, not at each choice.
function say(words, trouble = false, link = null) {
  header.setAttribute("aria-live", trouble || header.classList.contains("choose-line") ? "polite" : "off");
  if (header.textContent !== words) header.textContent = words;
  if (link) header.append(" ", link);
  header.classList.toggle("choose-line", trouble);
}

const waits = () => (queue.length === 1 ? "One choice waits here." : `${queue.length} choices wait here.`);

// Resolves to whether nothing is left to send.
function flush() {
  sending ??= sendAll().finally(() => { sending = null; });
  return sending;
}

async function sendAll() {
  clearTimeout(timer);
  while (queue.length) {
    const answer = await post(queue[0]);
    if (answer.is === "line") {
      say(`No line. ${waits()}`, true);
      pause = Math.min(pause * 2 || 1000, 15_000);
      timer = setTimeout(flush, pause);
      return false;
    }
    if (answer.is === "out" || answer.is === "other") {
      const link = document.createElement("a");
      Object.assign(link, { href: "/admin/login/", target: "_blank", textContent: "Sign in in a new tab" });
      if (answer.is === "out") say(`You are signed out. ${waits()}`, true, link);
      else say(`${answer.name} is signed in here now. Nothing is sent.`, true);
      timer = setTimeout(flush, 5000);
      return false;
    }
    pause = 0;
    const [row] = queue.shift();
    remember();
    if (answer.said) refused(`Picture ${number(byRow.get(row))}: ${answer.said}`);
    if (answer.choices) takeOver(answer.choices);
  }
  say("Kept");
  count();
  return true;
}

// How all stand by now. What is still to be sent from here stays as it is shown.
function takeOver(choices) {
  const pending = new Set(queue.map(([row]) => row));
  for (const link of links) {
    const choice = choices[link.dataset.row];
    if (choice && choice !== link.dataset.choice && !pending.has(link.dataset.row)) show(link, choice);
  }
}

async function post([row, choice], again = true) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("row", row);
  body.set("choice", choice);
  let response;
  try {
    response = await fetch(form.action, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, signal: AbortSignal.timeout?.(PATIENCE) });
  } catch {
    return { is: "line" };
  }
  const answer = response.type === "opaqueredirect" ? null : await response.json().catch(() => null);
  if (answer?.choices) return answer;
  if (response.status >= 500) return { is: "line" };
  // Signed out, or the page's token is of an earlier sign-in.
  const trouble = await freshToken();
  if (trouble) return trouble;
  if (again) return post([row, choice], false);
  return { said: "This choice was not taken. Load the page again." };
}

addEventListener("online", () => { pause = 0; flush(); });
addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });
document.addEventListener("desk:flush", (event) => event.detail.push(flush()));

// Fingers, keys, buttons

const DIRECTIONS = { right: "publish", up: "archive", left: "thrown" };
let finger = null;

function direction(x, y) {
  const far = Math.min(90, frame.clientWidth / 4);
  if (Math.abs(x) > Math.abs(y)) return x > far ? "right" : x < -far ? "left" : "";
  return y < -far * 0.8 ? "up" : "";
}

frame.addEventListener("pointerdown", (event) => {
  if (event.pointerType === "mouse") return;
  if (finger || !event.isPrimary) return letGo();
  finger = { id: event.pointerId, x: event.clientX, y: event.clientY, image: load(current) };
  finger.image.classList.add("held");
  frame.setPointerCapture(event.pointerId);
});

frame.addEventListener("pointermove", (event) => {
  if (event.pointerId !== finger?.id) return;
  const x = event.clientX - finger.x;
  const y = Math.min(0, event.clientY - finger.y);
  finger.image.style.transform = Math.abs(x) > Math.abs(y) ? `translateX(${x}px) rotate(${x / 40}deg)` : `translateY(${y}px)`;
  const choice = DIRECTIONS[direction(x, y)];
  const swiped = find("swiped");
  swiped.hidden = !choice;
  swiped.className = `choose-swiped choose-${choice}`;
  if (choice) swiped.textContent = buttons.find((button) => button.value === choice).firstChild.textContent.trim();
});

function letGo() {
  if (!finger) return;
  finger.image.classList.remove("held");
  finger.image.style.transform = "";
  find("swiped").hidden = true;
  finger = null;
}

frame.addEventListener("pointerup", (event) => {
  if (event.pointerId !== finger?.id) return;
  const towards = direction(event.clientX - finger.x, Math.min(0, event.clientY - finger.y));
  const { image } = finger;
  letGo();
  if (!towards) return;
  if (still.matches) return choose(DIRECTIONS[towards]);
  // It flies on in its direction; the next one comes behind it.
  image.style.transform = { right: "translateX(110%)", left: "translateX(-110%)", up: "translateY(-110%)" }[towards];
  image.style.opacity = "0";
  const chosen = current;
  setTimeout(() => { if (chosen === current) choose(DIRECTIONS[towards]); }, 150);
});
frame.addEventListener("pointercancel", letGo);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  choose(event.submitter.value);
});
undoForm.addEventListener("submit", (event) => {
  event.preventDefault();
  undo();
});
film.addEventListener("click", (event) => {
  const link = event.target.closest("[data-row]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  walk(link);
  if (matchMedia("(max-width: 64rem)").matches) frame.scrollIntoView({ block: "nearest", behavior: still.matches ? "instant" : "smooth" });
});

const MOVES = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
area.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  if (event.target.closest("input, textarea, select")) return;
  const button = buttons.find(({ dataset }) => dataset.key === event.key);
  const { key } = event;
  if (button) {
    if (!event.repeat) choose(button.value);
  } else if (key.toLowerCase() === "u") undo();
  else if (key in MOVES) walk(links[links.indexOf(current) + MOVES[key]]);
  else if (key === "Home") walk(links[0]);
  else if (key === "End") walk(links.at(-1));
  else return;
  event.preventDefault();
});

// Choices are sent before one goes on to the words.
done.addEventListener("submit", async (event) => {
  if (!queue.length) return;
  event.preventDefault();
  if (await flush()) done.requestSubmit();
  else document.querySelector("[data-left]").textContent = `${waits()} They need the line first.`;
});

// The beginning

for (const hint of document.querySelectorAll("[data-with-script]")) hint.hidden = false;
for (const button of buttons) button.setAttribute("aria-keyshortcuts", button.dataset.key);
for (const link of links) link.tabIndex = link === current ? 0 : -1;
frame.dataset.touch = "";
area.tabIndex = -1;
area.addEventListener("pointerup", (event) => {
  if (!event.target.closest("a, button")) area.focus({ preventScroll: true });
});
go(current);
try {
  for (const [row, choice] of JSON.parse(sessionStorage.getItem(STORE) ?? "[]")) {
    if (!byRow.has(row) || !(choice in WORDS)) continue;
    queue.push([row, choice]);
    show(byRow.get(row), choice);
  }
} catch {
  sessionStorage.removeItem(STORE);
}
if (queue.length) flush();
// Keys work from the beginning, where nobody has gone elsewhere yet.
if (document.activeElement === document.body && !matchMedia("(pointer: coarse)").matches) area.focus({ preventScroll: true });
