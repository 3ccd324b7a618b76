// A field with which one picks from a long list: type a few letters, go down with the arrows, Enter.
// It stands on a select that the server filled with the present choice, and keeps that select true,
// so forms, rows and everything else that reads the select need to know nothing of it.
//
// On the select: "desk:choose" (detail {id, text}) sets a choice from outside; after every choice a
// bubbling "change", and "desk:picked" with the whole entry that the server sent.

let counter = 0;
const picks = new Set();

class Pick {
  constructor(select) {
    this.select = select;
    this.many = select.multiple;
    this.number = ++counter;
    this.entries = [];
    this.at = -1;
    this.build();
    this.listen();
    this.show();
  }

  build() {
    const label = document.querySelector(`label[for="${CSS.escape(this.select.id)}"]`);
    const input = document.createElement("input");
    input.type = "text";
    input.id = `${this.select.id}_find`;
    input.autocomplete = "off";
    input.spellcheck = false;
    input.className = this.select.className.replace("desk-pick", "");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `pick-${this.number}` })) input.setAttribute(name, value);
    for (const name of ["aria-describedby", "aria-invalid", "disabled", "data-readers"]) {
      if (this.select.hasAttribute(name)) input.setAttribute(name, this.select.getAttribute(name));
    }
    if (label) label.htmlFor = input.id;
    else input.setAttribute("aria-label", this.select.getAttribute("aria-label") ?? "Find");
    const words = (label?.textContent ?? "").trim();

    this.clearer = document.createElement("button");
    this.clearer.type = "button";
    this.clearer.className = "btn ic plain pick-clear";
    this.clearer.innerHTML = '<span class="material-symbols-outlined" aria-hidden="true">close</span>';
    this.clearer.setAttribute("aria-label", `Clear: ${words}`);

    this.list = document.createElement("ul");
    this.list.id = `pick-${this.number}`;
    this.list.className = "pick-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", words || "Found");
    this.list.hidden = true;

    this.said = document.createElement("p");
    this.said.className = "vh";
    this.said.setAttribute("role", "status");

    this.chips = document.createElement("ul");
    this.chips.className = "pick-chips";
    this.chips.setAttribute("aria-label", `Chosen: ${words}`);

    const box = document.createElement("div");
    box.className = "pick";
    this.select.before(box);
    box.append(...(this.many ? [this.chips] : []), input, this.clearer, this.list, this.said);
    box.after(this.select);
    this.select.hidden = true;
    this.box = box;
    this.input = input;
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), 180);
    });
    this.input.addEventListener("click", () => { if (this.list.hidden) this.search(); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.leave());
    this.clearer.addEventListener("click", () => { this.clear(); this.input.focus(); });
    // The press must not take the focus away from the field.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    // Nor must a press on the link that adds an entry: the sentence said on leaving would push it from under a thumb.
    const beside = this.select.closest(".related-widget-wrapper");
    for (const link of beside?.querySelectorAll("a[data-add-related]") ?? []) {
      link.addEventListener("mousedown", (event) => event.preventDefault());
    }
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(this.entries[Number(option.dataset.place)]);
    });
    this.list.addEventListener("scroll", () => {
      if (this.more && this.list.scrollTop + this.list.clientHeight > this.list.scrollHeight - 80) this.load(this.page + 1);
    });
    this.select.addEventListener("desk:choose", (event) => this.take(event.detail));
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.show()));
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.list.hidden) this.search();
      else this.mark((this.at + (event.key === "ArrowDown" ? 1 : -1) + this.entries.length) % this.entries.length);
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      if (this.at >= 0) this.take(this.entries[this.at]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.show();
    } else if (event.key === "Backspace" && this.many && !this.input.value) {
      const last = [...this.select.selectedOptions].at(-1);
      if (last) this.drop(last);
    }
  }

  // Words that are no choice are not thrown away: they may go into the form for a new entry.
  leave() {
    this.close();
    const words = this.input.value.trim();
    if (this.loose()) this.say(`“${words}” is not chosen yet. Pick it from the list, or add it as new.`);
    else if (!words && !this.many && this.select.value) this.clear();
    else this.show();
  }

  loose() {
    const words = this.input.value.trim();
    return words !== "" && (this.many || words !== (this.select.selectedOptions[0]?.text ?? "").trim());
  }

  search() {
    // Opened without typing, the field shows what it holds; then everything is offered.
    const chosen = this.many ? "" : this.select.selectedOptions[0]?.text ?? "";
    const words = this.input.value.trim();
    this.words = words === chosen ? "" : words;
    this.load(1);
  }

  async load(page) {
    this.more = false;
    const ask = (this.asked = {});
    const address = new URL(this.select.dataset.pick, location.href);
    const { appLabel, modelName, fieldName } = this.select.dataset;
    for (const [name, value] of Object.entries({ term: this.words, page, app_label: appLabel, model_name: modelName, field_name: fieldName })) address.searchParams.set(name, value);
    let answer;
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      answer = await response.json();
    } catch {
      if (ask === this.asked) this.say("The list cannot be reached. What you typed stays.");
      return;
    }
    if (ask !== this.asked || document.activeElement !== this.input) return;
    this.page = page;
    this.more = Boolean(answer.pagination?.more);
    if (page === 1) {
      this.entries = [];
      this.list.replaceChildren();
    }
    for (const entry of answer.results) this.append(entry);
    this.list.hidden = this.entries.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    if (page === 1) this.mark(this.words && this.entries.length ? 0 : -1);
    this.say(this.entries.length ? `${this.entries.length}${this.more ? " or more" : ""} found` : "Nothing found", this.entries.length > 0);
  }

  append(entry) {
    const option = document.createElement("li");
    option.setAttribute("role", "option");
    option.id = `pick-${this.number}-${this.entries.length}`;
    option.dataset.place = this.entries.length;
    option.setAttribute("aria-selected", "false");
    option.textContent = entry.text;
    if (entry.note) {
      const note = document.createElement("small");
      note.textContent = entry.note;
      option.append(note);
    }
    this.entries.push(entry);
    this.list.append(option);
  }

  mark(place) {
    this.at = this.entries.length ? place : -1;
    for (const option of this.list.children) option.setAttribute("aria-selected", String(Number(option.dataset.place) === this.at));
    const option = this.list.children[this.at];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  say(words, quiet = false) {
    this.said.textContent = words;
    this.said.className = quiet ? "vh" : "hint";
  }

  close() {
    clearTimeout(this.timer);
    this.asked = null;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.entries = [];
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
    this.say("", true);
  }

  take(entry) {
    const known = [...this.select.options].find((option) => option.value === String(entry.id));
    if (known) known.text = entry.text;
    const option = known ?? new Option(entry.text, entry.id);
    if (!known) this.select.add(option);
    option.selected = true;
    this.done(entry);
  }

  drop(option) {
    option.selected = false;
    this.done(null);
  }

  clear() {
    for (const option of [...this.select.selectedOptions]) option.selected = false;
    if (!this.many && ![...this.select.options].some((option) => !option.value)) this.select.add(new Option("", ""), 0);
    if (!this.many) this.select.value = "";
    this.done(null);
  }

  done(entry) {
    this.close();
    this.show();
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.select.dispatchEvent(new CustomEvent("desk:picked", { bubbles: true, detail: entry }));
  }

  show() {
    const chosen = [...this.select.selectedOptions].filter((option) => option.value);
    this.input.value = this.many ? "" : chosen[0]?.text ?? "";
    this.clearer.hidden = this.many || !chosen.length || this.select.disabled;
    if (!this.many) return;
    this.chips.hidden = !chosen.length;
    this.chips.replaceChildren(...chosen.map((option) => {
      const item = document.createElement("li");
      item.textContent = option.text;
      const remove = document.createElement("button");
      remove.type = "button";
      remove.innerHTML = '<span class="material-symbols-outlined" aria-hidden="true">close</span>';
      remove.setAttribute("aria-label", `Take out: ${option.text}`);
      remove.addEventListener("click", () => { this.drop(option); this.input.focus(); });
      item.append(remove);
      return item;
    }));
  }
}

const start = (root) => {
  for (const select of root.querySelectorAll("select[data-pick]:not([hidden])")) picks.add(new Pick(select));
};
start(document);
document.addEventListener("formset:added", (event) => start(event.target));

// Nothing is sent while words stand in a field that mean nothing yet.
document.addEventListener("submit", (event) => {
  for (const pick of picks) {
    if (event.target.contains(pick.box) && !pick.box.closest("[data-out]") && pick.loose()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      pick.box.closest("[data-fold]")?.setAttribute("data-fold", "open");
      pick.input.focus();
      pick.say(`“${pick.input.value.trim()}” is not chosen yet. Pick it from the list, or add it as new.`);
      return;
    }
  }
}, true);
