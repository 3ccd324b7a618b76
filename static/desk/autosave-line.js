// The line in the bar at the bottom: whether and where what one types is kept. Its age counts by the
// page's own timer. Aloud it is said when it changes, not each time something is tried again.

import { now } from "./autosave-send.js";

const bar = document.querySelector(".desk-bar");
const line = document.createElement("p");
line.className = "kept-line";
line.hidden = true;
const words = document.createElement("span");
const needs = document.createElement("span");
needs.id = "desk-needs-line";
needs.className = "why kept-needs";
needs.textContent = "Needs the line";
needs.hidden = true;
line.append(words);
const aloud = document.createElement("p");
aloud.className = "vh";
aloud.setAttribute("role", "status");
bar?.querySelector(".say")?.after(line, needs);
document.body.append(aloud);

let shown = {};

const clock = (at) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Kuala_Lumpur" }).format(at);

function age(since) {
  const seconds = Math.max(0, Math.round((performance.now() - since) / 1000));
  if (seconds < 2) return "just now";
  if (seconds < 60) return `${seconds} seconds ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "a minute ago" : `${minutes} minutes ago`;
  return `at ${clock(now() - (performance.now() - since))}`;
}

function sentence({ is, since, device, said, name }) {
  const here = device ? "Kept on this device." : "Not kept anywhere: do not close this page.";
  const from = since === undefined ? "" : ` since ${clock(now() - (performance.now() - since))}`;
  if (is === "kept") return [`Kept ${age(since)}`, said].filter(Boolean).join(". ");
  if (is === "looking") return "One moment, looking for the line.";
  if (is === "line" && device === "nothing new") return `No line${from}.`;
  if (is === "line") return `Not kept${from}: no line. ${here}`;
  if (is === "no") return `${said} ${device ? "Kept on this device." : ""}`.trim();
  if (is === "other") return `${name} is signed in here now. What you typed stays, and nothing is sent.`;
  return "";
}

// `state` is {is: "", "kept", "line", "out", "other" or "no"}, with `since` by performance.now().
export function show(state, signIn) {
  const changed = state.is !== shown.is || (state.is !== "kept" && state.device !== shown.device);
  shown = state;
  line.hidden = !state.is;
  line.classList.toggle("trouble", Boolean(state.is) && !["kept", "looking"].includes(state.is));
  if (state.is === "out") {
    if (!changed) return;
    const link = document.createElement("a");
    Object.assign(link, { href: signIn, target: "_blank", textContent: "Sign in in a new tab" });
    words.replaceChildren("You are signed out. ", link, "; what you typed stays.");
  } else words.textContent = sentence(state);
  if (changed) aloud.textContent = state.is === "kept" && !state.said ? "Kept" : words.textContent;
  needLine(state.is === "line");
}

// Said again to somebody who presses a button all the same.
export function sayAgain() {
  aloud.textContent = "";
  requestAnimationFrame(() => { aloud.textContent = words.textContent; });
}

setInterval(() => { if (shown.is === "kept") words.textContent = sentence(shown); }, 1000);

const BUTTONS = ".desk-bar button[type=submit], [data-desk-form] button[type=submit], form[data-after-save] button[type=submit], [data-needs-line]";

function needLine(missing) {
  needs.hidden = !missing;
  for (const button of document.querySelectorAll(BUTTONS)) {
    if (missing && button.getAttribute("aria-disabled") !== "true") {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("aria-describedby", `${button.getAttribute("aria-describedby") ?? ""} ${needs.id}`.trim());
      button.dataset.noLine = "";
    } else if (!missing && "noLine" in button.dataset) {
      button.removeAttribute("aria-disabled");
      const others = button.getAttribute("aria-describedby").split(" ").filter((id) => id !== needs.id);
      if (others.length) button.setAttribute("aria-describedby", others.join(" "));
      else button.removeAttribute("aria-describedby");
      delete button.dataset.noLine;
    }
  }
}
