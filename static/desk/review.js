// The page of the second person: the whole version without a second scroll bar, ticks kept one by one,
// sending back in place. Without this script the same form sends all ticks at once.

const words = (number, all) => (number === all ? "All ticked." : `${all - number} not ticked yet.`);

function wholeFrame(frame) {
  let width = 0;
  const grow = () => {
    const inside = frame.contentDocument;
    if (!inside?.body) return;
    // The page is at least as high as its window: measured in a low one, it says how high it is by itself.
    const place = scrollY;
    frame.style.height = "1px";
    // What stands on every release, about us and the contact, need not be read again.
    const end = inside.querySelector("main .record");
    const whole = end ? end.getBoundingClientRect().top + inside.defaultView.scrollY : inside.documentElement.scrollHeight;
    frame.style.height = `${Math.ceil(whole) + 2}px`;
    scrollTo({ top: place, behavior: "instant" });
  };
  const begin = () => {
    grow();
    for (const picture of frame.contentDocument?.images ?? []) {
      picture.loading = "eager";
      picture.addEventListener("load", grow);
    }
    frame.contentDocument?.fonts?.ready.then(grow);
  };
  new ResizeObserver(() => {
    if (frame.clientWidth === width) return;
    width = frame.clientWidth;
    grow();
  }).observe(frame);
  frame.addEventListener("load", begin);
  if (frame.contentDocument?.readyState === "complete") begin();
}

function countTicks(form) {
  const all = [...form.querySelectorAll('[name="tick"]')];
  const ticked = all.filter((tick) => tick.checked).length;
  document.querySelector("[data-count]").textContent = `${ticked} of ${all.length}`;
  document.querySelector("[data-count-words]").textContent = `${ticked} of ${all.length} ticked`;
  const left = document.querySelector("[data-left]");
  if (left) left.textContent = words(ticked, all.length);
}

function keepTicks(form) {
  let last = Promise.resolve();
  const trouble = document.querySelector("[data-tick-trouble]");
  form.querySelector("[data-only-without-script]").hidden = true;
  form.addEventListener("change", (event) => {
    const tick = event.target.closest('[name="tick"]');
    if (!tick) return;
    countTicks(form);
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("entry", tick.value);
    body.set("on", tick.checked ? "1" : "0");
    // One after the other, so that the last word on an entry is the last one pressed.
    last = last.then(async () => {
      try {
        const answer = await fetch(form.dataset.ticks, { method: "POST", body, redirect: "error" });
        trouble.textContent = answer.ok ? "" : `This tick is not kept yet. ${answer.status < 500 ? "Load the page again." : ""}`;
      } catch {
        trouble.textContent = "No line: this tick is not kept yet. It goes along with your next step.";
      }
    });
  });
  countTicks(form);
}

function sendBackInPlace(bar) {
  const form = bar.querySelector("[data-send-back]");
  const open = bar.querySelector("[data-open-back]");
  const show = (opened) => {
    form.hidden = !opened;
    for (const usual of bar.querySelectorAll("[data-usual]")) usual.hidden = opened;
    (opened ? form.querySelector("textarea") : open).focus();
  };
  open.addEventListener("click", (event) => {
    event.preventDefault();
    show(true);
  });
  form.querySelector("[data-not-now]").addEventListener("click", () => show(false));
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") show(false); });
  if (location.hash === "#send-back") show(true);
}

function readyText() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const said = document.querySelector("[data-copied]");
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = "Copied.";
      } catch {
        field.focus();
        field.select();
        said.textContent = "Press Ctrl C, or hold the text and choose Copy.";
      }
    });
  }
  for (const button of document.querySelectorAll("[data-share]")) {
    if (!navigator.share) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.share({ text: document.getElementById(button.dataset.share).value }).catch(() => {});
    });
  }
}

for (const frame of document.querySelectorAll("iframe[data-whole]")) wholeFrame(frame);
const ticks = document.querySelector("form[data-ticks]");
if (ticks?.querySelector('[name="tick"]')) keepTicks(ticks);
const bar = document.querySelector(".review-bar:has([data-send-back])");
if (bar) sendBackInPlace(bar);
readyText();
