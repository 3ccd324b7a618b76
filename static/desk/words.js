// The words of photographs: which picture one is at, and their order. What is moved here is saved with the form.

export const form = document.querySelector("[data-words]");
export const rows = () => [...form.querySelectorAll("[data-row]")];
export const part = (row, what) => row.querySelector(`[data-${what}]`);

const next = document.querySelector("[data-next]");
const current = form.querySelector("[data-current]");

function at(row) {
  if (next) next.value = row.dataset.key;
  current.value = row.dataset.key;
}

function renumber() {
  rows().forEach((row, place) => {
    part(row, "number").textContent = place + 1;
    part(row, "main").hidden = place > 0;
    const first = part(row, "first");
    if (first) first.hidden = place === 0;
  });
}

form.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-row]");
  if (row) at(row);
});
form.addEventListener("desk:moved", renumber);

// With a script the arrows only move the row; without one they save.
form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.move) event.preventDefault();
  if ("first" in button.dataset) {
    event.preventDefault();
    const row = button.closest("[data-row]");
    row.parentElement.prepend(row);
    row.dispatchEvent(new CustomEvent("desk:moved", { bubbles: true, detail: { row } }));
    row.scrollIntoView({ block: "start" });
    part(row, "aim").focus({ preventScroll: true });
  }
});

// The names of another event come with the page that Save brings.
const events = document.getElementById("id_set-event");
const began = events?.value;
events?.addEventListener("change", () => {
  form.querySelector("[data-other-event]").textContent = events.value === began ? "" : "Another event is chosen. Save, then its names can be tapped.";
});

// What was in the way when the page was made may have been put right since. The newsroom looks again.
document.addEventListener("desk:changed", () => {
  form.querySelector("[data-put]")?.removeAttribute("aria-disabled");
  const was = form.querySelector("[data-was-left]");
  if (was) was.textContent = "This was left when you saved last. It is looked at again.";
});

const asked = location.hash && form.querySelector(`:scope ${location.hash.replace(/[^#\w-]/g, "")}[data-fold]`);
if (asked && !form.hasAttribute("data-refused")) {
  asked.dataset.fold = "open";
  (asked.querySelector("[data-tap] button:not([hidden]), textarea") ?? asked).focus?.({ preventScroll: true });
  asked.scrollIntoView({ block: "start" });
}
