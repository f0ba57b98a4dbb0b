"""The source of a browsable site of packs: pages for Sphinx, one folder for each language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from attrs import frozen

from roleprofile.api import Catalog
from roleprofile.model.descriptor import Descriptor
from roleprofile.model.pack import Pack
from roleprofile.model.role import Role
from roleprofile.presentation.language import Words

_PUNCTUATION = re.compile(r"([^\w\s]|_)")
#: The names of languages in themselves.
_OWN_NAMES = {"en": "English", "fil": "Filipino"}


@frozen
class Site:
    """Packs as a site in one language, with links to the same pages in the others."""

    catalog: Catalog
    packs: tuple[Path, ...]
    language: str
    languages: tuple[str, ...]

    def files(self) -> dict[str, str]:
        """The files of the source by their paths."""
        pages = {"index": self._index(), **dict(self._roles()), **dict(self._descriptors())}
        shown = {f"{name}.rst": self._switched(name, page) for name, page in pages.items()}
        return {"conf.py": self._configuration(), **shown}

    @property
    def _words(self) -> Words:
        return Words(self.language, self.catalog.languages)

    def _configuration(self) -> str:
        # Themes take both titles for HTML.
        title = escape(self._words.listed(self._words.text(pack.label) for pack in self._heads))
        settings = {
            "extensions": ["roleprofile.sphinxext"],
            "project": title,
            "html_title": title,
            "language": self.language,
            "roleprofile_packs": [str(path) for path in self.packs],
            "html_theme": "furo",
            "html_copy_source": False,
            "html_show_sphinx": False,
            "html_show_copyright": False,
        }
        return "".join(f"{name} = {value!r}\n" for name, value in settings.items())

    @property
    def _heads(self) -> list[Pack]:
        """The packs that have roles or ways, or else all of them."""
        with_roles = {role.pack for role in self.catalog.roles.values()}
        packs = self.catalog.packs
        return [pack for name, pack in packs.items() if name in with_roles] or [*packs.values()]

    def _switched(self, name: str, page: str) -> str:
        """A page with links to the same page in the other languages below its title."""
        up = "../" * (name.count("/") + 1)
        links = [
            f'<a href="{up}{one}/{name}.html" lang="{one}" hreflang="{one}">{_OWN_NAMES.get(one, one)}</a>'
            for one in self.languages
            if one != self.language
        ]
        if not links:
            return page
        title, line, rest = page.split("\n", 2)
        return f"{title}\n{line}\n\n.. raw:: html\n\n   <p>{' · '.join(links)}</p>\n{rest}"

    def _index(self) -> str:
        words, say = self._words, self._words.say
        head = _title(words.listed(words.text(pack.label) for pack in self._heads))
        told = []
        for pack in self._heads:
            owner = say("Owner: {owner}.", owner=pack.owner) if pack.owner else ""
            reviewed = say("Reviewed: {day}.", day=pack.reviewed.on) if pack.reviewed else ""
            about = " ".join(filter(None, [f"{words.text(pack.label)} {pack.version}.", owner, reviewed]))
            told += [_escaped(about), ""]
        gallery = [
            f"* :doc:`{_escaped(words.text(role.label))} <roles/{role.pack}/{role.id}>` – "
            + _escaped(words.text(role.description))
            for role in self._shown_roles
        ]
        roles = [f"roles/{role.pack}/{role.id}" for role in self._shown_roles]
        descriptors = [f"descriptors/{one.pack}/{one.id}" for one in self._shown_descriptors]
        return "\n".join(
            [
                head,
                *told,
                _title(say("Jobs"), "-"),
                *gallery,
                "",
                _tree(say("Jobs"), roles),
                _tree(say("Skills and other requirements"), descriptors),
                _title(say("Index"), "-"),
                f":ref:`{_escaped(say('All names'))} <genindex>`",
                "",
            ]
        )

    @property
    def _shown_roles(self) -> list[Role]:
        return [role for name, role in self.catalog.roles.items() if name in self.catalog.stated_roles]

    @property
    def _shown_descriptors(self) -> list[Descriptor]:
        read = {
            f"{found.pack}:{found.id}"
            for role in self._shown_roles
            for one in (*role.requirements, *role.extras)
            for part in one.parts
            for found in [self.catalog.descriptor(part.descriptor, role.pack)]
        }
        return [one for name, one in self.catalog.descriptors.items() if name in read]

    def _roles(self) -> Iterator[tuple[str, str]]:
        words = self._words
        for role in self._shown_roles:
            full = f"{role.pack}:{role.id}"
            lines = [_title(words.text(role.label)), f".. rp:role:: {full}", ""]
            title = words.say("Ways into this job")
            targets = {f"{full}/{grade.id}": f"{title}: {words.text(grade.label)}" for grade in role.grades}
            for target, heading in (targets or {full: title}).items():
                context = {one.id: "unspecified" for one in self.catalog.dimensions_of(target)}
                if self.catalog.rank_origins(target, context):
                    lines += [_title(heading, "-"), f".. rp:ways:: {target}", ""]
            yield f"roles/{role.pack}/{role.id}", "\n".join(lines)

    def _descriptors(self) -> Iterator[tuple[str, str]]:
        for one in self._shown_descriptors:
            lines = [_title(self._words.text(one.label)), f".. rp:descriptor:: {one.pack}:{one.id}", ""]
            yield f"descriptors/{one.pack}/{one.id}", "\n".join(lines)


def _escaped(text: str) -> str:
    """A text of a pack, in one line and without markup."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))


def _title(text: str, sign: str = "=") -> str:
    shown = _escaped(text) or "\\-"
    return f"{shown}\n{sign * (2 * len(shown))}\n"


def _tree(caption: str, pages: Sequence[str]) -> str:
    if not pages:
        return ""
    head = [".. toctree::", "   :hidden:", f"   :caption: {caption}", ""]
    return "\n".join([*head, *(f"   {one}" for one in pages), ""])


def front_page(languages: Iterable[str]) -> str:
    """The page above the languages, which leads to the first one."""
    names = {one: _OWN_NAMES.get(one, one) for one in languages}
    first = next(iter(names))
    links = " · ".join(f'<a href="{one}/index.html">{name}</a>' for one, name in names.items())
    return _FRONT.format(language=first, name=names[first], links=links)


_FRONT = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{name}</title>
<meta http-equiv="refresh" content="0; url={language}/index.html">
</head>
<body>
<p>{links}</p>
</body>
</html>
"""
