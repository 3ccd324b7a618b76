// Two versions: the button leads from one open question to the next, and saves when all are answered.

const form = document.querySelector("[data-choices]");
const next = document.querySelector("[data-next]");

if (form && next) {
  const questions = [...form.querySelectorAll("[data-question]")];
  const say = document.querySelector("[data-say]");
  const whenDone = next.textContent;
  const open = () => questions.find((question) => !question.querySelector(":checked"));

  const show = () => {
    const first = open();
    const chosen = questions.filter((question) => question.querySelector(":checked")).length;
    next.textContent = first ? `Go to number ${first.dataset.question}` : whenDone;
    if (questions.length) say.textContent = first ? `${chosen} of ${questions.length} chosen.` : "All are chosen.";
    for (const question of questions) {
      const done = question.querySelector(":checked") !== null;
      const state = question.querySelector("[data-state]");
      state.textContent = done ? "chosen" : "choose one";
      state.classList.toggle("ok", done);
      state.classList.toggle("check", !done);
    }
  };

  next.addEventListener("click", (event) => {
    const first = open();
    if (!first) return;
    event.preventDefault();
    first.scrollIntoView({ block: "center" });
    first.querySelector("input").focus();
  });
  form.addEventListener("change", show);
  show();
}
