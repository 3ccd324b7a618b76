// Two files at a time, until all are sent: over broken lines, through a new sign-in, in one window at a time.

import { send } from "./upload-send.js";

const AT_ONCE = 2;
const PAUSES = [1, 2, 4, 8, 15, 30]; // seconds, the last one for ever
const MOST_TROUBLE = 5; // of one file, while the newsroom takes others

export class Queue {
  // `told` gets ("item", item, answer), ("line", {is, since, name}) and ("progress").
  constructor(address, { piece, now, told }) {
    Object.assign(this, { address, piece, now, told });
    this.items = [];
    this.active = new Map();
    this.line = { is: "on" };
    this.tried = 0;
    this.stopped = false;
    addEventListener("online", () => this.tryNow());
    addEventListener("offline", () => this.abort("line"));
    addEventListener("pageshow", () => this.tryNow());
    addEventListener("focus", () => { if (this.line.is !== "on") this.tryNow(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") this.tryNow(); });
  }

  add(item) {
    this.items.push(Object.assign(item, { state: "waits", sent: 0, troubles: 0 }));
    this.pump();
  }

  remove(item) {
    this.items = this.items.filter((one) => one !== item);
  }

  stop(yes) {
    this.stopped = yes;
    if (yes) this.abort("stopped");
    else this.tryNow();
  }

  abort(reason) {
    for (const controller of this.active.values()) controller.abort(reason);
  }

  tryNow() {
    clearTimeout(this.timer);
    this.timer = null;
    this.pump();
  }

  // While the line is away, one file looks whether it is back.
  pump() {
    if (this.stopped || this.timer) return;
    const most = this.line.is === "on" ? AT_ONCE : 1;
    while (this.active.size < most) {
      const item = this.items.find((one) => one.state === "waits");
      if (!item) return;
      this.run(item);
    }
  }

  async run(item) {
    const controller = new AbortController();
    this.active.set(item, controller);
    item.state = "sending";
    this.told("item", item, { is: "begun" });
    const answer = await this.inOneWindow(item, controller.signal).catch((error) => ({ is: "no", said: error.said ?? "This file can no longer be read. Choose it again." }));
    this.active.delete(item);
    this.settle(item, answer);
    this.pump();
  }

  // Of two windows that know of the same file one sends it; the other then asks what became of it.
  inOneWindow(item, signal) {
    const work = async () => {
      item.fingerprint ??= await item.mark();
      return send(item, this.address, {
        piece: this.piece,
        signal,
        begun: (url) => { item.url = url; this.told("item", item, { is: "known" }); },
        alive: () => this.alive(),
        looked: () => this.told("item", item, { is: "looked at" }),
        progress: (bytes) => { item.sent = bytes; this.told("progress", item); },
      });
    };
    if (!navigator.locks) return work();
    const stopped = new Promise((resolve) => { signal.addEventListener("abort", () => resolve({ is: signal.reason })); });
    const held = navigator.locks.request(`desk-upload-${item.id}`, { signal }, work);
    return Promise.race([held.catch((error) => { if (signal.aborted) return { is: signal.reason }; throw error; }), stopped]);
  }

  alive() {
    this.tried = 0;
    if (this.line.is === "on") return;
    this.line = { is: "on" };
    this.told("line", this.line);
    queueMicrotask(() => this.pump());
  }

  settle(item, answer) {
    const { is } = answer;
    if (is === "yes" || is === "no") {
      if (is === "no") this.alive();
      item.state = is === "yes" ? answer.state : "left out";
      if (is === "yes") item.sent = item.file.size;
      return this.told("item", item, answer);
    }
    item.state = "waits";
    if (is === "trouble" && ++item.troubles >= MOST_TROUBLE) {
      item.state = "left out";
      return this.told("item", item, { is: "later", said: "The newsroom cannot take it now. Open this page again later." });
    }
    if (is === "gone") item.url = null;
    if (is === "trouble") {
      // Perhaps it is this file: the others go first.
      this.remove(item);
      this.items.push(item);
    }
    this.told("item", item, { is: "waits" });
    if (is === "again" || is === "gone") return this.wait(1);
    if (is === "stopped") return null;
    const as = is === "trouble" ? "line" : is;
    if (this.line.is !== as || this.line.name !== answer.name) {
      this.line = { is: as, since: this.line.since ?? this.now(), name: answer.name };
      this.told("line", this.line);
    }
    return this.wait(PAUSES[Math.min(this.tried++, PAUSES.length - 1)]);
  }

  wait(seconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tryNow(), seconds * 1000);
  }
}
