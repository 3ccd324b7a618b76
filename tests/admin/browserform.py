"""A form as a browser would post it: read from the rendered page, changed by name, with rows added from the templates."""

from html.parser import HTMLParser

VOID = {"input", "br", "img", "link", "meta", "hr"}


class _Fields(HTMLParser):
    """Fields of one form: those inside it, and those that name it. What stands in a template is kept apart."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id = form_id
        self.inside = False
        self.fields = []
        self.templates = {}
        self.stack = []
        self.lists = []
        self.select = self.textarea = None
        self.depths = []

    def _bucket(self):
        return self.templates.setdefault(self.stack[-1], []) if self.stack else self.fields

    def handle_starttag(self, tag, pairs):
        names = dict(pairs)
        if tag == "form":
            self.inside = names.get("id") == self.form_id
        if "data-rows" in names:
            self.lists.append(names["data-rows"])
        if tag == "template" and "data-row-template" in names:
            self.stack.append(self.lists[-1])
        name = names.get("name")
        if not (self.inside or names.get("form") == self.form_id):
            return
        if tag == "input" and name and "disabled" not in names:
            kind = names.get("type", "text")
            if kind in {"checkbox", "radio"}:
                if "checked" in names:
                    self._bucket().append((name, names.get("value", "on")))
            elif kind not in {"submit", "button", "file"}:
                self._bucket().append((name, names.get("value", "")))
        elif tag == "select" and name:
            self.select = {"name": name, "many": "multiple" in names, "chosen": [], "all": []}
        elif tag == "option" and self.select is not None:
            self.select["all"].append(names.get("value", ""))
            if "selected" in names:
                self.select["chosen"].append(names.get("value", ""))
        elif tag == "textarea" and name:
            self.textarea = [name, ""]

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "template" and self.stack:
            self.stack.pop()
        elif tag == "select" and self.select is not None:
            chosen = self.select["chosen"] or ([] if self.select["many"] else self.select["all"][:1])
            for value in chosen:
                self._bucket().append((self.select["name"], value))
            self.select = None
        elif tag == "textarea" and self.textarea:
            # A browser drops the first line break after the tag.
            self._bucket().append((self.textarea[0], self.textarea[1].removeprefix("\n")))
            self.textarea = None


class BrowserForm:
    """`form["name"] = value` sets a field, a list sets several of one name, None takes it out."""

    def __init__(self, response, form_id="eventedition_form"):
        self.parser = _Fields(form_id)
        self.parser.feed(response.content.decode())
        self.data = {}
        for name, value in self.parser.fields:
            self.data.setdefault(name, []).append(value)
        assert self.data, f"there is no form {form_id} on the page"

    def __getitem__(self, name):
        return self.data[name][0]

    def __contains__(self, name):
        return name in self.data

    def __setitem__(self, name, value):
        if value is None:
            self.data.pop(name, None)
        else:
            self.data[name] = [str(item) for item in value] if isinstance(value, list | tuple) else [str(value)]

    def rows(self, prefix):
        return int(self[f"{prefix}-TOTAL_FORMS"])

    def add_row(self, prefix, **values):
        """A new row as the page's script makes it from the list's template. Returns its prefix."""
        number = self.rows(prefix)
        parts = prefix.split("-")
        template = prefix
        if template not in self.parser.templates and len(parts) == 3:
            template = f"{parts[0]}-__prefix__-{parts[2]}"
        for name, value in self.parser.templates[template]:
            if template != prefix:
                name = name.replace(f"{parts[0]}-__prefix__", f"{parts[0]}-{parts[1]}")
            # Of the row in the row's template only the outer place is known yet.
            name = name.replace(f"{prefix}-__prefix__", f"{prefix}-{number}", 1)
            self.data[name] = [value]
        self[f"{prefix}-TOTAL_FORMS"] = number + 1
        row = f"{prefix}-{number}"
        nested = [key for key in self.parser.templates if key.startswith(f"{prefix}-__prefix__-")]
        for key in nested:
            inner = key.replace(f"{prefix}-__prefix__", row)
            for name, value in [
                ("TOTAL_FORMS", "0"),
                ("INITIAL_FORMS", "0"),
                ("MIN_NUM_FORMS", "0"),
                ("MAX_NUM_FORMS", "1000"),
            ]:
                self.data.setdefault(f"{inner}-{name}", [value])
        for name, value in values.items():
            self[f"{row}-{name}"] = value
        return row

    def post(self, client, address, button="_save", **kwargs):
        return client.post(address, self.data | {button: ["Save"]}, **kwargs)
