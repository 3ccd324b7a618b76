// The editor for words that readers see. Its schema is the one of news/html.py: nothing can be made
// here that is not kept there. Options come in data-release-text; other modules may add extensions by
// listening to "desk:editor" on the document and pushing into detail.extensions.

import {
  Bold, BulletList, createTextareaEditor, Document, Dropcursor, Gapcursor, HardBreak, Heading, History, HorizontalRule,
  Italic, Link, ListItem, OrderedList, Paragraph, Placeholder, Table, TableCell, TableHeader, TableRow, Text,
} from "django-prose-editor/editor";
import { Figure, choosePicture } from "desk/figure";
import { Cite, Quote, Speaker, withoutEmptySpeakers } from "desk/quote";
import { toolbar } from "desk/toolbar";
import { WordPaste } from "desk/word-paste";

const LINES = OrderedList.extend({ addAttributes: () => ({ start: { default: 1, parseHTML: (element) => Number(element.getAttribute("start") ?? 1) || 1, renderHTML: ({ start }) => (start === 1 ? {} : { start }) } }), addNodeView: () => null });
// A span of one is said by saying nothing.
const spans = (Cell) => Cell.extend({
  content: "(paragraph | bulletList | orderedList)+",
  addAttributes: () => Object.fromEntries(["colspan", "rowspan"].map((name) => [name, {
    default: 1,
    parseHTML: (element) => Number(element.getAttribute(name)) || 1,
    renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
  }]).concat([["colwidth", { default: null, parseHTML: () => null, renderHTML: () => ({}) }]])),
});
// A table keeps its title, <caption>, as an attribute: there is one, and it is plain words.
const Titled = Table.extend({
  parseHTML: () => [{ tag: "table", contentElement: (element) => {
    const rows = element.cloneNode(true);
    rows.querySelector("caption")?.remove();
    return rows;
  } }],
  addAttributes: () => ({ caption: { default: "", parseHTML: (element) => element.querySelector("caption")?.textContent.trim() ?? "", renderHTML: ({ caption }) => (caption ? { "data-caption": caption } : {}) } }),
  renderHTML: ({ node }) => ["table", ...(node.attrs.caption ? [["caption", node.attrs.caption]] : []), ["tbody", 0]],
});
const Anchor = Link.extend({ addAttributes: () => ({ href: { default: null } }), inclusive: false });

function extensions(options) {
  return [
    Document, Paragraph, Text, HardBreak, History, Dropcursor, Gapcursor, Bold, Italic,
    Heading.configure({ levels: [2, 3, 4] }), HorizontalRule,
    BulletList, LINES, ListItem,
    Quote, Speaker, Cite,
    Anchor.configure({ openOnClick: false, enableTarget: false, defaultProtocol: "https", protocols: ["http", "https", "mailto", "tel"] }),
    Titled.configure({ resizable: false }), TableRow, spans(TableHeader), spans(TableCell),
    Figure,
    WordPaste,
    Placeholder.configure({
      includeChildren: true,
      showOnlyCurrent: false,
      placeholder: ({ node }) => (node.type.name === "speaker" ? "Who said it?" : node.type.name === "figure" ? "Caption" : ""),
    }),
    ...options,
  ];
}

function start(textarea) {
  if (textarea.closest(".prose-editor") || textarea.id.includes("__prefix__")) return;
  const options = JSON.parse(textarea.dataset.releaseText || "{}");
  const more = { extensions: [], textarea };
  document.dispatchEvent(new CustomEvent("desk:editor", { detail: more }));
  const editor = createTextareaEditor(textarea, extensions(more.extensions));
  const label = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  const attributes = { id: `${textarea.id}_text`, role: "textbox", "aria-multiline": "true", spellcheck: "true", class: "desk-prose" };
  if (label) attributes["aria-labelledby"] = label.id ||= `${textarea.id}_label`;
  else attributes["aria-label"] = textarea.getAttribute("aria-label") ?? "Text";
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  editor.setOptions({ editorProps: { attributes } });
  label?.addEventListener("click", () => editor.commands.focus());
  editor.on("update", () => { textarea.value = withoutEmptySpeakers(textarea.value); });
  editor.view.dom.before(toolbar(editor, {
    words: label?.textContent.trim() ?? "",
    picture: options.pictures && (async () => {
      const picture = await choosePicture(options.pictures);
      if (picture) editor.chain().focus().insertFigure(picture).run();
    }),
  }));
  textarea.dispatchEvent(new CustomEvent("prose-editor:ready", { bubbles: true, detail: { editor, textarea } }));
}

const all = (root) => root.querySelectorAll("textarea[data-release-text]").forEach(start);
all(document);
document.addEventListener("formset:added", (event) => all(event.target));
