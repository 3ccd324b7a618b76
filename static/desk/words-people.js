// Who is in a picture: names to tap become numbered chips, which can be moved and taken out. The newsroom
// makes the caption from them; while nobody changed the caption by hand, it follows.

import { form, part, rows } from "./words.js";

const offered = document.querySelector("template[data-offered]");
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const chipsOf = (row) => [...part(row, "shown").children];
const icon = (name) => `<span class="material-symbols-outlined" aria-hidden="true">${name}</span>`;

function act(name, words, what) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn ic plain";
  button.innerHTML = icon(name);
  button.dataset.act = what;
  button.dataset.says = words;
  return button;
}

function chip(row, { key, name, plain = "", mustNot = false }) {
  const item = document.createElement("li");
  item.className = "words-chip";
  Object.assign(item.dataset, { key, name, plain });
  item.toggleAttribute("data-must-not", mustNot);
  const place = document.createElement("b");
  place.className = "words-place";
  place.setAttribute("aria-hidden", "true");
  const words = document.createElement("span");
  words.className = "words-name";
  words.textContent = name;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: `${row.dataset.row}-shown`, value: key });
  item.append(place, words, act("arrow_back", "Further left", "left"), act("arrow_forward", "Further right", "right"), act("close", "Take out", "out"), field);
  return item;
}

function settle(row) {
  const chips = chipsOf(row);
  chips.forEach((item, place) => {
    const number = item.querySelector(".words-place");
    if (!number) return;
    number.textContent = place + 1;
    for (const button of item.querySelectorAll("[data-act]")) button.setAttribute("aria-label", `${button.dataset.says}: ${place + 1}, ${item.dataset.name}`);
    item.querySelector('[data-act="left"]').setAttribute("aria-disabled", String(place === 0));
    item.querySelector('[data-act="right"]').setAttribute("aria-disabled", String(place === chips.length - 1));
  });
  const there = new Set(chips.map((item) => item.dataset.key));
  for (const button of row.querySelectorAll("[data-offer] [data-person]")) button.toggleAttribute("data-taken", there.has(button.dataset.person));
  filter(row);
}

function filter(row) {
  const words = fold(part(row, "filter")?.value ?? "").split(/\s+/).filter(Boolean);
  for (const group of row.querySelectorAll("[data-offer] .words-group")) {
    let left = 0;
    for (const button of group.querySelectorAll("[data-person]")) {
      const text = fold(`${button.dataset.name} ${button.dataset.note}`);
      button.hidden = button.hasAttribute("data-taken") || !words.every((word) => text.includes(word));
      left += !button.hidden;
    }
    group.hidden = left === 0;
  }
}

function changed(row) {
  settle(row);
  row.dispatchEvent(new Event("change", { bubbles: true }));
  row.dispatchEvent(new CustomEvent("words:people"));
  propose(row);
}

function add(row, person) {
  if (person.key !== "unnamed" && chipsOf(row).some((item) => item.dataset.key === person.key)) return;
  part(row, "shown").append(chip(row, person));
  changed(row);
}

// The caption

const asked = new WeakMap();

async function propose(row) {
  const address = new URL(form.dataset.caption, location.href);
  for (const item of chipsOf(row)) if (item.dataset.key) address.searchParams.append("person", item.dataset.key);
  address.searchParams.set("day", form.elements.namedItem("set-taken_on")?.value ?? "");
  const mine = {};
  asked.set(row, mine);
  let answer = null;
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (response.ok && response.headers.get("content-type")?.includes("json")) answer = await response.json();
  } catch { /* said below */ }
  if (asked.get(row) !== mine) return;
  part(row, "caption-said").textContent = answer ? "" : "The caption cannot be made now. It follows when you save.";
  if (!answer) return;
  const caption = part(row, "caption-field");
  const proposed = part(row, "proposed");
  const follows = follow(row);
  proposed.value = answer.caption;
  part(row, "ranks").textContent = answer.ranks ? ` Ranks as of ${answer.ranks}.` : "";
  if (follows && caption.value !== answer.caption) {
    caption.value = answer.caption;
    caption.dispatchEvent(new Event("input", { bubbles: true }));
  }
  show(row);
  stop(row, answer.stop);
}

const same = (text) => text.replace(/\s+/g, " ").trim();
const follow = (row) => same(part(row, "caption-field").value) === same(part(row, "proposed").value);

function show(row) {
  const proposed = part(row, "proposed").value;
  const follows = follow(row);
  part(row, "made").hidden = !follows || !proposed;
  part(row, "proposal").hidden = follows || !proposed;
  part(row, "proposal-words").textContent = proposed;
  part(row, "use").hidden = false;
}

function stop(row, names) {
  const box = part(row, "stop");
  const state = part(row, "state");
  box.hidden = names.length === 0;
  part(row, "stop-words").textContent = `${names.join(", ")} must not be shown.`;
  for (const item of chipsOf(row)) item.toggleAttribute("data-must-not", names.includes(item.dataset.name) || names.includes(item.dataset.plain));
  state.said ??= { class: state.className, html: state.innerHTML };
  const stopped = state.dataset.stopped === "yes";
  if (names.length && !stopped) {
    state.className = "state back";
    state.innerHTML = `${icon("do_not_disturb_on")}<span>Must not be published</span>`;
    state.dataset.stopped = "yes";
  } else if (!names.length && (stopped || state.said.html.includes("do_not_disturb_on"))) {
    const was = state.said.html.includes("do_not_disturb_on");
    state.className = was ? "state check" : state.said.class;
    state.innerHTML = was ? `${icon("edit")}<span>Not saved yet</span>` : state.said.html;
    state.dataset.stopped = "no";
  }
}

// Every row is made ready at once, so that what is kept while one types compares like with like.

function prepare(row) {
  if (part(row, "people").closest("fieldset:disabled")) return;
  for (const item of chipsOf(row)) {
    const input = item.querySelector("input");
    if (item.hasAttribute("data-spare")) item.remove();
    else if (input.dataset.chip) {
      const { chip: key, plain } = input.dataset;
      item.replaceWith(chip(row, { key, name: input.value, plain, mustNot: "mustNot" in input.dataset }));
    }
  }
  part(row, "tap").hidden = false;
  settle(row);
  show(row);
}

function offer(row) {
  const place = part(row, "offer");
  if (!place || place.childElementCount || row.dataset.fold !== "open") return;
  place.append(offered.content.cloneNode(true));
  settle(row);
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const row = button?.closest("[data-row]");
  if (!row) return;
  const item = button.closest(".words-chip");
  if (button.dataset.person) {
    const { person: key, name, plain = "" } = button.dataset;
    const buttons = [...row.querySelectorAll("[data-tap] [data-person]:not([hidden])")];
    const following = buttons[buttons.indexOf(button) + 1] ?? buttons.at(-2);
    add(row, { key, name, plain });
    if (button.hidden) following?.focus();
  } else if (item && button.getAttribute("aria-disabled") !== "true") {
    const other = item.nextElementSibling ?? item.previousElementSibling;
    if (button.dataset.act === "out") {
      item.remove();
      (other?.querySelector('[data-act="out"]') ?? row.querySelector("[data-tap] [data-person]:not([hidden])"))?.focus();
    } else if (button.dataset.act === "left") item.after(item.previousElementSibling);
    else item.before(item.nextElementSibling);
    changed(row);
    if (button.getAttribute("aria-disabled") === "true") item.querySelector(`[data-act="${button.dataset.act === "left" ? "right" : "left"}"]`).focus();
  } else if ("use" in button.dataset) {
    const caption = part(row, "caption-field");
    caption.value = part(row, "proposed").value;
    caption.dispatchEvent(new Event("input", { bubbles: true }));
    caption.focus();
  }
});

form.addEventListener("input", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row) return;
  if (event.target.matches("[data-caption-field]")) show(row);
  else if (event.target.matches("[data-filter]")) filter(row);
});

// Enter in the filter takes the first name that is left; it does not send the form.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches?.("[data-filter]")) return;
  event.preventDefault();
  const row = event.target.closest("[data-row]");
  const first = row.querySelector("[data-offer] [data-person]:not([hidden])");
  if (!first) return;
  const { person: key, name, plain = "" } = first.dataset;
  event.target.value = "";
  add(row, { key, name, plain });
});

form.addEventListener("desk:picked", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || !event.detail || !("else" in event.target.dataset)) return;
  const { id, text } = event.detail;
  event.target.value = "";
  event.target.replaceChildren();
  const find = document.getElementById(`${event.target.id}_find`);
  find.value = "";
  find.dispatchEvent(new Event("blur"));
  add(row, { key: String(id), name: text, plain: text });
});

document.getElementById("id_set-taken_on")?.addEventListener("change", () => {
  for (const row of rows()) if (row.dataset.fold === "open") propose(row);
});

const opened = new MutationObserver((changes) => { for (const { target } of changes) offer(target); });
for (const row of rows()) {
  prepare(row);
  offer(row);
  opened.observe(row, { attributeFilter: ["data-fold"] });
}
