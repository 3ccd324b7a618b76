// What a day and a time in Kuala Lumpur are in UTC, said while they are typed. Kuala Lumpur has no summer time.
const AHEAD = 8 * 60 * 60 * 1000;

function utcOf(day, time) {
  const typed = Date.parse(`${day}T${time}Z`);
  if (Number.isNaN(typed)) return "";
  const at = new Date(typed - AHEAD);
  const clock = at.toISOString().slice(11, 16);
  if (at.toISOString().slice(0, 10) === day) return `That is ${clock} UTC.`;
  const named = at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return `That is ${named}, ${clock} UTC.`;
}

for (const line of document.querySelectorAll("[data-utc]")) {
  const fields = line.dataset.utc.split(" ").map((id) => document.getElementById(id));
  const show = () => {
    const [day, time] = fields.length === 1 ? fields[0].value.split("T") : fields.map((field) => field.value);
    line.textContent = day && time ? utcOf(day, time.slice(0, 5)) : "";
  };
  for (const field of fields) field?.addEventListener("input", show);
}

// A field for a moment says it below itself.
for (const field of document.querySelectorAll("input[data-utc-below]")) {
  const line = document.createElement("p");
  line.className = "hint";
  line.setAttribute("role", "status");
  const show = () => {
    const [day, time] = field.value.split("T");
    line.textContent = day && time ? utcOf(day, time.slice(0, 5)) : "";
  };
  field.after(line);
  field.addEventListener("input", show);
  show();
}
