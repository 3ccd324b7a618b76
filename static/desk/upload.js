// Photographs come in: chosen or dropped here, kept in this browser until they have arrived, sent by
// themselves. Opened again, the page goes on with what it finds kept.

import { freshToken, now, person } from "./autosave-send.js";
import { close, drop, keep, prune, waiting } from "./upload-kept.js";
import { fingerprint, refusal } from "./upload-look.js";
import { Queue } from "./upload-queue.js";
import { takeOff } from "./upload-send.js";
import { Tile, counted, forms, numberOf, replaces } from "./upload-tiles.js";
import { Pace, clock, sentence, timeLeft } from "./upload-total.js";

const box = document.querySelector("[data-upload]");
const find = (name, within = box) => within.querySelector(`[data-${name}]`);
const [form, input] = [find("drop"), document.getElementById("up-files")];
const [total, line, stop] = [find("total"), find("line"), find("stop")];
const [add, choose, barSay] = ["add", "choose", "bar-say"].map((name) => find(name, document));
const set = Number(box.dataset.set);
const largest = Number(box.dataset.largest);
const atLoad = counted("here");
let next = Number(box.dataset.next);
let chosen = 0;
const LASTING = "You may lock the phone or close this page. Open it again and it goes on.";
const pace = new Pace();
const queue = new Queue(box.dataset.files, { piece: Number(box.dataset.piece), now, told });
const open = () => queue.items.filter(({ state }) => state === "waits" || state === "sending");

const aloud = Object.assign(document.createElement("p"), { className: "vh" });
aloud.setAttribute("role", "status");
document.body.append(aloud);
const say = (words) => { aloud.textContent = words; };

// What the page shows

function look() {
  const [here, need] = [counted("here"), counted("left-out") + counted("stopped")];
  const going = open();
  const all = here + need + going.length;
  const bytes = going.reduce((sum, { file, sent }) => sum + file.size - sent, 0);
  const size = queue.items.reduce((sum, { file }) => sum + file.size, 0);
  const [bold, rest] = sentence({ here, all, need, left: timeLeft(bytes, pace.get()), sending: queue.line.is === "on" && !queue.stopped });
  total.hidden = !all;
  find("total-words").replaceChildren(Object.assign(document.createElement("b"), { textContent: bold }), ` ${rest}`);
  find("total").querySelector("progress").value = size ? 100 * (1 - bytes / size) : 100;
  stop.hidden = !going.length;
  const some = all > 0;
  add.hidden = !some;
  form.classList.toggle("small", some);
  choose.classList.toggle("solid", here > 0);
  barSay.textContent = here && going.length ? "You may begin to choose now. The rest goes on." : here ? "" : "Photographs are not needed to publish.";
  find("line-how").textContent = going.every(({ kept }) => kept) ? LASTING : "Leave this page open.";
  find("not-kept").hidden = !going.some(({ kept }) => kept === false);
}

let soon = null;
function lookSoon() {
  soon ??= requestAnimationFrame(() => { soon = null; look(); });
}

function showLine({ is, since, name }) {
  line.hidden = is !== "line";
  find("out").hidden = is !== "out";
  find("other").hidden = is !== "other";
  pace.reset();
  if (is === "line") {
    find("line-what").textContent = `The line was cut at ${clock(since)}. It goes on by itself.`;
    say(find("line-what").textContent);
  } else if (is === "out") say(find("out").textContent);
  else if (is === "other") {
    find("other").querySelector("b").textContent = `${name} is signed in here now.`;
    say(find("other").textContent);
  } else say("The line is back. It goes on.");
  look();
}

function told(what, item, answer) {
  if (what === "line") return showLine(item);
  const { tile } = item;
  if (what === "progress") {
    pace.add(item.sent - (item.counted ?? item.sent));
    item.counted = item.sent;
    tile.sending(Math.min(99, Math.floor((100 * item.sent) / item.file.size)));
    return lookSoon();
  }
  const { is } = answer;
  if (is === "begun") tile.sending(Math.min(99, Math.floor((100 * item.sent) / item.file.size)));
  else if (is === "known") {
    replaces("upload", item.url.split("/").at(-2));
    replaces("fingerprint", item.fingerprint);
    if (item.kept) keep(entry(item));
  } else if (is === "looked at") tile.lookedAt();
  else if (is === "waits") tile.waits();
  else if (is === "later") leaveOut(item, answer.said);
  else if (is === "yes") arrived(item, answer);
  else if (is === "no") {
    drop(item.id);
    leaveOut(item, answer.said);
  }
  if (!open().length && (is === "yes" || is === "no")) over();
  return lookSoon();
}

function arrived(item, { state, picture, said, thumb }) {
  drop(item.id);
  const number = picture ? numberOf(picture) : 0;
  if (state === "left out") leaveOut(item, said);
  else if (number && item.restored) item.tile.li.remove(); // it had arrived; only the answer had not
  else if (number || state === "same") leaveOut(item, number ? `The same as number ${number}. Kept once.` : said);
  else item.tile.here(picture, said, thumb);
}

function leaveOut(item, said) {
  item.state = "left out";
  item.tile.leftOut(said, () => {
    queue.remove(item);
    drop(item.id);
    if (item.url) takeOff(item.url);
    look();
  });
}

function over() {
  const need = counted("left-out");
  say(need ? `All that can be is here. ${need} need${need === 1 ? "s" : ""} you.` : "All pictures are here.");
}

// Files come

const entry = ({ id, name, file, at, place, url }) => ({ id, name, file, at, place, url, person, set });

async function take(files) {
  const at = Date.now();
  const items = [...files].map((file, place) => ({
    file, at, place, name: file.name || "Photograph", id: `${at}-${++chosen}-${Math.random().toString(36).slice(2, 10)}`,
    mark: () => fingerprint(file),
  }));
  for (const item of items) item.tile = new Tile(item, next++);
  look();
  for (const item of items) {
    const said = await refusal(item.file, largest);
    if (said) {
      leaveOut(item, said);
      look();
      continue;
    }
    queue.add(item);
    item.kept = await keep(entry(item));
    if (item.state === "here" || item.state === "left out" || item.state === "same") drop(item.id);
    lookSoon();
  }
  if (!open().length) over();
}

async function goOn() {
  await prune();
  for (const found of await waiting(person, set)) {
    if (queue.items.some(({ id }) => id === found.id)) continue;
    const item = { ...found, kept: true, restored: true, mark: () => fingerprint(found.file) };
    if (item.url) replaces("upload", item.url.split("/").at(-2));
    item.tile = new Tile(item, next++);
    queue.add(item);
  }
  look();
}

// The hands

find("plain").hidden = true;
find("pick").hidden = false;
input.hidden = true;
find("only-script", document).hidden = false;
find("drop-words").textContent = matchMedia("(hover: none)").matches ? "Pick as many photographs as you like." : "Drop photographs here, or pick as many as you like.";
for (const button of [find("pick"), add]) button.addEventListener("click", () => input.click());
input.addEventListener("change", () => {
  const files = [...input.files];
  input.value = "";
  take(files);
});
form.addEventListener("submit", (event) => event.preventDefault());

const brings = (event) => event.dataTransfer?.types.includes("Files");
let leaving;
addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  form.classList.add("over");
  clearTimeout(leaving);
  leaving = setTimeout(() => form.classList.remove("over"), 300);
});
addEventListener("drop", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  form.classList.remove("over");
  take([...event.dataTransfer.files]);
});

stop.addEventListener("click", () => {
  queue.stop(!queue.stopped);
  pace.reset();
  stop.textContent = queue.stopped ? "Go on" : "Stop";
  say(queue.stopped ? "Stopped." : "It goes on.");
  look();
});

for (const off of forms()) {
  off.addEventListener("submit", async (event) => {
    event.preventDefault();
    const tile = off.closest("li");
    const answer = await takeOff(`${box.dataset.files}${tile.dataset.upload}/`);
    if (answer.is === "yes" || answer.is === "gone") {
      const beside = tile.nextElementSibling?.querySelector("button") ?? add;
      tile.remove();
      beside.focus();
      look();
    } else say("This needs the line. Try again later.");
  });
}

// Nothing is lost with the page as long as this device has it.
addEventListener("beforeunload", (event) => { if (open().some(({ kept }) => !kept)) event.preventDefault(); });

const channel = "BroadcastChannel" in self ? new BroadcastChannel("desk") : null;
channel?.addEventListener("message", async ({ data }) => {
  if (data.is === "signed-out") {
    close(true);
    for (const item of open()) item.kept = false;
    queue.abort("out");
  } else if (data.is === "signed-in") {
    close(false);
    if (!(await freshToken())) for (const item of open()) item.kept ||= await keep(entry(item));
    queue.tryNow();
  }
});

if (atLoad) look();
goOn();
