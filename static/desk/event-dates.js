// Dates and place are read back while they are typed; officers and forces follow the first day.

import { ask, field, form, later, named, root, rowOf, rows, set, typedDates } from "./event-tools.js";

if (root) {
  const line = root.querySelector("[data-dates-read]");
  const input = named("dates");
  input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
  let day = null;
  let asked = 0;

  const say = (place, words, wrong = false) => {
    place.hidden = !words;
    place.classList.toggle("wrong", wrong);
    place.querySelector(".material-symbols-outlined").textContent = wrong ? "error" : "check";
    place.lastElementChild.textContent = words;
  };

  const readDates = async () => {
    const mine = ++asked;
    if (!typedDates().trim()) return say(line, "");
    const found = await ask("read-dates", { dates: typedDates() });
    if (!found || mine !== asked) return;
    say(line, found.problem ?? [found.read, found.note].filter(Boolean).join(" "), Boolean(found.problem));
    if (!found.problem && found.day !== day) {
      day = found.day;
      await followDay();
    }
    if (!found.problem) lookAlike();
  };

  const followDay = async () => {
    const found = await ask("that-day", { dates: typedDates(), edition: root.dataset.edition });
    if (!found) return;
    const officers = root.querySelector("[data-officers]");
    officers.innerHTML = found.officers;
    for (const tick of officers.querySelectorAll('[name="ours"]')) tick.checked = Boolean(rowOf(tick.value));
    const forces = root.querySelector("[data-forces]");
    const typed = [...forces.querySelectorAll("input")].map(({ name, value, checked, type }) => ({ name, value, checked, type }));
    forces.innerHTML = found.forces;
    for (const { name, value, checked, type } of typed) {
      const now = forces.querySelector(`[name="${CSS.escape(name)}"]`);
      if (now && type === "checkbox") now.checked = checked;
      else if (now && type !== "hidden") now.value = value;
    }
    form.dispatchEvent(new CustomEvent("event:day"));
  };

  input.addEventListener("input", later(readDates));
  if (typedDates()) ask("read-dates", { dates: typedDates() }).then((found) => { day = found?.day ?? null; });

  // Place

  const place = named("place");
  const placeLine = root.querySelector("[data-place-read]");
  place.addEventListener("change", async () => {
    say(placeLine, place.value ? (await ask("place", { id: place.value }))?.read ?? "" : "");
    lookAlike();
  });
  root.querySelector(".field-place").addEventListener("input", (event) => {
    if (event.target.value.trim().toLowerCase() !== "online") return;
    event.target.value = "";
    form.querySelector('[name="mode"][value="online"]').checked = true;
    say(placeLine, "Online. No city is needed.");
    event.target.blur();
  });
  form.addEventListener("change", (event) => {
    if (event.target.name === "mode" && event.target.value !== "online" && placeLine.textContent.includes("Online")) say(placeLine, "");
  });

  // An event that is here already

  const notice = form.querySelector("[data-looks-like]");
  let another = false;
  const lookAlike = later(async () => {
    if (another || !("new" in root.dataset)) return;
    const found = await ask("looks-like", { name: named("name").value, dates: typedDates(), place: place.value, kind: named("kind").value });
    if (found && !another) notice.innerHTML = found.notice;
  });
  notice.addEventListener("click", (event) => {
    if (!event.target.closest("[data-another]")) return;
    another = true;
    notice.replaceChildren();
    named("name").focus();
  });
  named("name").addEventListener("change", lookAlike);
  form.addEventListener("change", (event) => { if (event.target.name === "kind") lookAlike(); });

  // A day of a session lies within the event's days: the first one is offered.
  form.addEventListener("formset:added", (event) => {
    if (event.detail?.formsetName === "sessions" && day && rows("sessions").length === 1) {
      const own = field(event.target, "day");
      if (own && !own.value) set(event.target, "day", day);
    }
  });
}
