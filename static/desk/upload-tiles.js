// The list of photographs: a tile each, with its number and what becomes of it.

import { thumbnail } from "./upload-look.js";

const list = document.querySelector("[data-tiles]");

const icon = (name) => Object.assign(document.createElement("span"), { className: "material-symbols-outlined", textContent: name, ariaHidden: "true" });
const element = (name, className, words = "") => Object.assign(document.createElement(name), { className, textContent: words });

export class Tile {
  constructor(item, number) {
    this.number = number;
    this.name = item.name;
    this.li = element("li", "");
    this.box = element("div", "up-thumb");
    this.bar = Object.assign(document.createElement("progress"), { max: 100, value: 0, hidden: true, ariaHidden: "true" });
    const canvas = Object.assign(document.createElement("canvas"), { hidden: true });
    this.box.append(icon("image"), canvas, this.bar);
    this.canvas = canvas;
    this.words = element("p", "up-words");
    this.li.append(this.box, this.words);
    list.append(this.li);
    this.waits();
    // Only a thumbnail takes the place of the mark.
    new MutationObserver(() => { if (!canvas.hidden) this.box.querySelector(".material-symbols-outlined")?.remove(); }).observe(canvas, { attributes: true, attributeFilter: ["hidden"] });
    if (item.file) thumbnail(item.file, canvas);
  }

  say(state, ...words) {
    this.li.className = state.replace(" ", "-");
    this.bar.hidden = state !== "sending";
    this.words.replaceChildren(...words);
  }

  waits() {
    this.say("waits", `${this.number} waits`);
  }

  sending(percent) {
    this.bar.value = percent;
    const words = `${this.number}: ${percent} %`;
    if (this.li.className === "sending") this.words.firstChild.data = words;
    else this.say("sending", words);
  }

  lookedAt() {
    this.say("sending", `${this.number} is looked at`);
    this.bar.value = 100;
  }

  here(picture, said, thumb) {
    this.li.dataset.picture = picture;
    // What this browser cannot show, such as HEIC, the newsroom can by now.
    if (thumb && this.canvas.hidden) {
      const image = Object.assign(new Image(120, 80), { src: thumb, alt: "", loading: "lazy" });
      this.box.replaceChildren(image, this.bar);
    }
    this.say("here", icon("check"), element("span", "vh", `${this.name}, `), String(this.number), element("span", "vh", " is here"));
    if (said) this.words.append(element("b", "", said));
  }

  leftOut(said, takeOff) {
    this.say("left out", icon("warning"), element("b", "", said), " ", element("span", "up-name", this.name));
    const button = element("button", "btn sm", "Take off the list");
    button.type = "button";
    button.append(element("span", "vh", `: ${this.name}`));
    button.addEventListener("click", () => {
      const next = this.li.nextElementSibling?.querySelector("button") ?? document.querySelector("[data-add]");
      this.li.remove();
      next?.focus();
      takeOff();
    });
    this.li.append(button);
  }
}

// The number of the tile that shows this picture; 0 if none does.
export function numberOf(picture) {
  const words = list.querySelector(`[data-picture="${picture}"] .up-words`);
  const found = words && [...words.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && /^\s*\d+\s*$/.test(node.data));
  return found ? Number(found.data) : 0;
}

export const counted = (state) => list.querySelectorAll(`.${state}`).length;

// What the page was loaded with, of files that this browser has or is sending again.
export function replaces(attribute, value) {
  for (const tile of list.querySelectorAll(`[data-${attribute}="${CSS.escape(value)}"]`)) tile.remove();
}

export const forms = () => list.querySelectorAll("form[data-forget]");
