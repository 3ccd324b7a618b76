// Correct everywhere: one tick for all places of a page, and how many are ticked.

const form = document.querySelector("[data-correcting]");

if (form) {
  const said = document.querySelector("[data-ticked]");
  const usual = said?.textContent ?? "";
  for (const item of form.querySelectorAll("[data-item]")) {
    const boxes = [...item.querySelectorAll("input[name=chosen]")];
    if (boxes.length < 2) continue;
    const label = document.createElement("label");
    const all = document.createElement("input");
    all.type = "checkbox";
    label.className = "correct-all";
    label.append(all, ` All ${boxes.length} places here`);
    item.querySelector(".in").prepend(label);
    const look = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
    item.addEventListener("change", look);
    look();
  }
  const count = () => {
    const ticked = form.querySelectorAll("input[name=chosen]:checked").length;
    if (said) said.textContent = ticked ? `${ticked} ${ticked === 1 ? "place" : "places"} ticked. A second person approves all at once.` : usual;
  };
  form.addEventListener("change", count);
  count();
}
