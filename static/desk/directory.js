// The directory's forms: the day on which a post was first seen can be taken over; a handover says which
// day is the last one. Both are only shorter ways: the fields can be filled without them.

const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

document.addEventListener("click", (event) => {
  const use = event.target.closest("[data-use-day]");
  if (!use) return;
  const row = use.closest("[data-row]");
  const field = row?.querySelector(`[name="${CSS.escape(`${row.dataset.row}-since`)}"]`);
  if (!field) return;
  field.value = use.dataset.useDay;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});

const last = document.querySelector("[data-last-day]");
const first = document.querySelector("#id_day");
if (last && first) {
  last.setAttribute("role", "status");
  const say = () => {
    const day = first.valueAsDate;
    last.hidden = !day || day.getUTCFullYear() < 1900;
    if (last.hidden) return;
    day.setUTCDate(day.getUTCDate() - 1);
    last.textContent = `Last day of ${last.dataset.person}: ${DAY.format(day)}`;
  };
  first.addEventListener("input", say);
  say();
}
