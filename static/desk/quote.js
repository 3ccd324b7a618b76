// A quotation that names its speaker: <blockquote><p>…</p><footer>…</footer></blockquote>. The line for
// the speaker is always there to be filled in; left empty, it is not printed.

import { Blockquote, Mark, Node, Plugin, pm } from "django-prose-editor/editor";

const { TextSelection } = pm.state;

// A work or a photographer, in the line for the speaker and in captions. There is no button for it yet.
export const Cite = Mark.create({ name: "cite", parseHTML: () => [{ tag: "cite" }], renderHTML: () => ["cite", 0] });

// The dash before the name comes from news/html and, here, from the style: nobody types it.
function withoutDash(footer) {
  const name = footer.cloneNode(true);
  const words = document.createTreeWalker(name, NodeFilter.SHOW_TEXT).nextNode();
  if (words) words.data = words.data.replace(/^[\s—–-]+/, "");
  return name;
}

export const Speaker = Node.create({
  name: "speaker",
  content: "inline*",
  defining: true,
  isolating: true,
  parseHTML: () => [{ tag: "blockquote footer", contentElement: withoutDash }],
  renderHTML: () => ["footer", 0],
  addKeyboardShortcuts() {
    const within = () => this.editor.state.selection.$from.parent.type === this.type;
    return {
      // Enter leaves the quotation.
      Enter: () => within() && this.editor.commands.command(({ tr, state, dispatch }) => {
        const after = state.selection.$from.after(-1);
        if (dispatch) {
          tr.insert(after, state.schema.nodes.paragraph.create());
          tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView();
        }
        return true;
      }),
      // An empty line for the speaker cannot be deleted, only left.
      Backspace: () => within() && this.editor.state.selection.empty && this.editor.state.selection.$from.parentOffset === 0
        && this.editor.commands.command(({ tr, state, dispatch }) => {
          const before = state.selection.$from.before();
          dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(before), -1)).scrollIntoView());
          return true;
        }),
    };
  },
});

export const Quote = Blockquote.extend({
  content: "(paragraph | bulletList | orderedList)+ speaker?",
  addCommands() {
    return {
      toggleQuote: () => ({ state, tr, dispatch, commands }) => {
        const { $from } = state.selection;
        for (let depth = $from.depth; depth > 0; depth--) {
          const quote = $from.node(depth);
          if (quote.type !== this.type) continue;
          const lines = [];
          quote.forEach((line) => {
            if (line.type.name !== "speaker") lines.push(line);
            else if (line.textContent) lines.push(state.schema.nodes.paragraph.create(null, line.content));
          });
          const start = $from.before(depth);
          dispatch?.(tr.replaceWith(start, $from.after(depth), lines).setSelection(TextSelection.near(tr.doc.resolve(start + 1))));
          return true;
        }
        return commands.wrapIn(this.name);
      },
    };
  },
  addKeyboardShortcuts() {
    return { "Mod-Shift-b": () => this.editor.commands.toggleQuote() };
  },
  addInputRules: () => [],
  addProseMirrorPlugins() {
    const { type } = this;
    return [new Plugin({
      appendTransaction(transactions, _before, { doc, tr, schema }) {
        if (!transactions.some((one) => one.docChanged)) return null;
        const ends = [];
        doc.descendants((node, place) => {
          if (node.type === type && node.lastChild.type.name !== "speaker") ends.push(place + node.nodeSize - 1);
          return node.type !== type;
        });
        for (const end of ends.reverse()) tr.insert(end, schema.nodes.speaker.create());
        return ends.length ? tr : null;
      },
    })];
  },
});

export const withoutEmptySpeakers = (html) => html.replaceAll("<footer></footer>", "");
