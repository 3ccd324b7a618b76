// What a chosen file is, as far as its first bytes say: what cannot be a picture is not sent at all.

const text = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

const KINDS = [
  [(bytes) => text(bytes, 0, 2) === "MZ" || text(bytes, 0, 4) === "\x7fELF" || text(bytes, 0, 2) === "#!", "This is a program, not a picture. It is left out."],
  [(bytes) => text(bytes, 0, 5) === "%PDF-", "This is a PDF, not a picture. Add it as a document."],
  [(bytes) => text(bytes, 0, 2) === "PK" || text(bytes, 0, 4) === "\xd0\xcf\x11\xe0", "This is a document or an archive, not a picture. It is left out."],
  [(bytes) => text(bytes, 4, 8) === "ftyp" && /^(qt|isom|mp4|M4V|3gp|avc1)/.test(text(bytes, 8, 12)), "This is a film, not a picture. Send single pictures of it."],
  [(bytes) => /^\s*<(\?xml|svg|!doctype svg)/i.test(text(bytes, 0, 64)), "This is a drawing (SVG), not a photograph. Save it as PNG and send that."],
];

// A sentence, or nothing if the newsroom may have a look at it.
export async function refusal(file, largest) {
  if (!file.size) return "This file is empty. Choose another.";
  if (file.size > largest) return "This file is larger than 40 MB. Save a smaller copy of the picture and send that.";
  try {
    const bytes = new Uint8Array(await file.slice(0, 64).arrayBuffer());
    return KINDS.find(([is]) => is(bytes))?.[1] ?? "";
  } catch {
    return "This cannot be read. If it is a folder, open it and choose the pictures.";
  }
}

// Tells the file apart, whatever it is called: the hash of its bytes; on a line without encryption browsers
// make no hashes, then name, size and date. Throws if the file is no longer there.
export async function fingerprint(file) {
  if (!crypto.subtle) return `${file.size}-${file.lastModified ?? 0}-${encodeURIComponent(file.name).slice(-40)}`;
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Thumbnails, one after the other: each is a whole photograph for a moment.
let last = Promise.resolve();
export function thumbnail(file, canvas) {
  last = last.then(async () => {
    if (!canvas.isConnected) return;
    try {
      const small = await createImageBitmap(file, { resizeWidth: 240, resizeQuality: "medium" });
      Object.assign(canvas, { width: small.width, height: small.height });
      canvas.getContext("2d").drawImage(small, 0, 0);
      small.close();
      canvas.hidden = false;
    } catch { /* this browser cannot show it: HEIC, or no picture at all */ }
  });
}
