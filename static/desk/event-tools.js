// What the modules of the event's form share: the form, questions to the server, rows from outside.

export const root = document.querySelector("[data-event-form]");
export const form = root?.closest("form");

export const named = (name) => form.elements.namedItem(name);
export const typedDates = () => named("dates").value;

// An answer that cannot be had is no error: everything asked here is also done on saving.
export async function ask(what, values = {}) {
  const address = new URL(`${root.dataset.answers}${what}/`, location.href);
  for (const [name, value] of Object.entries(values)) {
    for (const one of [value].flat()) address.searchParams.append(name, one ?? "");
  }
  return answer(fetch(address, { headers: { Accept: "application/json" } }));
}

export async function send(what, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": named("csrfmiddlewaretoken").value };
  return answer(fetch(`${root.dataset.answers}${what}/`, { method: "POST", headers, body: JSON.stringify(body) }));
}

async function answer(asked) {
  try {
    const response = await asked;
    return response.ok || response.status === 400 ? await response.json() : null;
  } catch {
    return null;
  }
}

export function later(act, wait = 350) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
}

// Rows

export const list = (name) => form.querySelector(`[data-rows="${name}"]`);
export const rows = (name) => [...list(name).querySelectorAll(":scope > .rows > [data-row]:not([data-out])")];
export const field = (row, name) => row.querySelector(`[name="${CSS.escape(`${row.dataset.row}-${name}`)}"]`);
export const rowOf = (person) => rows("participations").find((row) => field(row, "person").value === String(person));

export function set(row, name, value) {
  const input = field(row, name);
  if (!input || input.value === value) return;
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

export function choose(row, name, entry) {
  const select = field(row, name);
  if (entry && select) select.dispatchEvent(new CustomEvent("desk:choose", { detail: { id: entry.id, text: entry.text } }));
}

// A new row at the end of a list, closed, with the focus left where it was.
export function addRow(name) {
  const here = document.activeElement;
  const before = scrollY;
  list(name).querySelector(":scope > .desk-rows-foot [data-add-row]").click();
  const row = list(name).querySelector(":scope > .rows").lastElementChild;
  row.querySelector(":scope > .desk-row-head [data-unfold]")?.click();
  here?.focus({ preventScroll: true });
  scrollTo({ top: before });
  return row;
}

export function takeOut(row) {
  const here = document.activeElement;
  row.querySelector(":scope > .desk-row-head [data-take-out]")?.click();
  here?.focus({ preventScroll: true });
}
