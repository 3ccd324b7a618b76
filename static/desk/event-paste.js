// A pasted list of names, read line by line: in the list already, in the directory, or new.

import { addRow, choose, field, form, later, named, root, rows, send, set, typedDates } from "./event-tools.js";

const SAID = {
  there: ["ok", "check_circle", "in the list already"],
  known: ["check", "contrast", "in the directory, not in this list"],
  new: ["time", "person_add", "new, goes into the directory"],
  several: ["back", "help", "several people of this name: add the right one below"],
};

if (root) {
  const box = root.querySelector("[data-paste]");
  const text = box.querySelector("textarea");
  const place = box.querySelector("[data-paste-read]");
  const button = box.querySelector("[data-add-pasted]");
  const given = () => ({
    text: text.value,
    dates: typedDates(),
    there: rows("participations").map((row) => field(row, "person").value).filter(Boolean),
  });
  const many = (number) => `${number} ${number === 1 ? "person" : "people"}`;

  const show = (lines) => {
    place.replaceChildren();
    const list = document.createElement("ul");
    list.className = "event-got";
    for (const line of lines) {
      const item = document.createElement("li");
      const name = document.createElement("b");
      name.textContent = line.shown;
      const more = document.createElement("small");
      more.textContent = [line.row.position, line.organization?.text].filter(Boolean).join(", ");
      const [look, icon, words] = SAID[line.state];
      const state = document.createElement("span");
      state.className = `state ${look}`;
      const mark = document.createElement("span");
      mark.className = "material-symbols-outlined";
      mark.setAttribute("aria-hidden", "true");
      mark.textContent = icon;
      const said = document.createElement("span");
      said.textContent = words;
      state.append(mark, said);
      item.append(name, ...(more.textContent ? [more] : []), state);
      list.append(item);
    }
    if (lines.length) place.append(list);
    const wanted = lines.filter((line) => ["known", "new"].includes(line.state)).length;
    button.hidden = !wanted;
    button.textContent = `Add ${many(wanted)}`;
  };

  let asked = 0;
  const read = async () => {
    const mine = ++asked;
    if (!text.value.trim()) return show([]);
    const found = await send("read-names", given());
    if (found?.lines && mine === asked) show(found.lines);
  };
  text.addEventListener("input", later(read));
  form.addEventListener("event:day", () => { if (text.value.trim()) read(); });
  button.hidden = true;
  if (text.value.trim()) read();

  button.addEventListener("click", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    const found = await send("add-people", given());
    button.removeAttribute("aria-disabled");
    if (!found?.lines) {
      place.textContent = found?.problem ?? "The server cannot be reached. What you typed stays.";
      return;
    }
    const lines = found.lines.filter((line) => ["known", "new"].includes(line.state));
    const added = new Set();
    const call = named("kind").value === "courtesy_call";
    const ours = [...root.querySelectorAll('[name="ours"]')].map((tick) => tick.value);
    let leads = !rows("participations").some((row) => field(row, "role").value === "head_of_delegation" && !ours.includes(field(row, "person").value));
    for (const line of lines) {
      if (added.has(line.person.id)) continue;
      added.add(line.person.id);
      put(line, call ? (leads ? "head_of_delegation" : "delegate") : "");
      leads = false;
    }
    const left = found.lines.filter((line) => line.state === "several");
    text.value = left.map((line) => line.shown).join("\n");
    text.dispatchEvent(new Event("change", { bubbles: true }));
    show(left);
    const said = document.createElement("p");
    said.className = "ok-line";
    said.textContent = `${many(added.size)} added to the list below.`;
    place.prepend(said);
    text.focus();
  });

  // What the line says is typed by a hand: the directory does not replace it.
  const put = (line, role) => {
    const row = addRow("participations");
    if (role) set(row, "role", role);
    for (const [name, value] of Object.entries(line.row)) set(row, name, value);
    if (line.organization) choose(row, "organization", line.organization);
    choose(row, "person", line.person);
  };
}
