// An act leaves the page: what was typed and not saved must not be lost on the way.
let changed = Boolean(document.querySelector("[data-desk-form][data-refused]"));
document.addEventListener("desk:changed", () => { changed = true; });
const unsaved = () => changed;

function saveFirst(place) {
  let said = place.querySelector(".errorlist");
  if (!said) {
    said = document.createElement("p");
    said.className = "errorlist";
    said.setAttribute("role", "alert");
    place.append(said);
  }
  said.textContent = "Save first. What you typed is not saved yet.";
  document.querySelector("[data-save]")?.focus();
}

for (const form of document.querySelectorAll("form[data-after-save]")) {
  form.addEventListener("submit", (event) => {
    if (!unsaved()) return;
    event.preventDefault();
    saveFirst(form);
  });
}

for (const link of document.querySelectorAll("a[data-after-save-link]")) {
  link.addEventListener("click", (event) => {
    if (!unsaved()) return;
    event.preventDefault();
    saveFirst(link.parentElement);
  });
}

// A second press while the first is on its way would do the act twice.
for (const form of document.querySelectorAll("form[data-after-save]")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent));
