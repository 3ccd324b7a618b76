// The kind decides what comes first. Parts move between the page and "More facts"; nothing is lost.

import { form, named, root } from "./event-tools.js";

const FIRST = { call: ["people", "subjects"], other: ["organizers", "people", "forces", "sessions"] };

if (root) {
  const calls = root.dataset.calls.split(" ");
  const part = (name) => root.querySelector(`[data-part-of="${name}"]`);
  const first = root.querySelector("[data-parts]");
  const more = root.querySelector("[data-more-parts]");
  const paste = root.querySelector("[data-paste]");

  const arrange = () => {
    const call = calls.includes(named("kind").value);
    const wanted = FIRST[call ? "call" : "other"];
    if (part(wanted[0]).parentElement !== first || part(wanted.at(-1)).parentElement !== first) {
      more.append(...["subjects", "organizers", "forces", "sessions"].filter((name) => !wanted.includes(name)).map(part));
      first.append(...wanted.map(part));
    }
    const officers = root.querySelector("[data-officers]");
    if (call) {
      paste.open = true;
      if (officers.previousElementSibling !== paste) officers.before(paste);
    } else if (officers.nextElementSibling !== paste) officers.after(paste);
  };
  const note = () => {
    const standing = named("status").value;
    const box = root.querySelector("[data-status-note]");
    box.hidden = !["postponed", "cancelled"].includes(standing) && !box.querySelector("input").value;
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") arrange();
    if (event.target.name === "status") note();
  });
  arrange();
  note();

  // A link to a part that lies in a closed one opens it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link) document.getElementById(link.hash.slice(1))?.closest("details")?.setAttribute("open", "");
  });
}
