// The buttons over the editor: one stop for the Tab key, arrows between them.

import { updateAttrsDialog } from "django-prose-editor/editor";

const askAddress = updateAttrsDialog({ href: { type: "string", title: "Web address" } }, { title: "Link", submitText: "Link it" });

async function link(editor) {
  const before = editor.getAttributes("link").href ?? "";
  const answer = await askAddress(editor, { href: before });
  if (!answer) return;
  const words = answer.href.trim();
  const href = !words || /^(https?:|mailto:|tel:|\/(?!\/))/i.test(words) ? words : words.includes("@") ? `mailto:${words}` : `https://${words}`;
  const chain = editor.chain().focus().extendMarkRange("link");
  if (!href) chain.unsetLink().run();
  else if (editor.state.selection.empty && !before) chain.insertContent({ type: "text", text: words, marks: [{ type: "link", attrs: { href } }] }).run();
  else chain.setLink({ href }).run();
}

const askTitle = updateAttrsDialog({ caption: { type: "string", title: "Title of the table" } }, { title: "Table", submitText: "Keep it" });

async function titleTable(editor) {
  const answer = await askTitle(editor, { caption: editor.getAttributes("table").caption ?? "" });
  if (answer) editor.chain().focus().updateAttributes("table", { caption: answer.caption.trim() }).run();
}

const inTable = (editor) => editor.isActive("table");

// [icon, words, command, is it on, is it possible, is it shown]
const GROUPS = [
  [
    ["format_bold", "Bold", (e) => e.chain().focus().toggleBold().run(), (e) => e.isActive("bold"), (e) => e.can().toggleBold()],
    ["format_italic", "Italic", (e) => e.chain().focus().toggleItalic().run(), (e) => e.isActive("italic"), (e) => e.can().toggleItalic()],
  ],
  [
    ["format_h2", "Heading", (e) => e.chain().focus().toggleHeading({ level: 2 }).run(), (e) => e.isActive("heading", { level: 2 }), (e) => e.can().toggleHeading({ level: 2 })],
    ["format_h3", "Smaller heading", (e) => e.chain().focus().toggleHeading({ level: 3 }).run(), (e) => e.isActive("heading", { level: 3 }), (e) => e.can().toggleHeading({ level: 3 })],
  ],
  [
    ["format_list_bulleted", "List", (e) => e.chain().focus().toggleBulletList().run(), (e) => e.isActive("bulletList"), (e) => e.can().toggleBulletList()],
    ["format_list_numbered", "Numbered list", (e) => e.chain().focus().toggleOrderedList().run(), (e) => e.isActive("orderedList"), (e) => e.can().toggleOrderedList()],
    ["format_quote", "Quote with speaker", (e) => e.chain().focus().toggleQuote().run(), (e) => e.isActive("blockquote"), (e) => e.isActive("blockquote") || e.can().toggleQuote()],
  ],
  [
    ["link", "Link", link, (e) => e.isActive("link")],
    ["table", "Table", (e) => e.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), inTable, (e) => !inTable(e)],
    ["image", "Picture", "picture"],
  ],
  [
    ["title", "Title of the table", titleTable, null, null, inTable],
    ["add_row_below", "Row below", (e) => e.chain().focus().addRowAfter().run(), null, null, inTable],
    ["add_column_right", "Column to the right", (e) => e.chain().focus().addColumnAfter().run(), null, null, inTable],
    ["table_rows", "Take out this row", (e) => e.chain().focus().deleteRow().run(), null, null, inTable],
    ["view_column", "Take out this column", (e) => e.chain().focus().deleteColumn().run(), null, null, inTable],
    ["delete", "Take out the table", (e) => e.chain().focus().deleteTable().run(), null, null, inTable],
  ],
  [
    ["undo", "Undo", (e) => e.chain().focus().undo().run(), null, (e) => e.can().undo()],
    ["redo", "Redo", (e) => e.chain().focus().redo().run(), null, (e) => e.can().redo()],
  ],
];

export function toolbar(editor, { words, picture }) {
  const bar = document.createElement("div");
  bar.className = "desk-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", `Text tools: ${words}`);
  const items = [];
  for (const group of GROUPS) {
    const box = document.createElement("span");
    for (const [icon, title, command, on, can, shown] of group) {
      const act = command === "picture" ? picture : command;
      if (!act) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.title = title;
      button.setAttribute("aria-label", title);
      button.innerHTML = `<span class="material-symbols-outlined" aria-hidden="true">${icon}</span>`;
      button.addEventListener("pointerdown", (event) => event.preventDefault());
      button.addEventListener("click", () => act(editor));
      box.append(button);
      items.push({ button, on, can, shown });
    }
    if (box.childElementCount) bar.append(box);
  }

  const show = () => {
    for (const { button, on, can, shown } of items) {
      if (on) button.setAttribute("aria-pressed", String(Boolean(on(editor))));
      if (can) button.setAttribute("aria-disabled", String(!can(editor)));
      if (shown) button.hidden = !shown(editor);
    }
    for (const box of bar.children) box.hidden = [...box.children].every((button) => button.hidden);
    const stop = items.find(({ button }) => button.tabIndex === 0 && !button.hidden) ?? items[0];
    for (const { button } of items) button.tabIndex = button === stop.button ? 0 : -1;
  };
  bar.addEventListener("keydown", (event) => {
    const seen = items.map(({ button }) => button).filter((button) => !button.hidden);
    const place = seen.indexOf(document.activeElement);
    const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: seen.length - 1 }[event.key];
    if (next === undefined || place < 0) return;
    event.preventDefault();
    const button = seen[(next + seen.length) % seen.length];
    for (const other of seen) other.tabIndex = other === button ? 0 : -1;
    button.focus();
  });
  editor.on("transaction", show);
  show();
  return bar;
}
