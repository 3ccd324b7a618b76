// A person, an organization or a place is added in a dialog on the same page. The dialog holds the
// ordinary form in a frame, so checks, picks and rows work there as everywhere.

let dialog;
let wanted;

function build() {
  dialog = document.createElement("dialog");
  dialog.className = "desk-add";
  dialog.innerHTML = `<div class="desk-add-head"><h2 id="desk-add-title"></h2>
    <button type="button" class="btn ic" aria-label="Close without adding"><span class="material-symbols-outlined" aria-hidden="true">close</span></button></div>
    <iframe></iframe>`;
  dialog.setAttribute("aria-labelledby", "desk-add-title");
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.querySelector("iframe").remove();
    wanted = null;
  });
  document.body.append(dialog);
}

function open(link, { words, choose, back }) {
  if (!dialog) build();
  wanted = { choose, back };
  const title = link.dataset.title;
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("iframe")?.remove();
  const frame = document.createElement("iframe");
  frame.title = title;
  const address = new URL(link.href);
  address.searchParams.set("_popup", "1");
  if (words) address.searchParams.set(link.dataset.wordsField ?? "name", words);
  frame.src = address;
  frame.addEventListener("load", () => frame.contentDocument?.querySelector("form input:not([type=hidden]), form textarea")?.focus());
  dialog.append(frame);
  dialog.showModal();
}

addEventListener("message", (event) => {
  const frame = dialog?.querySelector("iframe");
  if (event.origin !== location.origin || !frame || event.source !== frame.contentWindow || !event.data?.deskAdded) return;
  const { choose, back } = wanted;
  dialog.close();
  choose(event.data.deskAdded);
  back?.focus();
});

// The field beside the link, for picks and for plain selects.
function chooser(select) {
  return ({ value, text }) => {
    for (const other of document.querySelectorAll(`[data-model-ref="${CSS.escape(select.closest("[data-model-ref]")?.dataset.modelRef ?? "")}"] select:not([data-pick])`)) {
      if (other !== select) other.add(new Option(text, value));
    }
    select.dispatchEvent(new CustomEvent("desk:choose", { detail: { id: value, text }, bubbles: false }));
    if (!select.dataset.pick) {
      select.add(new Option(text, value, true, true));
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-add-related]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const select = link.closest(".related-widget-wrapper")?.querySelector("select");
  if (!select) return;
  event.preventDefault();
  const field = select.parentElement.querySelector("[role=combobox]") ?? select;
  open(link, { words: field.value && field !== select && !select.value ? field.value.trim() : "", choose: chooser(select), back: field });
});
