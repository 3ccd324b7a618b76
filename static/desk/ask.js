// An act leaves the page: what was typed and not saved must not be lost on the way.
for (const form of document.querySelectorAll("form[data-after-save]")) {
  form.addEventListener("submit", (event) => {
    const desk = document.querySelector("[data-desk-form]");
    if (!desk || !desk.matches("[data-changed]")) return;
    event.preventDefault();
    let said = form.querySelector(".errorlist");
    if (!said) {
      said = document.createElement("p");
      said.className = "errorlist";
      said.setAttribute("role", "alert");
      form.append(said);
    }
    said.textContent = "Save first. What you typed is not saved yet.";
    document.querySelector("[data-save]")?.focus();
  });
}
