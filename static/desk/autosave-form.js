// A form as typed: {fields: {name: [values]}, loose: {name: words}}. Loose are words in a field to pick
// from that are no choice yet. Passwords, files and what belongs to the page itself are left out.

const LEFT_OUT = new Set(["password", "file", "submit", "button", "reset", "image"]);
const finder = (select) => document.getElementById(`${select.id}_find`);

export function read(form) {
  const fields = {};
  const loose = {};
  for (const field of form.elements) {
    const { name, type } = field;
    if (!name || field.disabled || LEFT_OUT.has(type) || name.startsWith("_") || name === "csrfmiddlewaretoken") continue;
    if (type === "fieldset" || type === "output" || ((type === "checkbox" || type === "radio") && !field.checked)) continue;
    const values = (fields[name] ??= []);
    if (type === "select-multiple") values.push(...[...field.selectedOptions].map((option) => option.value));
    else values.push(field.value);
    if (field.dataset.pick !== undefined) {
      const words = finder(field)?.value ?? "";
      const chosen = field.multiple ? "" : field.selectedOptions[0]?.text ?? "";
      if (words.trim() && words !== chosen) loose[name] = words;
    }
  }
  // Parts of a page move about: the order of the names says nothing.
  return { fields: Object.fromEntries(Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))), loose };
}

export function putLoose(form, loose) {
  for (const [name, words] of Object.entries(loose)) {
    const select = form.elements.namedItem(name);
    const input = select?.id && finder(select);
    if (!input) continue;
    input.value = words;
    input.closest("[data-fold]")?.setAttribute("data-fold", "open");
  }
}

// How the field is called on the screen.
export function label(field) {
  const by = field.getAttribute?.("aria-labelledby")?.split(" ")[0];
  const named = by ? document.getElementById(by) : field.labels?.[0];
  const group = field.type === "radio" || field.type === "checkbox" ? field.closest("fieldset")?.querySelector("legend") : null;
  const words = (group ?? named ?? field.closest?.(".field")?.querySelector(".lab"))?.textContent ?? field.getAttribute?.("aria-label") ?? "";
  return words.replace(/\s+/g, " ").trim();
}
