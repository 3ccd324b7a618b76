// Chosen photographs that have not arrived yet, kept in this browser: for 14 days, or until somebody signs
// out. An entry is {id, person, set, name, file, at, url}; `url` is where the newsroom receives it.

import { clear, createStore, del, entries, set } from "../vendor/idb-keyval-6.3.0/index.js";

const LONGEST = 14 * 24 * 60 * 60 * 1000;
let store;
let closed = false;

// A browser that keeps nothing throws here, at once or later.
const pictures = () => (store ??= createStore("desk-pictures", "waiting"));

async function all() {
  try {
    return (await entries(pictures())).map(([, entry]) => entry);
  } catch {
    return [];
  }
}

// Whether the browser has it now.
export async function keep(entry) {
  if (closed) return false;
  try {
    await set(entry.id, entry, pictures());
    return true;
  } catch {
    return false;
  }
}

export async function drop(id) {
  try {
    await del(id, pictures());
  } catch { /* nothing is kept then */ }
}

export const waiting = async (person, set) => (await all()).filter((entry) => entry.person === person && entry.set === set).sort((one, other) => one.at - other.at || one.place - other.place);

export const count = async (person) => (await all()).filter((entry) => entry.person === person).length;

export async function prune() {
  // A clock that was set back would keep an entry for ever.
  for (const { id, at } of await all()) if (Math.abs(Date.now() - at) > LONGEST) await drop(id);
}

export async function erase() {
  closed = true;
  try {
    await clear(pictures());
  } catch { /* nothing is kept then */ }
}

export function close(yes) {
  closed = yes;
}
