// Nothing typed is lost. Every few seconds the form is kept: by the newsroom, and by this browser for as
// long as the newsroom has not said yes. What was kept before and not saved is offered; who else has the
// thing open is shown. Before anything is sent from the page, line and sign-in are looked at.

import { label, putLoose, read } from "./autosave-form.js";
import { sayAgain, show } from "./autosave-line.js";
import { freshToken, person, send, sendUnsent } from "./autosave-send.js";
import { close, drop, newDevice, put, unsent } from "./autosave-store.js";

const AFTER_LAST_KEY = 2_000;
const WHILE_TYPING = 5_000;
const BEAT = 10_000;
const STILL_TYPING = 30_000;
const ON_THE_WAY_OUT = 60_000; // bytes that a browser still sends for a page that is gone

const box = document.querySelector("[data-autosave]");
const form = document.querySelector("[data-desk-form]");
// After all other scripts have done to the form what they do to a fresh one.
if (box && form) document.addEventListener("DOMContentLoaded", start, { once: true });

function start() {
  const { thing, id, lock, signIn } = box.dataset;
  let { instead } = box.dataset;
  const device = box.dataset.device || newDevice();
  const path = location.pathname + location.search;
  const held = () => JSON.stringify(read(form));
  putLoose(form, JSON.parse(box.dataset.loose || "{}"));
  const saved = form.hasAttribute("data-refused") ? null : held();
  let acknowledged = saved;
  let number = 0;
  let said = null; // the last answer
  let keptAt; // by performance.now()
  let notSince;
  let typedAt = -STILL_TYPING;
  let typingIn = "";
  let firstUnsent = null;
  let timer, storeTimer, busy = null;
  let leaving = false;

  const place = document.createElement("input");
  Object.assign(place, { type: "hidden", name: "_autosave", value: device });
  form.append(place);

  function message(text, more = {}) {
    const stillTyping = performance.now() - typedAt < STILL_TYPING;
    return {
      person, thing, id, device, path,
      number: ++number,
      title: (form.elements.namedItem("title") ?? form.elements.namedItem("name"))?.value ?? "",
      lock_version: lock ? Number(lock) : null,
      typing_in: stillTyping ? typingIn : "",
      ...(text === acknowledged ? {} : { form: text === saved ? null : JSON.parse(text) }),
      ...(instead ? { instead_of: [instead, Number(box.dataset.insteadNumber)] } : {}),
      ...more,
    };
  }

  // On this device, at once. Whether all that stands in the form is safe somewhere.
  function keepHere() {
    clearTimeout(storeTimer);
    const text = held();
    return text === acknowledged || put(message(text));
  }

  function look(device) {
    if (!said || said.is === "yes") show(keptAt === undefined || acknowledged === saved ? { is: "" } : { is: "kept", since: keptAt, said: said?.said });
    else show({ ...said, since: notSince, device }, signIn);
  }

  async function once() {
    if (leaving) return { is: "yes" };
    clearTimeout(timer);
    firstUnsent = null;
    const text = held();
    const sent = message(text);
    const answer = await send(sent);
    if (leaving) return answer;
    if (answer.is === "late") {
      number = Math.max(number, answer.number);
      return once();
    }
    said = answer;
    if (answer.is === "yes") {
      if (text !== acknowledged) keptAt = performance.now();
      acknowledged = text;
      notSince = undefined;
      close(false);
      if (held() === text) drop(sent);
      if (instead && answer.key) {
        // Loaded again, the page brings what is kept now.
        instead = "";
        const here = new URL(location.href);
        here.searchParams.set("kept", answer.key);
        history.replaceState(history.state, "", here);
      }
      others(answer.others);
      offer(answer.offers);
      look();
    } else {
      notSince ??= keptAt ?? performance.now();
      look(text === acknowledged ? "nothing new" : keepHere());
    }
    return answer;
  }

  // One at a time; who asks while one is under way gets the next.
  let next = null;
  function beat() {
    if (!busy) {
      busy = once().finally(() => { busy = null; });
      return busy;
    }
    next ??= busy.then(() => { next = null; return beat(); });
    return next;
  }

  function typed(event) {
    if (event.target.closest?.("[data-autosave]")) return;
    typedAt = performance.now();
    typingIn = label(event.target) || typingIn;
    firstUnsent ??= typedAt;
    clearTimeout(timer);
    timer = setTimeout(beat, Math.max(0, Math.min(AFTER_LAST_KEY, firstUnsent + WHILE_TYPING - typedAt)));
    clearTimeout(storeTimer);
    storeTimer = setTimeout(() => {
      const here = keepHere();
      if (said && said.is !== "yes") look(held() === acknowledged ? "nothing new" : here);
    }, 400);
  }
  for (const kind of ["input", "change", "formset:added", "formset:removed", "desk:moved", "desk:picked"]) form.addEventListener(kind, typed);
  // Some things are put into the form by scripts and say nothing: the beat sees them.
  setInterval(() => { if (!leaving && !busy) beat(); }, BEAT);

  // The line, or the person, is back

  addEventListener("online", beat);
  addEventListener("offline", beat);
  addEventListener("focus", () => { if (said && said.is !== "yes") beat(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") beat(); });
  const channel = "BroadcastChannel" in self ? new BroadcastChannel("desk") : null;
  channel?.addEventListener("message", ({ data }) => {
    if (data.is === "signed-out") {
      close(true);
      said = { is: "out" };
      notSince ??= performance.now();
      look(false);
    } else if (data.is === "signed-in") beat();
  });

  // Leaving. form.js asks here whether it must warn.

  form.addEventListener("desk:leaving", (event) => { if (leaving || keepHere()) event.preventDefault(); });
  addEventListener("pagehide", () => {
    if (leaving) return;
    keepHere();
    const text = held();
    const last = message(text, { left: true });
    if (JSON.stringify(last).length > ON_THE_WAY_OUT) delete last.form;
    send(last, { keepalive: true, again: false });
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    beat();
  });
  document.addEventListener("desk:flush", (event) => event.detail.push(beat()));

  // Nothing is sent from this page before line and sign-in are seen to be there

  let passed = null;
  let looking = false;
  document.addEventListener("submit", async (event) => {
    const { target, submitter } = event;
    if (target.method !== "post" || target.target === "_blank" || !target.closest("#content, .desk-bar")) return;
    if (passed === target) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (looking) return;
    looking = true;
    const patience = setTimeout(() => show({ is: "looking" }), 600);
    let answer = await beat();
    // What cannot be kept can still be saved, if the page's token is good.
    if (answer.is === "no") answer = (await freshToken()) ?? { is: "yes" };
    clearTimeout(patience);
    looking = false;
    if (answer.is !== "yes") return sayAgain();
    look();
    passed = target;
    target.requestSubmit(submitter);
    passed = null;
  }, true);
  addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    leaving = true;
    clearTimeout(timer);
    clearTimeout(storeTimer);
    if (said?.is === "yes") drop({ person, device });
  });
  // A press on a button that needs the line tries the line; frame.js does the rest.
  addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-no-line]")) return;
    sayAgain();
    beat();
  }, true);

  // What was kept before, and who else is there

  // The newest is offered here; further ones stand in their list.
  function offer(offers) {
    box.querySelector("[data-more]").hidden = true;
    const there = new Set(offers.map(({ key }) => key));
    for (const shown of box.querySelectorAll("[data-offered]")) if (!there.has(shown.dataset.offered)) shown.remove();
    for (const one of offers) {
      if (box.querySelector(`[data-offered="${one.key}"]`)) continue;
      if (box.querySelector("[data-offered]")) {
        box.querySelector("[data-more]").hidden = false;
        continue;
      }
      const notice = box.querySelector("template").content.firstElementChild.cloneNode(true);
      notice.dataset.offered = one.key;
      notice.querySelector("[data-at]").textContent = one.at;
      notice.querySelector("[data-where]").textContent = [one.title && `“${one.title}”`, one.where].filter(Boolean).join(", ");
      notice.querySelector("[data-take]").href = one.take;
      notice.querySelector("[data-throw]").addEventListener("click", () => throwAway(notice, one));
      box.querySelector("[data-more]").before(notice);
    }
  }

  async function throwAway(notice, one) {
    const token = form.elements.namedItem("csrfmiddlewaretoken").value;
    const gone = await fetch(one.throw, { method: "POST", redirect: "manual", headers: { Accept: "application/json", "X-CSRFToken": token } }).catch(() => null);
    if (gone && (gone.ok || gone.status === 404)) {
      drop({ person, device: one.device });
      notice.remove();
      beat();
    } else notice.querySelector("[data-failed]").hidden = false;
  }

  const list = box.querySelector("[data-others]");
  function others(sentences) {
    if (sentences.join() === [...list.children].map((line) => line.textContent).join()) return;
    list.replaceChildren(...sentences.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
  }

  // The page was loaded before the last words of the one before had arrived: they are sent now, and
  // the page is loaded once more, with them.
  const { insteadDevice, insteadNumber } = box.dataset;
  const behind = () => unsent(person).some((entry) => entry.device === insteadDevice && entry.number > Number(insteadNumber));
  const wasBehind = Boolean(instead) && behind();
  sendUnsent(device).then(() => {
    if (!wasBehind || behind()) return beat();
    leaving = true;
    location.reload();
  });
}
