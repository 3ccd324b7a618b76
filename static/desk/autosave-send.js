// Asks the newsroom to keep something. After signing in again the page's token is an old one: a fresh
// one is taken, if the same person signed in.
//
// An answer is {is, ...}: "yes" with what the server said; "late"; "no" with `said`; "line" where nobody
// answers; "out" where nobody is signed in; "other" with the `name` of somebody else who is.

import { drop, unsent } from "./autosave-store.js";

const page = document.getElementById("page");
export const person = Number(page?.dataset.person) || 0;
const PATIENCE = 15_000;
const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]");

const ask = (address, options) => fetch(address, { redirect: "manual", headers: {}, signal: AbortSignal.timeout?.(PATIENCE), ...options });

// The newsroom's clock, for the times that the page says.
let clock = null;
export const now = () => (clock === null ? Date.now() : clock + performance.now());
const setClock = (response) => {
  const date = Date.parse(response.headers.get("Date") ?? "");
  if (date) clock = date - performance.now();
};

// Takes a fresh token. null if the page may go on.
export async function freshToken() {
  let response;
  try {
    response = await ask(page.dataset.token);
  } catch {
    return { is: "line" };
  }
  if (response.type === "opaqueredirect") return { is: "out" };
  if (!response.ok) return { is: "line" };
  const here = await response.json();
  if (here.person !== person) return { is: "other", name: here.name };
  for (const input of tokens()) input.value = here.token;
  return null;
}

export async function send(message, { keepalive = false, again = true } = {}) {
  let response;
  try {
    response = await ask(page.dataset.keep, {
      method: "POST",
      keepalive,
      headers: { "Content-Type": "application/json", "X-CSRFToken": tokens()[0]?.value ?? "" },
      body: JSON.stringify({ ...message, person }),
    });
  } catch {
    return { is: "line" };
  }
  if (response.type === "opaqueredirect") return { is: "out" };
  setClock(response);
  if (response.status >= 500) return { is: "line" };
  const answer = await response.json().catch(() => null);
  if (answer?.other) return { is: "other", name: answer.other };
  if (response.ok && answer) return "late" in answer ? { is: "late", number: answer.late } : { is: "yes", ...answer };
  if (answer?.said) return { is: "no", said: answer.said };
  // Refused without a sentence of ours: the token is of an earlier sign-in.
  if (!again) return { is: "line" };
  return (await freshToken()) ?? send(message, { keepalive, again: false });
}

// What an earlier page could not send. Called as often as one likes, it does so once at a time.
let sending = null;
export function sendUnsent(except = "") {
  sending ??= (async () => {
    for (const { at, ...message } of unsent(person)) {
      if (message.device === except) continue;
      const answer = await send({ ...message, left: true });
      if (answer.is === "yes" || answer.is === "late") drop(message);
      else if (answer.is !== "no") break;
    }
    sending = null;
  })();
  return sending;
}
