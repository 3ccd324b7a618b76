// Ready sentences: a press puts one into its field and selects the first gap in it.
const GAP = "…";

function putIn(field, sentence) {
  const before = field.value.trimEnd();
  const start = before ? before.length + 1 : 0;
  field.value = before ? `${before} ${sentence}` : sentence;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
  const gap = field.value.indexOf(GAP, start);
  if (gap >= 0) field.setSelectionRange(gap, gap + GAP.length);
}

for (const list of document.querySelectorAll("[data-ready-for]")) {
  const field = document.getElementById(list.dataset.readyFor);
  if (!field) continue;
  for (const item of list.querySelectorAll("li")) {
    const sentence = item.textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sentence.replace(/….$/, GAP);
    button.addEventListener("click", () => putIn(field, sentence));
    item.replaceChildren(button);
  }
}
