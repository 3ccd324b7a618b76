// What was typed and has not reached the newsroom yet, kept in this browser: for 14 days, or until its
// owner signs out. An entry is the very message that the server is to get, see autosave-send.js.

const PREFIX = "desk-kept:";
const LONGEST = 14 * 24 * 60 * 60 * 1000;
let closed = false;

export const random = (length) => [...crypto.getRandomValues(new Uint8Array(length / 2))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// One name for this browser, and one for this window, so two windows never write over each other.
export function newDevice() {
  let device;
  try {
    device = localStorage.getItem("desk-device");
    if (!/^[0-9a-f]{16}$/.test(device ?? "")) localStorage.setItem("desk-device", (device = random(16)));
  } catch {
    device = random(16);
  }
  return `${device}.${random(12)}`;
}

const name = (entry) => `${PREFIX}${entry.person}:${entry.device}`;

// Whether the browser has it now.
export function put(entry) {
  if (closed) return false;
  try {
    localStorage.setItem(name(entry), JSON.stringify({ ...entry, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function drop(entry) {
  try {
    localStorage.removeItem(name(entry));
  } catch { /* nothing is kept then */ }
}

function all() {
  const found = [];
  try {
    for (let place = 0; place < localStorage.length; place += 1) {
      const key = localStorage.key(place);
      if (key.startsWith(PREFIX)) found.push([key, localStorage.getItem(key)]);
    }
  } catch { /* a browser that keeps nothing */ }
  return found;
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const unsent = (person) => all().filter(([key]) => key.startsWith(`${PREFIX}${person}:`)).map(([, text]) => read(text)).filter(Boolean);

export function prune() {
  for (const [key, text] of all()) {
    const entry = read(text);
    // A clock that was set back would keep an entry for ever.
    if (!entry || Math.abs(Date.now() - entry.at) > LONGEST) localStorage.removeItem(key);
  }
}

// After signing out nothing is written any more until somebody signs in again.
export function erase() {
  closed = true;
  for (const [key] of all()) localStorage.removeItem(key);
}

export function close(yes) {
  closed = yes;
}
