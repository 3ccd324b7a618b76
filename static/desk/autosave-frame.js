// On every page of the desk: what could not be sent is sent, what is too old goes, open forms hear that
// somebody signed in or out, and signing out leaves nothing typed in this browser.

import { freshToken, person, sendUnsent } from "./autosave-send.js";
import { erase, prune, unsent } from "./autosave-store.js";

const channel = "BroadcastChannel" in self ? new BroadcastChannel("desk") : null;

prune();
if (person) {
  channel?.postMessage({ is: "signed-in", person });
  if (!document.querySelector("[data-autosave]")) sendUnsent();
}

let warned = false;
const out = document.querySelector("form[data-sign-out]");
out?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const flushed = [];
  document.dispatchEvent(new CustomEvent("desk:flush", { detail: flushed }));
  await Promise.all(flushed);
  await sendUnsent();
  const found = await freshToken();
  const said = out.querySelector("[data-said]");
  if (found?.is === "line") {
    said.textContent = "No line. You are still signed in, and what you typed is still here.";
    return;
  }
  const pictures = await import("./upload-kept.js");
  const left = [unsent(person).length && "words", (await pictures.count(person)) && "pictures"].filter(Boolean).join(" and ");
  if (left && !warned) {
    warned = true;
    said.textContent = `Some ${left} are only on this device. Press again to erase them.`;
    return;
  }
  erase();
  await pictures.erase();
  channel?.postMessage({ is: "signed-out" });
  // Who is signed out already has nothing to sign out of.
  if (found) location.assign(out.dataset.signOut);
  else out.submit();
});
