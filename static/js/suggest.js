// What is suggested while somebody types into a box of search: a list to be gone through with the arrows.
// Without this, or when the answer does not come, the box works as it is.

const PAUSE = 120; // milliseconds after the last letter
const SHORTEST = 2;
const said = document.createElement("div");
said.className = "visually-hidden";
said.setAttribute("role", "status");

let styled;

function style() {
  styled ??= new Promise((resolve) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("../css/suggest.css", import.meta.url);
    link.onload = resolve;
    link.onerror = resolve;
    document.head.append(link);
  });
  return styled;
}

function dress(form) {
  const input = form.querySelector("input");
  const list = document.createElement("ul");
  const answers = new Map();
  let chosen = -1;
  let pause;
  let asking;

  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.autocomplete = "off";
  input.after(list);

  const isOpen = () => !list.hidden;

  function close() {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    said.textContent = "";
  }

  function choose(place) {
    const options = [...list.children];
    chosen = place;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) {
      input.removeAttribute("aria-activedescendant");
    } else {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  }

  function option({ text, kind, url }, place) {
    const line = document.createElement("li");
    line.id = `${list.id}-${place}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    line.dataset.url = url;
    const name = document.createElement("span");
    name.textContent = text;
    const small = document.createElement("small");
    small.textContent = kind || "Search";
    line.append(name, " ", small);
    return line;
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    choose(-1);
    if (!found.length || document.activeElement !== input) {
      close();
      return;
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    said.textContent = found.length === 1 ? "One suggestion" : `${found.length} suggestions`;
  }

  async function ask() {
    const typed = input.value.trim();
    asking?.abort();
    if (typed.length < SHORTEST) {
      close();
      return;
    }
    if (answers.has(typed)) {
      show(answers.get(typed));
      return;
    }
    asking = new AbortController();
    try {
      const query = new URLSearchParams({ q: typed });
      const answer = await fetch(`${form.dataset.suggestions}?${query}`, { signal: asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { suggestions } = await answer.json();
      await style();
      answers.set(typed, suggestions);
      if (input.value.trim() === typed) show(suggestions);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) ask();
      else if (event.key === "ArrowDown") choose(chosen === last ? -1 : chosen + 1);
      else choose(chosen === -1 ? last : chosen - 1);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && isOpen() && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    } else if (event.key === "Tab") {
      close();
    }
  });

  form.addEventListener("submit", () => {
    clearTimeout(pause);
    asking?.abort();
    close();
  });
  // The box keeps the focus while somebody presses on the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const line = event.target.closest("[role=option]");
    if (line) location.assign(line.dataset.url);
  });
  input.addEventListener("blur", close);
}

document.body.append(said);
document.querySelectorAll("form[data-suggestions]").forEach(dress);
