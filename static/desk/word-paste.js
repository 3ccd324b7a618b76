// What is pasted is made plain before the editor reads it: lists that Word writes as paragraphs become
// lists, fonts and colours go, bold and italic stay, pictures that lie on somebody's disk are left out.
// `plain` is pure: HTML in, HTML out.

import { Extension, Plugin } from "django-prose-editor/editor";

const GONE = "style, script, link, meta, title, xml, del, svg, canvas, object, embed, iframe, video, audio, img, picture, input, button, .msocomanchor, [style*='mso-element:comment'], [style*='mso-hide:all']";
const KEPT = { a: ["href"], td: ["colspan", "rowspan"], th: ["colspan", "rowspan"], ol: ["start"] };
const LIST = /mso-list:\s*(l\d+)\s+level(\d+)/i;
const MARKER = /mso-list:\s*ignore/i;
const NUMBER = /^\(?(?:(\d+)|([a-z])|[ivxlcdm]+)[.)]$/i;

const styleOf = (element) => element.getAttribute("style") ?? "";

function rename(element, name) {
  const other = element.ownerDocument.createElement(name);
  other.append(...element.childNodes);
  for (const { name: key, value } of element.attributes) other.setAttribute(key, value);
  element.replaceWith(other);
  return other;
}

function dropComments(root) {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}

// The bullet or number that Word typed in front of an item, taken away.
function takeMarker(paragraph) {
  const marker = [...paragraph.querySelectorAll("[style]")].find((element) => MARKER.test(styleOf(element)));
  const words = marker?.textContent.replace(/\s+/g, "") ?? "";
  marker?.remove();
  const found = NUMBER.exec(words);
  const first = found?.[1] ? Number(found[1]) : 1;
  // A lone "o" is the second bullet of Word.
  return { ordered: Boolean(found), first };
}

function readItem(element) {
  const found = /^(P|DIV)$/.test(element?.tagName ?? "") && LIST.exec(styleOf(element));
  return found ? { list: found[1], level: Number(found[2]) } : null;
}

function startList(document, { ordered, first }, list) {
  const element = document.createElement(ordered ? "ol" : "ul");
  if (ordered && first > 1) element.setAttribute("start", first);
  return { element, ordered, list };
}

function wordLists(body) {
  const document = body.ownerDocument;
  let open = [];
  let last = null;
  for (const paragraph of [...body.querySelectorAll("p, div")]) {
    const item = readItem(paragraph);
    if (!item) continue;
    const marker = takeMarker(paragraph);
    if (!last || open[0].element.nextElementSibling !== paragraph) open = [];
    while (open.length > item.level) open.pop();
    const here = open[item.level - 1];
    if (here && (here.ordered !== marker.ordered || (item.level === 1 && here.list !== item.list))) open.length = item.level - 1;
    // A level that was skipped is not invented.
    if (!open.length) {
      open.push(startList(document, marker, item.list));
      paragraph.before(open[0].element);
    } else if (open.length < item.level) {
      const inner = startList(document, marker, item.list);
      open.at(-1).element.lastElementChild.append(inner.element);
      open.push(inner);
    }
    const line = document.createElement("li");
    line.append(rename(paragraph, "p"));
    open.at(-1).element.append(line);
    last = line;
  }
}

// Word on the web puts every item into a list and a box of its own.
function webLists(body) {
  for (const box of [...body.querySelectorAll(".ListContainerWrapper")]) box.replaceWith(...box.childNodes);
  for (const list of [...body.querySelectorAll("ul, ol")]) {
    if (!list.isConnected) continue;
    let next = list.nextElementSibling;
    while (next && next.tagName === list.tagName && next.querySelector("[data-aria-level]")) {
      list.append(...next.childNodes);
      next.remove();
      next = list.nextElementSibling;
    }
    nest(list);
  }
}

function nest(list) {
  let parents = [];
  for (const item of [...list.children]) {
    const level = Number(item.dataset.ariaLevel ?? 1);
    while (parents.length >= level) parents.pop();
    const parent = parents.at(-1);
    if (parent) {
      if (!parent.lastElementChild?.matches("ul, ol")) parent.append(list.ownerDocument.createElement(list.tagName));
      parent.lastElementChild.append(item);
    }
    parents.push(item);
  }
}

function marks(body) {
  for (const element of [...body.querySelectorAll("[style]")]) {
    const style = styleOf(element);
    const wrap = (name) => {
      const mark = element.ownerDocument.createElement(name);
      mark.append(...element.childNodes);
      element.append(mark);
    };
    if (!element.matches("b, strong, h1, h2, h3, h4, h5, h6, th") && /font-weight:\s*(bold|[6-9]00)/i.test(style)) wrap("strong");
    if (!element.matches("i, em") && /font-style:\s*italic/i.test(style)) wrap("em");
    if (element.matches("b, strong") && /font-weight:\s*(normal|[1-4]00)/i.test(style)) element.replaceWith(...element.childNodes);
  }
}

function headings(body) {
  for (const element of [...body.querySelectorAll("h1, .MsoTitle")]) rename(element, "h2");
  for (const element of [...body.querySelectorAll("h4, h5, h6")]) rename(element, "h3");
}

function tidy(body) {
  for (const element of [...body.querySelectorAll("*")]) {
    if (element.tagName.includes(":") || /^(SPAN|FONT|INS|U|SECTION|ARTICLE)$/.test(element.tagName)) {
      element.replaceWith(...element.childNodes);
      continue;
    }
    const kept = KEPT[element.localName] ?? [];
    for (const { name } of [...element.attributes]) if (!kept.includes(name)) element.removeAttribute(name);
    if (element.localName === "a" && !/^(https?:|mailto:|tel:)/i.test(element.getAttribute("href") ?? "")) element.replaceWith(...element.childNodes);
  }
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(/[\u00a0\s]+/g, " ");
  for (const element of [...body.querySelectorAll("p, h2, h3, li, strong, em")].reverse()) {
    if (!element.textContent.trim() && !element.querySelector("br, table") && !element.closest("td, th")) {
      element.replaceWith(...(element.textContent ? [" "] : []));
    }
  }
}

export function plain(html) {
  // The editor's own clipboard is in order already.
  if (html.includes("data-pm-slice")) return html;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  dropComments(body);
  for (const element of [...body.querySelectorAll(GONE)]) element.remove();
  wordLists(body);
  webLists(body);
  marks(body);
  headings(body);
  tidy(body);
  return body.innerHTML.trim();
}

export const WordPaste = Extension.create({
  name: "wordPaste",
  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: plain } })];
  },
});
