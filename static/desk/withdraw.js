// With "Remove everything" the event goes along, unless the person has said otherwise or it must stay.
const form = document.querySelector("[data-withdraw]:not([data-keeps-event])");
const tick = form?.querySelector("[name=event_too]");

if (tick) {
  let decided = tick.checked;
  tick.addEventListener("change", () => { decided = true; });
  for (const radio of form.querySelectorAll("[name=kind]")) {
    radio.addEventListener("change", () => {
      if (!decided) tick.checked = radio.value === "erased";
    });
  }
}
