"""Writes a document in any of the ways that YAML allows, with comments wherever there can be one."""

import json
import random
import re

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .-]*[A-Za-z0-9]")
WORDS = {"true", "false", "null"}


class Writer:
    """One way of writing a tree; chance decides at every turn."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311 - a test's chance, not a secret
        self.comments = []

    def document(self, tree):
        lines = self.block(tree, 0)
        return "\n".join([*self.between(0), *lines, *self.between(0)]) + "\n"

    def one_of(self, *choices):
        return self.random.choice(choices)

    def once_in(self, times):
        return self.random.randrange(times) == 0

    def comment(self):
        self.comments.append(f"# {len(self.comments)} it's {{a}} [comment]: - x")
        return self.comments[-1]

    def between(self, indent):
        """What may stand on lines of its own."""
        kind = self.one_of(*["nothing"] * 6, "blank", "comment", "both")
        blank = [""] if kind in ("blank", "both") else []
        return blank + ([" " * indent + self.comment()] if kind in ("comment", "both") else [])

    def beside(self):
        return "  " + self.comment() if self.once_in(7) else ""

    def block(self, node, indent):
        """The lines of a map or a list without brackets."""
        lines = []
        items = list(node.items()) if isinstance(node, dict) else [(None, item) for item in node]
        if isinstance(node, dict):
            self.random.shuffle(items)
        for key, value in items:
            lines += self.between(indent)
            lines += self.entry("-" if key is None else f"{self.key(key)}:", value, indent)
        # Further in than what follows, so it belongs to the last entry.
        return lines + (self.between(indent) if indent else [])

    def entry(self, head, value, indent):
        start = " " * indent + head
        if isinstance(value, dict | list) and value:
            if not self.once_in(3):
                deeper = indent + self.one_of(1, 2, 2, 4)
                if isinstance(value, list) and head != "-" and self.once_in(2):
                    deeper = indent
                return [start + self.beside(), *self.block(value, deeper)]
            return [start + " " + self.brackets(value, indent + 2) + self.beside()]
        if isinstance(value, str) and self.folds(value) and self.once_in(2):
            inner = " " * (indent + 2)
            style, lines = (">-", value.split(" ")) if "\n" not in value else ("|", value[:-1].split("\n"))
            return [f"{start} {style}{self.beside()}", *(inner + line for line in lines)]
        return [f"{start} {self.scalar(value)}{self.beside()}"]

    def folds(self, text):
        words = r"\S+(?: \S+)*"
        return bool(re.fullmatch(rf"{words}|(?:{words}\n)+", text)) and text.isprintable() | ("\n" in text)

    def brackets(self, node, indent):
        """A map or a list in brackets, on one line or on several."""
        if not isinstance(node, dict | list):
            return self.scalar(node, flow=True)
        begin, end = "{}" if isinstance(node, dict) else "[]"
        items = list(node.items()) if isinstance(node, dict) else list(node)
        if isinstance(node, dict):
            self.random.shuffle(items)
        written = [
            f"{self.key(item[0])}: {self.brackets(item[1], indent + 2)}"
            if isinstance(node, dict)
            else self.brackets(item, indent + 2)
            for item in items
        ]
        if not written or not self.once_in(4):
            return begin + ", ".join(written) + end
        lines = [f"{' ' * indent}{item}{',' if n < len(written) - 1 else ''}" for n, item in enumerate(written)]
        lines = [part for line in lines for part in (*self.between(indent), line + self.beside())]
        return "\n".join([begin + self.beside(), *lines, " " * indent + end])

    def key(self, key):
        return self.one_of(key, key, f'"{key}"') if key not in WORDS else f'"{key}"'

    def scalar(self, value, *, flow=False):
        if not isinstance(value, str):
            return json.dumps(value)
        ways = [json.dumps(value, ensure_ascii=False)]
        if "\n" not in value and value.isprintable():
            ways.append("'" + value.replace("'", "''") + "'")
        if PLAIN.fullmatch(value) and value.lower() not in WORDS:
            ways += [value] * 4
            if " " in value and "  " not in value and not flow:
                ways.append(value.replace(" ", "\n" + " " * 40, 1))
        elif re.fullmatch(r"[0-9]+(?:[.-][0-9]+)+", value):
            ways += [value] * 2
        return self.one_of(*ways)
