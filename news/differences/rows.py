"""A content taken apart: its values, and all rows of all lists by their `uid`, wherever they stand."""

# Under this name a row says in which other row it stands; None: in the content itself.
INSIDE = "@inside"


class Content:
    """`values` are the content's own; `rows(name)` the rows of a list, those inside other rows too."""

    def __init__(self, content, lists, single):
        self.single, self.values = {}, {}
        self.top, self.inner = set(), {}
        self._lists, self._flags = lists, single
        self._rows, self._whole, self._order = {}, {}, {}
        for name, value in content.items():
            if name in lists:
                self.top.add(name)
                self._take(name, value, None)
            else:
                self.values[name] = _plain(value)

    @property
    def names(self):
        return list(self._rows)

    def rows(self, name):
        return self._rows.get(name, {})

    def whole(self, name, uid):
        return self._whole[name][uid]

    def has_inner(self, name):
        return bool(self.inner.get(name))

    def order(self, name, inside):
        return self._order.get((name, inside), [])

    def shown(self, name, uid):
        """The row with all rows inside it, without its place; None if it is not there."""
        found = self._whole.get(name, {}).get(uid)
        return None if found is None else found[1]

    def _take(self, name, rows, inside):
        kept = self._rows.setdefault(name, {})
        for row in rows:
            uid, found = row["uid"], {INSIDE: inside}
            for part, value in row.items():
                if part in self._lists:
                    self.inner.setdefault(name, {})[part] = None
                    self._take(part, value, uid)
                elif part == self._flags.get(name):
                    self.single[name] = uid if value else self.single.get(name)
                elif part != "uid":
                    found[part] = _plain(value)
            kept[uid] = found
            self._order.setdefault((name, inside), []).append(uid)
            self._whole.setdefault(name, {})[uid] = (inside, _plain(row))


def lists_of_rows(*contents):
    """The names of all lists that have rows in one of the contents, those inside rows too."""
    found = {}
    for content in contents:
        _collect(content, found)
    return {name for name, _ in found}


def completed(given, base):
    """`given` with what it leaves out, which is as it was in `base`: fields, lists, fields and lists of rows."""
    known = {}
    _collect(base, known)
    there = {}
    _collect(given, there)
    found = {name: value for name, value in base.items() if name not in given}
    for name, value in given.items():
        found[name] = [_completed_row(name, row, known, there) for row in value] if _is_rows(value) else value
    return found


def _completed_row(name, row, known, there):
    before = known.get((name, row.get("uid")), {})
    found = {}
    for part, value in before.items():
        if part not in row and _is_rows(value):
            # Those that stand elsewhere by now are not here as well.
            found[part] = [inner for inner in value if (part, inner["uid"]) not in there]
        elif part not in row:
            found[part] = value
    for part, value in row.items():
        found[part] = [_completed_row(part, inner, known, there) for inner in value] if _is_rows(value) else value
    return found


def _collect(content, found):
    for name, value in content.items():
        if _is_rows(value):
            for row in value:
                found[name, row.get("uid")] = row
                _collect(row, found)


def merged_order(members, base, mine, theirs, choose):
    """`members` in their order. `choose(base, mine, theirs)` decides if both moved the rows that all three have."""
    kept = set(members)
    common = kept & set(base) & set(mine) & set(theirs)
    b, m, t = ([uid for uid in side if uid in common] for side in (base, mine, theirs))
    first, second = theirs, mine
    if (t == b and m != b) or (m not in (t, b) and choose(b, m, t) == "mine"):
        first, second = mine, theirs
    found = [uid for uid in first if uid in kept]
    there, other = set(found), set(second)
    at = 0
    for uid in second:
        if uid in there:
            at = found.index(uid) + 1
        elif uid in kept:
            # Behind the one it followed, and behind what the first side put there.
            while at < len(found) and found[at] not in other:
                at += 1
            found.insert(at, uid)
            there.add(uid)
            at += 1
    return found + [uid for uid in members if uid not in there]


def _is_rows(value):
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _plain(value):
    """With one kind of line break: a browser sends two signs where other ways in have one."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value
