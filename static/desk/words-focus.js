// What must stay in view: a press on the picture, or the arrow keys. The ring shows it, and how the picture is cut.

import { form, part, rows } from "./words.js";

const SHAPE = 3 / 2;
const within = (value, most = 100) => Math.min(most, Math.max(0, value));
const fields = (row) => ["x", "y"].map((axis) => form.elements.namedItem(`${row.dataset.row}-focus_${axis}`));

function read(row) {
  const [x, y] = fields(row).map((field) => (field.value === "" ? NaN : Number(field.value)));
  return Number.isNaN(x) || Number.isNaN(y) ? null : { x: within(x), y: within(y) };
}

function write(row, point) {
  const [x, y] = fields(row);
  x.value = point ? Math.round(within(point.x)) : "";
  y.value = point ? Math.round(within(point.y)) : "";
  x.dispatchEvent(new Event("change", { bubbles: true }));
  show(row);
}

// From the centre of the cut to where the browser has to put it, in per cent.
function position(focus, visible) {
  if (visible >= 1) return 50;
  const beginning = within(focus / 100 - visible / 2, 1 - visible);
  return (beginning / (1 - visible)) * 100;
}

function show(row) {
  const point = read(row);
  const ring = part(row, "ring");
  const crop = part(row, "crop");
  ring.hidden = crop.hidden = !point;
  const aimed = point ? `${point.x} per cent from the left, ${point.y} from the top.` : "";
  if (part(row, "aimed").textContent !== aimed) part(row, "aimed").textContent = aimed;
  if (!point) return;
  ring.style.left = `${point.x}%`;
  ring.style.top = `${point.y}%`;
  const whole = part(row, "aim").querySelector("img");
  const shape = whole.getAttribute("width") / whole.getAttribute("height");
  const image = crop.querySelector("img");
  image.style.objectPosition = `${position(point.x, SHAPE / shape)}% ${position(point.y, shape / SHAPE)}%`;
}

form.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row) return;
  if (event.target.closest("[data-aim-off]")) {
    write(row, null);
    part(row, "aim").focus();
    return;
  }
  const aim = event.target.closest("[data-aim]");
  if (!aim) return;
  const box = aim.querySelector("img").getBoundingClientRect();
  // A press by key has no place: it begins in the middle.
  if (event.detail === 0) write(row, read(row) ?? { x: 50, y: 50 });
  else write(row, { x: ((event.clientX - box.left) / box.width) * 100, y: ((event.clientY - box.top) / box.height) * 100 });
});

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
form.addEventListener("keydown", (event) => {
  const step = event.target.matches?.("[data-aim]") && STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const row = event.target.closest("[data-row]");
  const { x, y } = read(row) ?? { x: 50, y: 50 };
  const far = event.shiftKey ? 10 : 2;
  write(row, { x: x + step[0] * far, y: y + step[1] * far });
});

for (const row of rows()) {
  if (part(row, "aim").closest("fieldset:disabled")) continue;
  part(row, "aim").disabled = false;
  part(row, "aim-fields").hidden = true;
  part(row, "aim-hint").textContent = "Tap the picture to say what must stay in view. It may be left open.";
  show(row);
}
