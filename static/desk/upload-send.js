// Sends one file and says what became of it. Whatever is interrupted can be called again and goes on.
//
// An answer is {is, ...}: "yes" with the newsroom's `state`, `picture`, `said`, `thumb`; "no" with `said`;
// "again" at once; "gone"; "trouble" where the newsroom cannot; "line" where nobody answers; "stopped";
// "out" where nobody is signed in; "other" with the `name` of somebody else who is.

import { freshToken } from "./autosave-send.js";

const VERSION = "1.0.0";
const PATIENCE = 45_000; // without a byte or an answer
const LOOKING = 1_500; // until it is asked again what became of a file that is being looked at

const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
const base64 = (words) => btoa(String.fromCharCode(...new TextEncoder().encode(words)));
const pause = (time) => new Promise((done) => { setTimeout(done, time); });

async function understood(status, ours, read) {
  if (status >= 500) return { is: "trouble" };
  // Not an answer of these addresses: the sign-in page, or a token of an earlier sign-in.
  if (!ours) return (await freshToken()) ?? { is: "again" };
  if (status === 404 || status === 410) return { is: "gone" };
  if (status === 409) return { is: "again" };
  const body = await read();
  if (status < 300) return { is: "yes", ...body };
  return { is: "no", said: body?.said ?? "The newsroom could not take this file. Load the page again." };
}

async function ask(address, method, signal, headers = {}) {
  try {
    const response = await fetch(address, {
      method, redirect: "manual", cache: "no-store",
      headers: { "Tus-Resumable": VERSION, "X-CSRFToken": token(), ...headers },
      signal: AbortSignal.any ? AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) : signal,
    });
    return await understood(response.status, response.headers.has("Tus-Resumable"), () => response.json().catch(() => null));
  } catch {
    return { is: signal.aborted ? signal.reason : "line" };
  }
}

export const takeOff = (address) => ask(address, "DELETE", new AbortController().signal);

function json(answer) {
  try {
    return JSON.parse(answer.getBody());
  } catch {
    return null;
  }
}

// All pieces that are missing, by tus-js-client. It asks first how much is there.
function pieces(file, url, { piece, progress, signal }) {
  return new Promise((resolve) => {
    let watch;
    const over = (answer) => {
      clearTimeout(watch);
      signal.removeEventListener("abort", aborted);
      resolve(answer);
    };
    const wind = () => {
      clearTimeout(watch);
      watch = setTimeout(() => { upload.abort(); over({ is: "line" }); }, PATIENCE);
    };
    const upload = new self.tus.Upload(file, {
      uploadUrl: url,
      chunkSize: piece,
      retryDelays: null,
      storeFingerprintForResuming: false,
      onBeforeRequest: (request) => { request.setHeader("X-CSRFToken", token()); wind(); },
      onProgress: (sent) => { wind(); progress(sent); },
      onChunkComplete: wind,
      // The answer to the last piece says what became of the file. That to the first question has no body.
      onSuccess: ({ lastResponse }) => over({ is: "yes", state: "looked at", ...json(lastResponse) }),
      onError: async (error) => {
        const answer = error.originalResponse;
        if (!answer) return over({ is: "line" });
        return over(await understood(answer.getStatus(), Boolean(answer.getHeader("Tus-Resumable")), () => json(answer)));
      },
    });
    const aborted = () => { upload.abort(); over({ is: signal.reason }); };
    signal.addEventListener("abort", aborted);
    wind();
    upload.start();
  });
}

// `item` has file, name, fingerprint and, once the newsroom knows it, url. `begun` is called with that url.
export async function send(item, address, { piece, progress, begun, alive, looked, signal }) {
  let answer = item.url ? await ask(item.url, "GET", signal) : { is: "gone" };
  if (answer.is === "gone") {
    const metadata = `filename ${base64(item.name)},fingerprint ${base64(item.fingerprint)}`;
    answer = await ask(address, "POST", signal, { "Upload-Length": String(item.file.size), "Upload-Metadata": metadata });
    if (answer.is === "yes") begun(`${address}${answer.uuid}/`);
  }
  if (answer.is !== "yes") return answer;
  alive();
  if (answer.state === "open") {
    progress(answer.offset);
    answer = await pieces(item.file, item.url, { piece, progress, signal });
  }
  for (let first = true; answer.is === "yes" && answer.state === "looked at"; first = false) {
    looked();
    if (!first) await pause(LOOKING);
    answer = await ask(item.url, "GET", signal);
  }
  // Its pieces were lost on the way: once more.
  return answer.is === "yes" && answer.state === "open" ? { is: "again" } : answer;
}
