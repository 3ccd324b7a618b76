// What every form of the desk does: it warns before typed words are lost, says how long a title is,
// and after a refusal lists all problems at once, each a link to its field.

const form = document.querySelector("[data-desk-form]");

if (form) {
  warnUnsaved();
  for (const field of form.querySelectorAll("[data-best-under]")) countLetters(field);
  form.addEventListener("formset:added", (event) => {
    for (const field of event.target.querySelectorAll("[data-best-under]")) countLetters(field);
  });
  listProblems();
}

function warnUnsaved() {
  // After a refusal the page holds what was typed, and nothing of it is saved.
  let changed = form.hasAttribute("data-refused");
  form.toggleAttribute("data-changed", changed);
  let sending = false;
  const note = () => {
    if (changed) return;
    changed = true;
    form.toggleAttribute("data-changed", true);
    document.dispatchEvent(new CustomEvent("desk:changed"));
  };
  for (const kind of ["input", "change", "formset:added", "formset:removed", "desk:moved"]) form.addEventListener(kind, note);
  form.addEventListener("submit", () => {
    sending = true;
    // A second press while the first is on its way would send everything twice.
    queueMicrotask(() => document.querySelectorAll("[data-save]").forEach((save) => save.setAttribute("aria-disabled", "true")));
  });
  addEventListener("pageshow", () => {
    sending = false;
    document.querySelectorAll("[data-save]").forEach((save) => save.removeAttribute("aria-disabled"));
  });
  addEventListener("beforeunload", (event) => {
    if (!changed || sending) return;
    // Whoever keeps what is typed says so by preventing this.
    if (form.dispatchEvent(new CustomEvent("desk:leaving", { cancelable: true }))) event.preventDefault();
  });
}

function countLetters(field) {
  if (field.dataset.counted) return;
  field.dataset.counted = "yes";
  const best = Number(field.dataset.bestUnder);
  const line = document.createElement("p");
  line.className = "hint count";
  line.id = `${field.id}_count`;
  const words = document.createElement("span");
  const help = document.getElementById(`${field.id}_helptext`);
  words.textContent = [help?.textContent.trim(), `Best under ${best} letters.`].filter(Boolean).join(" ");
  help?.remove();
  const number = document.createElement("span");
  line.append(words, number);
  field.after(line);
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== help?.id);
  field.setAttribute("aria-describedby", [...described, line.id].join(" "));
  const show = () => {
    const length = [...field.value.trim()].length;
    number.textContent = length ? String(length) : "";
    number.className = length > best ? "much" : "good";
  };
  field.addEventListener("input", show);
  show();
}

function listProblems() {
  const box = document.querySelector("[data-problems]");
  if (!box) return;
  const list = box.querySelector("ol");
  for (const errors of form.querySelectorAll(".errorlist")) {
    const place = errors.closest(".field");
    const field = place?.querySelector("[role=combobox], [role=textbox], input:not([type=hidden]), select, textarea");
    for (const error of errors.children) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const label = place?.querySelector(".lab, label");
      const asked = label?.textContent.trim() ?? "";
      link.textContent = [asked, error.textContent.trim()].filter(Boolean).join(asked.endsWith("?") ? " " : ": ");
      link.href = `#${field?.id ?? ""}`;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        place?.closest("[data-fold]")?.setAttribute("data-fold", "open");
        place?.closest("details")?.setAttribute("open", "");
        field?.focus();
      });
      item.append(link);
      list.append(item);
    }
  }
  for (const notice of form.querySelectorAll(".desk-rows .notice.red, form > .notice.red:not([data-problems])")) {
    const item = document.createElement("li");
    item.textContent = notice.textContent.trim();
    list.append(item);
  }
  box.focus();
}
