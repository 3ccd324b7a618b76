// Rows of a list: add, fold, move, take out and put back, also inside rows. Moving works by dragging,
// by the arrow buttons, and by key on the handle: space, arrows, space; Escape puts it back.
//
// Events, all bubbling: "formset:added" on a new row, "formset:removed" on a row taken out or put back,
// "desk:moved" on a list. In a row's title an element with data-from="field" repeats that field's words.

const said = document.createElement("p");
said.className = "vh";
said.setAttribute("role", "status");
document.body.append(said);

const listOf = (row) => row.closest("[data-rows]");
const rowsOf = (list) => [...list.querySelector(":scope > .rows").children];
const standing = (list) => rowsOf(list).filter((row) => !row.hasAttribute("data-out"));
const field = (row, name) => row.querySelector(`[name="${CSS.escape(`${row.dataset.row}-${name}`)}"]`);
const button = (row, what) => row.querySelector(`:scope > .desk-row-head ${what}`);

function wordsOf(input) {
  if (!input) return "";
  if (input.tagName === "SELECT") return [...input.selectedOptions].filter((o) => o.value).map((o) => o.text).join(", ");
  return input.value;
}

function name(row) {
  const title = row.querySelector(":scope > .desk-row-head > [data-row-title]");
  const words = title.textContent.replace(/\s+/g, " ").trim();
  for (const act of row.querySelectorAll(":scope > .desk-row-head button")) {
    const label = act.querySelector(".vh");
    label.dataset.act ??= label.textContent;
    label.textContent = `${label.dataset.act}: ${words}`;
  }
  const out = row.querySelector(":scope > .desk-row-out [data-row-name]");
  if (out) out.textContent = words;
}

function repeat(row, source) {
  for (const place of row.querySelectorAll(":scope > .desk-row-head [data-from]")) {
    const input = field(row, place.dataset.from);
    if (!source || input === source) place.textContent = wordsOf(input);
  }
  name(row);
}

function settle(list) {
  const rows = standing(list);
  rows.forEach((row, place) => {
    if (list.dataset.order) {
      const order = field(row, list.dataset.order);
      if (order) order.value = place;
    }
    button(row, '[data-move="up"]')?.setAttribute("aria-disabled", String(place === 0));
    button(row, '[data-move="down"]')?.setAttribute("aria-disabled", String(place === rows.length - 1));
  });
  for (const count of document.querySelectorAll(`[data-count="${CSS.escape(list.dataset.rows)}"]`)) count.textContent = rows.length;
}

function moved(list, row) {
  settle(list);
  const rows = standing(list);
  said.textContent = `Place ${rows.indexOf(row) + 1} of ${rows.length}`;
  list.dispatchEvent(new CustomEvent("desk:moved", { bubbles: true, detail: { row } }));
}

function step(row, down) {
  const list = listOf(row);
  const rows = standing(list);
  const other = rows[rows.indexOf(row) + (down ? 1 : -1)];
  if (!other) return false;
  // The neighbour moves, so the focus stays where it is.
  if (down) row.before(other);
  else row.after(other);
  moved(list, row);
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function number(root, prefix, place) {
  const from = `${prefix}-__prefix__`;
  for (const element of root.querySelectorAll("*")) {
    for (const attribute of element.attributes) {
      if (attribute.value.includes(from)) attribute.value = attribute.value.replaceAll(from, `${prefix}-${place}`);
    }
    if (element.tagName === "TEMPLATE") number(element.content, prefix, place);
  }
}

function add(list) {
  const total = list.querySelector(`[name="${CSS.escape(list.dataset.rows)}-TOTAL_FORMS"]`);
  const place = Number(total.value);
  if (place >= Number(list.dataset.max)) return;
  const copy = list.querySelector(":scope > [data-row-template]").content.cloneNode(true);
  number(copy, list.dataset.rows, place);
  const row = copy.firstElementChild;
  list.querySelector(":scope > .rows").append(row);
  total.value = place + 1;
  if (row.hasAttribute("data-fold")) fold(row, false);
  settle(list);
  prepare(row);
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: list.dataset.rows } }));
  row.querySelector(".desk-row-body :is([role=combobox], input:not([type=hidden]), select, textarea)")?.focus();
}

function fold(row, closed) {
  row.dataset.fold = closed ? "closed" : "open";
  button(row, "[data-unfold]")?.setAttribute("aria-expanded", String(!closed));
}

function takeOut(row, out) {
  row.toggleAttribute("data-out", out);
  row.querySelector(":scope > .desk-row-out").hidden = !out;
  // Rows inside go along, or half-filled ones among them would still be asked about.
  for (const inner of [row, ...row.querySelectorAll("[data-row]")]) {
    const tick = field(inner, "DELETE");
    if (tick) tick.checked = out || inner.hasAttribute("data-out");
  }
  settle(listOf(row));
  row.dispatchEvent(new CustomEvent("formset:removed", { bubbles: true, detail: { formsetName: listOf(row).dataset.rows } }));
  (out ? row.querySelector("[data-put-back]") : button(row, "[data-take-out]")).focus();
}

document.addEventListener("click", (event) => {
  const act = event.target.closest("button");
  if (!act) return;
  const row = act.closest("[data-row]");
  if ("addRow" in act.dataset) add(act.closest("[data-rows]"));
  else if (!row) return;
  else if (act.dataset.move) step(row, act.dataset.move === "down");
  else if ("unfold" in act.dataset) fold(row, row.dataset.fold === "open");
  else if ("takeOut" in act.dataset) takeOut(row, true);
  else if ("putBack" in act.dataset) takeOut(row, false);
});

// While one types, too: a title that grew only when the field is left would move the row away from under the tap.
for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const row = event.target.closest?.("[data-row]");
    if (row) repeat(row, event.target);
  });
}

// By key on the handle.
document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip) return;
  const row = grip.closest("[data-row]");
  const taken = row.hasAttribute("data-taken");
  if (event.key === " ") {
    event.preventDefault();
    row.toggleAttribute("data-taken", !taken);
    if (!taken) row.startedAt = standing(listOf(row)).indexOf(row);
    said.textContent = taken ? "Put down" : "Taken. Arrow keys move it, space puts it down, Escape puts it back";
  } else if (taken && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    step(row, event.key === "ArrowDown");
  } else if (taken && event.key === "Escape") {
    event.preventDefault();
    const away = () => standing(listOf(row)).indexOf(row) - row.startedAt;
    while (away() !== 0) step(row, away() < 0);
    row.removeAttribute("data-taken");
  }
});
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-grip]")) event.target.closest("[data-row]").removeAttribute("data-taken");
});

// By dragging the handle, with mouse or finger.
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  const row = grip.closest("[data-row]");
  const list = listOf(row);
  let changed = false;
  const follow = (move) => {
    move.preventDefault();
    row.toggleAttribute("data-taken", true);
    if (move.clientY < 90) scrollBy(0, -12);
    else if (move.clientY > innerHeight - 110) scrollBy(0, 12);
    const rows = standing(list);
    const place = rows.indexOf(row);
    const middle = (other) => { const box = other.getBoundingClientRect(); return box.top + box.height / 2; };
    if (rows[place - 1] && move.clientY < middle(rows[place - 1])) row.after(rows[place - 1]);
    else if (rows[place + 1] && move.clientY > middle(rows[place + 1])) row.before(rows[place + 1]);
    else return;
    changed = true;
  };
  const stop = () => {
    document.removeEventListener("pointermove", follow);
    row.removeAttribute("data-taken");
    if (changed) moved(list, row);
  };
  document.addEventListener("pointermove", follow);
  document.addEventListener("pointerup", stop, { once: true });
  document.addEventListener("pointercancel", stop, { once: true });
});

function prepare(root) {
  const rows = [...root.querySelectorAll("[data-row]")];
  if (root.matches?.("[data-row]")) rows.push(root);
  for (const row of rows) name(row);
  for (const list of root.querySelectorAll("[data-rows]")) {
    const all = rowsOf(list);
    all.forEach((row, place) => {
      button(row, '[data-move="up"]')?.setAttribute("aria-disabled", String(place === 0));
      button(row, '[data-move="down"]')?.setAttribute("aria-disabled", String(place === all.length - 1));
      // After a refusal a row may come back that was to go.
      if (field(row, "DELETE")?.checked) {
        row.toggleAttribute("data-out", true);
        row.querySelector(":scope > .desk-row-out").hidden = false;
      }
    });
  }
}
prepare(document);
