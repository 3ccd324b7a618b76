// The line of words above the list: how many are here, how many need somebody, how long it takes.

const WINDOW = 30_000; // of the last seconds the pace is taken

export class Pace {
  samples = [];
  sum = 0;

  add(bytes) {
    if (bytes <= 0) return;
    this.sum += bytes;
    const at = performance.now();
    this.samples.push([at, this.sum]);
    while (this.samples.length > 2 && at - this.samples[0][0] > WINDOW) this.samples.shift();
  }

  // As before a pause nobody sent anything, a pace is not taken over it.
  reset() {
    this.samples = [];
  }

  // Bytes a second, once there is something to go by.
  get() {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    const seconds = first ? (last[0] - first[0]) / 1000 : 0;
    return seconds < 3 ? 0 : (last[1] - first[1]) / seconds;
  }
}

export function timeLeft(bytes, pace) {
  if (!pace || !bytes) return "";
  const minutes = bytes / pace / 60;
  if (minutes < 0.75) return "Less than a minute left.";
  if (minutes < 90) return Math.round(minutes) < 2 ? "About a minute left." : `About ${Math.round(minutes)} minutes left.`;
  return `About ${Math.round(minutes / 60)} hours left.`;
}

// `[bold, rest]`
export function sentence({ here, all, need, left, sending }) {
  if (!all) return ["", ""];
  const need_ = need ? `${need} need${need === 1 ? "s" : ""} you.` : "";
  if (here === all) return [all === 1 ? "The picture" : `All ${all}`, all === 1 ? "is here." : "are here."];
  return [`${here} of ${all}`, [here === 1 ? "is here." : "are here.", need_, sending ? left : ""].filter(Boolean).join(" ")];
}

export const clock = (at) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Kuala_Lumpur" }).format(at);
