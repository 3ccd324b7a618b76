// Findings: a link opens and focuses its field; *Right as it stands* changes this block alone, so that
// what was typed elsewhere on the page stays.

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-to-field]");
  if (!link || link.pathname !== location.pathname || !link.hash) return;
  const named = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!named) return;
  const place = named.closest(".field");
  const row = named.closest("[data-fold]");
  if (row) {
    row.setAttribute("data-fold", "open");
    row.querySelector("[data-unfold]")?.setAttribute("aria-expanded", "true");
  }
  for (let box = named.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  const field = place?.querySelector("[role=combobox], [role=textbox]") ?? named;
  event.preventDefault();
  field.scrollIntoView({ block: "center" });
  if (!field.matches("a, button, input, select, textarea, [tabindex], [contenteditable]")) field.tabIndex = -1;
  field.focus({ preventScroll: true });
});

// Before the listener that holds back acts while something is not saved: nothing leaves the page here.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-finding]");
  if (!form) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const block = form.closest("[data-findings]");
  if (block.hasAttribute("data-busy")) return;
  block.setAttribute("data-busy", "");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Desk": "in-place" },
      redirect: "error",
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-findings]");
    if (!answer.ok || !fresh) throw new Error(String(answer.status));
    block.replaceWith(fresh);
    fresh.focus();
  } catch {
    const said = block.querySelector("[data-findings-said]");
    said.hidden = false;
    said.textContent = "This did not reach the server. Try again.";
    block.removeAttribute("data-busy");
  }
}, true);
