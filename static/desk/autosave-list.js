// What only this browser has and the newsroom does not take: it is shown here, to be copied.

import { person, sendUnsent } from "./autosave-send.js";
import { drop, unsent } from "./autosave-store.js";

const place = document.querySelector("[data-only-here]");

function wordsOf({ form }) {
  const found = [];
  for (const [name, values] of Object.entries(form?.fields ?? {})) {
    for (const value of values) {
      const words = new DOMParser().parseFromString(value, "text/html").body.textContent.trim();
      if (words && !/^\d+$/.test(words) && !/-(order|[A-Z_]+)$/.test(name) && name !== "lock_version") found.push([name, words]);
    }
  }
  return found;
}

sendUnsent().then(() => {
  for (const entry of unsent(person)) {
    const row = place.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-title]").textContent = entry.title || "No title yet";
    for (const [name, words] of wordsOf(entry)) {
      const [term, said] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = name;
      said.textContent = words;
      row.querySelector("dl").append(term, said);
    }
    row.querySelector("button").addEventListener("click", () => {
      drop(entry);
      row.remove();
      place.hidden = !place.querySelector("article");
    });
    place.append(row);
    place.hidden = false;
  }
});
