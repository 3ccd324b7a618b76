// Alternative text begins with a press and a number of people, and has to be finished by hand.

import { form, part, rows } from "./words.js";

const ENDS = /[.!?…”")’']\s*$/;

function beginning(row) {
  const starter = row.querySelector("[data-starter]:checked");
  const number = part(row, "people-number").selectedOptions[0];
  if (!starter || !number.value) return "";
  return number.value === "1" ? starter.dataset.one : starter.dataset.several.replace("{}", number.dataset.word);
}

// The words after the beginning that was put there last; null if something else was written.
function added(row) {
  const text = part(row, "alt-field").value;
  if (!text.trim()) return "";
  const begun = row.begun ?? "";
  return begun && text.startsWith(begun.trim()) ? text.slice(begun.trim().length).trimStart() : null;
}

function begin(row) {
  const text = beginning(row);
  const said = part(row, "alt-said");
  said.textContent = "";
  if (!text) {
    if (row.querySelector("[data-starter]:checked")) said.textContent = "How many people are in it?";
    return;
  }
  const rest = added(row);
  if (rest === null) {
    said.textContent = "Your words stay. Empty the field to begin anew.";
    return;
  }
  const field = part(row, "alt-field");
  row.begun = text;
  field.value = text + rest;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.setSelectionRange(field.value.length, field.value.length);
  look(row);
}

function look(row) {
  const rest = added(row);
  const text = part(row, "alt-field").value;
  const finish = part(row, "finish");
  if (row.begun) finish.hidden = !text.trim() || rest === null || (rest.split(/\s+/).filter(Boolean).length > 1 && ENDS.test(text));
  const there = new Set(text.match(/\p{L}+/gu) ?? []);
  const named = [...row.querySelectorAll(".words-chip")].map((item) => item.dataset.plain).filter((name) => name && (name.match(/\p{L}+/gu) ?? []).some((word) => word.length > 2 && word[0] !== word[0].toLowerCase() && there.has(word)));
  part(row, "names-hint").hidden = named.length === 0;
  part(row, "names").textContent = named.join(", ");
}

for (const row of rows()) {
  const number = part(row, "people-number");
  if (!number) continue;
  // They help to write, and are not sent.
  for (const starter of row.querySelectorAll("[data-starter]")) starter.name = `_${starter.name}`;
  number.name = `_${number.name}`;
  row.begun = beginning(row);
  row.addEventListener("words:people", () => look(row));
}
form.addEventListener("change", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && event.target.matches("[data-starter], [data-people-number]")) begin(row);
});
form.addEventListener("input", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && event.target.matches("[data-alt-field]")) look(row);
});
