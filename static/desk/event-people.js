// A person brings rank, position and organization of the event's first day. They stand in the row and
// may be changed; what a hand has typed is never replaced. Ticks of our officers are rows.

import { addRow, ask, choose, field, form, root, rowOf, rows, set, takeOut, typedDates } from "./event-tools.js";

const PARTS = ["honorific", "rank_long", "rank_short", "position"];

if (root) {
  const isAuto = (input) => input && (!input.value || input.dataset.auto === input.value);
  const isSaved = (row) => row.hasAttribute("data-saved");

  const fill = async (row, person, { organization = true } = {}) => {
    const answer = await ask("as-of", { person, dates: typedDates() });
    const found = answer?.[person];
    if (!found) return;
    for (const name of PARTS) {
      const input = field(row, name);
      if (!isAuto(input)) continue;
      set(row, name, found[name]);
      input.dataset.auto = found[name];
    }
    const select = organization && field(row, "organization");
    if (select && isAuto(select) && found.organization) {
      choose(row, "organization", found.organization);
      select.dataset.auto = String(found.organization.id);
    }
    const words = row.querySelector("[data-as-of]");
    if (words) words.textContent = asOf(found, answer.day);
  };
  const asOf = (found, day) => {
    if (!day) return "";
    if (!found.on_record) return `No post on record for ${day}.`;
    return found.rank_long ? `Rank and position as of ${day}` : `No rank on record for ${day}.`;
  };

  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || !event.target.value) return;
    if (event.target.name === `${row.dataset.row}-person`) fill(row, event.target.value);
    if (event.target.name === `${row.dataset.row}-led_by`) fill(row, event.target.value, { organization: false });
  });
  // Another day: rows that are not saved yet, and that no hand has changed, follow.
  form.addEventListener("event:day", () => {
    for (const row of form.querySelectorAll("[data-row]:not([data-out])")) {
      const person = field(row, "person")?.value;
      if (person && !isSaved(row)) fill(row, person);
    }
  });

  // Our delegation

  const leads = () => rows("participations").some((row) => field(row, "role").value === "head_of_delegation" && ticks().some((tick) => tick.value === field(row, "person").value));
  const ticks = () => [...root.querySelectorAll('[data-officers] [name="ours"]')];

  const tick = (box) => {
    const there = rowOf(box.value);
    if (box.checked && !there) {
      const role = leads() ? "delegate" : "head_of_delegation";
      const out = [...form.querySelectorAll('[data-rows="participations"] > .rows > [data-out]')].find((row) => field(row, "person").value === box.value);
      if (out) return out.querySelector("[data-put-back]").click();
      const row = addRow("participations");
      set(row, "role", role);
      const name = box.closest("label").querySelector("[data-name]").textContent.trim();
      choose(row, "person", { id: box.value, text: name });
    } else if (!box.checked && there) takeOut(there);
  };
  root.addEventListener("change", (event) => { if (event.target.name === "ours") tick(event.target); });

  const repeatTicks = () => { for (const box of ticks()) box.checked = Boolean(rowOf(box.value)); };
  form.addEventListener("formset:removed", repeatTicks);
  form.addEventListener("change", (event) => { if (event.target.name?.endsWith("-person")) repeatTicks(); });

  // Forces

  const forces = root.querySelector('[data-part-of="forces"]');
  const count = () => {
    const ticked = forces.querySelectorAll("[data-force] > .tick input:checked").length;
    for (const place of document.querySelectorAll("[data-forces-count]")) place.textContent = ticked;
  };
  forces.addEventListener("change", count);
  form.addEventListener("event:day", count);
}
