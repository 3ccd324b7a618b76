// Copies what stands in a field; without a clipboard the field can be selected by hand.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const words = button.querySelector("[data-copied]");
    words.setAttribute("role", "status");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        words.textContent = "Copied";
      } catch {
        field.select();
        words.textContent = "Press Ctrl C now";
      }
    });
  }
}
for (const field of document.querySelectorAll(".desk-links input[readonly], #ready-text")) {
  field.addEventListener("focus", () => field.select());
}
