// A picture in the text, with its caption. Pictures come from the newsroom's own list; nothing is
// fetched from elsewhere. <figure><img src alt width height><figcaption>…</figcaption></figure>

import { Node } from "django-prose-editor/editor";

const attribute = (name) => ({ default: null, parseHTML: (element) => element.querySelector("img")?.getAttribute(name) ?? null, renderHTML: () => ({}) });

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "inline*",
  draggable: true,
  isolating: true,
  addAttributes: () => Object.fromEntries(["src", "alt", "width", "height"].map((name) => [name, attribute(name)])),
  parseHTML: () => [{ tag: "figure", getAttrs: (element) => (element.querySelector("img") ? {} : false), contentElement: (element) => element.querySelector("figcaption") ?? document.createElement("figcaption") }],
  renderHTML({ node }) {
    const picture = Object.fromEntries(Object.entries(node.attrs).filter(([, value]) => value !== null));
    return ["figure", ["img", picture], ["figcaption", 0]];
  },
  addCommands() {
    return {
      insertFigure: ({ caption, ...attrs }) => ({ commands }) =>
        commands.insertContent({ type: this.name, attrs, content: caption ? [{ type: "text", text: caption }] : [] }),
    };
  },
});

// Asks which picture; resolves to one entry {src, alt, width, height, caption, small}, or to null.
export async function choosePicture(address) {
  const dialog = document.createElement("dialog");
  dialog.className = "desk-ask";
  dialog.innerHTML = '<h2 id="desk-pictures">Which picture?</h2><ul class="desk-pictures"></ul><p class="hint"></p><p class="row"><button type="button" class="btn">Close</button></p>';
  dialog.setAttribute("aria-labelledby", "desk-pictures");
  document.body.append(dialog);
  const answer = new Promise((resolve) => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(null); });
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    load(address, dialog, (picture) => { resolve(picture); dialog.close(); });
  });
  dialog.showModal();
  return answer;
}

async function load(address, dialog, choose) {
  const hint = dialog.querySelector(".hint");
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    const { results } = await response.json();
    hint.textContent = results.length ? "" : "There are no pictures yet. Add them on this page first.";
    for (const picture of results) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      const image = new Image();
      image.src = picture.small ?? picture.src;
      image.alt = picture.alt;
      const words = document.createElement("span");
      words.textContent = picture.caption;
      button.append(image, words);
      button.addEventListener("click", () => choose(picture));
      item.append(button);
      dialog.querySelector("ul").append(item);
    }
  } catch {
    hint.textContent = "The pictures cannot be reached. Try again in a moment.";
  }
}
