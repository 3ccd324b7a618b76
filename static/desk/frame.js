// The menu on phones, and the keys that work on every page: "/" finds, Ctrl+S saves.

// unfold would write a chosen file's name into the nearest text field, or fail where there is none.
Object.defineProperty(HTMLInputElement.prototype, "hasChangeListener", { value: true });

const side = document.getElementById("desk-side");
const opener = document.querySelector('[data-menu="open"]');

function menu(open) {
  document.body.classList.toggle("nav-open", open);
  opener.setAttribute("aria-expanded", String(open));
  document.getElementById("main").inert = open;
  (open ? side.querySelector('[data-menu="close"]') : opener).focus();
}

if (side && opener) {
  opener.addEventListener("click", () => menu(true));
  side.querySelector('[data-menu="close"]').addEventListener("click", () => menu(false));
  side.addEventListener("keydown", (event) => { if (event.key === "Escape") menu(false); });
  matchMedia("(min-width: 48.01rem)").addEventListener("change", () => {
    if (document.body.classList.contains("nav-open")) menu(false);
  });
}

const typing = (target) => target.isContentEditable || target.closest("input, textarea, select, [role=combobox], [role=textbox]");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s") {
    const save = document.querySelector("[data-save]:not([aria-disabled=true])");
    if (save) {
      event.preventDefault();
      save.click();
    }
  } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    const find = document.querySelector("#searchbar, [data-find]");
    if (find) {
      event.preventDefault();
      find.focus();
      find.select?.();
    }
  }
});

// An act that is not possible keeps its place and its reason, and does nothing.
document.addEventListener("click", (event) => {
  if (event.target.closest("[aria-disabled=true]")) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
