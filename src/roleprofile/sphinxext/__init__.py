"""A Sphinx extension that shows roles, descriptors, scales, ways, fits, cases, schemas and codes. Needs Sphinx.

Three lines of ``conf.py``::

    extensions = ["roleprofile.sphinxext"]
    roleprofile_packs = ["../packs/sales"]  # relative to conf.py; without it the shipped packs
    language = "en"                         # of the texts, too
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

from attrs import frozen
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import index, pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_id, make_refnode
from sphinx.util.typing import OptionSpec

import roleprofile as rp
from roleprofile.api import Catalog
from roleprofile.editors import self_contained
from roleprofile.errors import RoleProfileError
from roleprofile.loading.load import read_packs
from roleprofile.presentation.blocks import Block, Heading, Section
from roleprofile.presentation.cases import case_blocks
from roleprofile.presentation.code_pages import page_blocks
from roleprofile.presentation.descriptors import descriptor_blocks, scale_blocks
from roleprofile.presentation.renderers import html
from roleprofile.presentation.results import blocks_of
from roleprofile.presentation.roles import role_blocks
from roleprofile.presentation.schemas import schema_blocks
from roleprofile.quality.cases.runner import run_cases
from roleprofile.quality.code_pages import pages
from roleprofile.sphinxext.from_blocks import depart_row_name, row_name, to_nodes, visit_row_name

#: Kinds of documents that any page may show a part of. A page on a role depends on the files of no other role.
_SHARED = {"pack", "descriptors", "scale", "vocabulary", "sources"}


@frozen
class _Packs:
    """The packs of a site, read once for each build."""

    catalog: Catalog
    #: The files of documents that any page may show, and those of each role.
    shared: tuple[str, ...]
    roles: dict[str, str]
    #: The files of all documents.
    every: tuple[str, ...]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> _Packs:
        """Read the packs at these paths; the shipped ones if there is none."""
        given = tuple(paths)
        catalog = rp.load(*given)
        shared, every, roles = [], [], {}
        for folder in read_packs(given).folders:
            for document in folder.documents:
                path = str(Path(str(folder.root), document.file.relative))
                every.append(path)
                if document.kind == "role" and document.model is not None and folder.pack is not None:
                    roles[f"{folder.pack.id}:{document.model.id}"] = path
                elif document.kind in _SHARED:
                    shared.append(path)
        return cls(catalog, tuple(shared), roles, tuple(every))

    def behind(self, role: str) -> tuple[str, ...]:
        """The files that a page on a role shows."""
        found = self.catalog.role(role)
        names = [f"{found.pack}:{found.id}", *(f"{one.pack}:{one.id}" for one in found.overlays)]
        return (*self.shared, *(self.roles[name] for name in names if name in self.roles))


class _Directive(SphinxDirective):
    """Shows the blocks of one thing. A mistake is an error at the line of the directive."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"context": directives.unchanged, "language": directives.unchanged}

    #: Whether the first heading stays: a page has a title of its own.
    titled = False

    def run(self) -> list[nodes.Node]:
        """The nodes, or a warning."""
        try:
            blocks = list(self.blocks())
        except (RoleProfileError, ValueError) as error:
            raise self.error(f"{self.name}: {error}") from error
        for path in self.files():
            self.env.note_dependency(path)
        made = to_nodes(blocks if self.titled else _untitled(blocks), self.state.document)
        if self.texts == self.env.config.language:
            return [*self.targets(), *made]
        # Texts in another language say so; links lead to the page in the language of the site.
        begun = nodes.raw("", f'<div lang="{self.texts}">', format="html")
        return [begun, *made, nodes.raw("", "</div>", format="html")]

    def blocks(self) -> Iterable[Block]:
        """What to show."""
        raise NotImplementedError

    def files(self) -> Iterable[str]:
        """The files that the page depends on."""
        return self.packs.every

    def targets(self) -> list[nodes.Node]:
        """A target for cross-references, and entries in the index."""
        return []

    @property
    def packs(self) -> _Packs:
        """The packs of the site."""
        found: _Packs = self.env.domains["rp"].packs  # type: ignore[attr-defined]
        return found

    @property
    def catalog(self) -> Catalog:
        """The catalog of the site."""
        return self.packs.catalog

    @property
    def texts(self) -> str:
        """The language of the texts."""
        return self.options.get("language") or self.env.config.language or "en"

    def context(self, role: str) -> dict[str, str] | str:
        """The context that the option gives: the id of a situation, or pairs separated by commas."""
        given = self.options.get("context", "")
        if not given:
            open_ones = self.catalog.dimensions_of(role)
            return {one.id: "unspecified" for one in open_ones}
        if "=" not in given:
            return str(given)
        pairs = (pair.partition("=") for pair in given.split(","))
        return {name.strip(): value.strip() for name, _, value in pairs}

    def target(self, kind: str, full: str, names: Iterable[str]) -> list[nodes.Node]:
        """The target and the index entries of an object."""
        node = nodes.target("", "", ids=[make_id(self.env, self.state.document, kind, full)])
        self.state.document.note_explicit_target(node)
        self.env.domains["rp"].data["objects"][kind, full] = (self.env.docname, node["ids"][0], next(iter(names)))
        entries = [("single", name, node["ids"][0], "", None) for name in names]
        return [index(entries=entries), node]


def _untitled(blocks: Iterable[Block]) -> list[Block]:
    """The blocks without their first heading."""
    first, *others = blocks
    if isinstance(first, Section) and isinstance(first.blocks[0], Heading):
        return [*first.blocks[1:], *others]
    return [first, *others]


class RoleDirective(_Directive):
    """``rp:role``: what a role asks for, in a context or with all variants."""

    def blocks(self) -> Iterable[Block]:  # noqa: D102 - of every directive
        role = self.catalog.role(self.arguments[0])
        context = self.context(self.arguments[0]) if "context" in self.options else None
        return role_blocks(self.catalog, role, context, self.texts)

    def files(self) -> Iterable[str]:  # noqa: D102
        return self.packs.behind(self.arguments[0])

    def targets(self) -> list[nodes.Node]:  # noqa: D102
        role = self.catalog.role(self.arguments[0])
        aliases = role.aliases.get(self.texts, ())
        return self.target("role", f"{role.pack}:{role.id}", [_label(role.label, self.texts), *aliases])


class DescriptorDirective(_Directive):
    """``rp:descriptor``: the levels of a descriptor, and who asks for it."""

    def blocks(self) -> Iterable[Block]:  # noqa: D102
        return descriptor_blocks(self.catalog, self._found(), self.texts)

    def targets(self) -> list[nodes.Node]:  # noqa: D102
        found = self._found()
        aliases = found.aliases.get(self.texts, ())
        return self.target("descriptor", f"{found.pack}:{found.id}", [_label(found.label, self.texts), *aliases])

    def _found(self) -> Any:
        known = self.catalog.descriptors
        return known[self.catalog.find(known, self.arguments[0], noun="descriptor")]


class ScaleDirective(_Directive):
    """``rp:scale``: the levels of a scale."""

    def blocks(self) -> Iterable[Block]:  # noqa: D102
        return scale_blocks(self.catalog, self._found(), self.texts)

    def files(self) -> Iterable[str]:  # noqa: D102
        return self.packs.shared

    def targets(self) -> list[nodes.Node]:  # noqa: D102
        found = self._found()
        return self.target("scale", f"{found.pack}:{found.id}", [_label(found.label, self.texts)])

    def _found(self) -> Any:
        return self.catalog.scales[self.catalog.find(self.catalog.scales, self.arguments[0], noun="scale")]


class WaysDirective(_Directive):
    """``rp:ways``: the jobs that lead into a role, as a diagram and a table."""

    def blocks(self) -> Iterable[Block]:  # noqa: D102
        role = self.arguments[0]
        ranked = self.catalog.rank_origins(role, self.context(role))
        if not ranked:
            message = f"no transition into {role} is declared for such an employer"
            raise ValueError(message)
        return blocks_of(ranked, self.texts)


class FitDirective(_Directive):
    """``rp:fit``: how well an example person fits a role."""

    required_arguments = 2

    def blocks(self) -> Iterable[Block]:  # noqa: D102
        person, role = self.arguments
        found = self.catalog.people[self.catalog.find(self.catalog.people, person, noun="example person")]
        return blocks_of(self.catalog.scorer(role, self.context(role)).score(found), self.texts)


class CasesDirective(_Directive):
    """``rp:cases``: the cases of a pack with their results."""

    def blocks(self) -> Iterable[Block]:  # noqa: D102
        name = self.arguments[0]
        if name not in self.catalog.packs:
            message = f"unknown pack {name!r}; one of: {', '.join(self.catalog.packs)}"
            raise ValueError(message)
        results = [one for one in run_cases(self.catalog) if one.case.startswith(f"{name}:")]
        return case_blocks(results, verbose=True)

    titled = True


class SchemaDirective(_Directive):
    """``rp:schema``: the keys of a kind of document or result, with their types and meanings."""

    titled = True

    def blocks(self) -> Iterable[Block]:  # noqa: D102
        return schema_blocks(self.arguments[0], self_contained(self.arguments[0]))

    def files(self) -> Iterable[str]:  # noqa: D102
        return ()


class CodeDirective(_Directive):
    """``rp:code``: a problem code, with an example with the problem and one without."""

    def blocks(self) -> Iterable[Block]:  # noqa: D102
        code = self.arguments[0]
        page = next((one for one in pages() if one.code == code), None)
        if page is None:
            message = f"no page on the code {code!r}"
            raise ValueError(message)
        return page_blocks(page)

    def files(self) -> Iterable[str]:  # noqa: D102
        return ()

    def targets(self) -> list[nodes.Node]:  # noqa: D102
        return self.target("code", self.arguments[0], [self.arguments[0]])


def _label(text: Any, language: str) -> str:
    return str(text.get(language) or next(iter(text.values())))


class RoleProfileDomain(Domain):
    """Objects of packs: roles, descriptors, scales and problem codes."""

    name = "rp"
    label = "Role profiles"
    object_types: ClassVar[dict[str, ObjType]] = {
        kind: ObjType(kind, kind) for kind in ("role", "descriptor", "scale", "code")
    }
    roles: ClassVar[dict[str, Any]] = {
        kind: XRefRole(innernodeclass=nodes.inline, warn_dangling=True) for kind in object_types
    }
    directives: ClassVar[dict[str, Any]] = {
        "role": RoleDirective,
        "descriptor": DescriptorDirective,
        "scale": ScaleDirective,
        "code": CodeDirective,
        "ways": WaysDirective,
        "fit": FitDirective,
        "cases": CasesDirective,
        "schema": SchemaDirective,
    }
    initial_data: ClassVar[dict[str, Any]] = {"objects": {}}
    data_version = 1

    def clear_doc(self, docname: str) -> None:
        """Forget the objects of a page that is read again."""
        for key, (page, _, _) in list(self.data["objects"].items()):
            if page == docname:
                del self.data["objects"][key]

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        """Take over the objects of pages that another process read."""
        known = set(docnames)
        self.data["objects"].update({key: one for key, one in otherdata["objects"].items() if one[0] in known})

    def resolve_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """A link to an object by its full id, or by the id without its pack."""
        for (kind, full), (page, anchor, label) in sorted(self.data["objects"].items()):
            if kind == typ and target in (full, full.partition(":")[2]):
                # Without a title of its own, a link has the label of the object.
                if not node.get("refexplicit"):
                    contnode = nodes.inline(label, label)
                return make_refnode(builder, fromdocname, page, anchor, contnode, label)
        return None

    def resolve_any_xref(self, *_arguments: Any) -> list[tuple[str, nodes.reference]]:
        """Nothing: these names are ids, which other domains may have too."""
        return []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Every object for ``objects.inv`` and the search."""
        for (kind, full), (page, anchor, label) in sorted(self.data["objects"].items()):
            yield full, label, kind, page, anchor, 1


def _begun(app: Sphinx) -> None:
    """Read the packs, and add the style of bars, tables and diagrams."""
    try:
        packs = _Packs.of(Path(app.confdir, path) for path in app.config.roleprofile_packs)
    except RoleProfileError as error:
        message = f"roleprofile_packs: {error}"
        raise ExtensionError(message) from error
    # Not in the data of the domain, which Sphinx keeps in a file.
    app.env.domains["rp"].packs = packs  # type: ignore[attr-defined]
    folder = Path(app.doctreedir, "roleprofile-static")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "roleprofile.css").write_text(html.style() + _STYLE, encoding="utf-8")
    app.config.html_static_path.append(str(folder))
    app.add_css_file("roleprofile.css")


#: Inside a site the theme decides on fonts, colours of text and margins.
_STYLE = """
.rp { background: none; padding: 0; margin: 0; max-width: none; font: inherit; color: inherit; }
.rp-faint, .rp-notes p { opacity: .8; font-size: .9em; }
table.rp-table :is(td, th) p { margin: 0; }
table.rp-table tbody th { font-weight: inherit; text-align: start; }
table.rp-table .rp .bar { min-width: 4rem; }
@media print { .skip-to-content { display: none; } }
"""


def _accessible(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Let the keyboard reach code and tables that scroll, and give the headings of a sidebar their level."""
    for name, before, after in (
        ("body", "<pre>", '<pre tabindex="0">'),
        ("body", '<div class="table-wrapper', '<div tabindex="0" class="table-wrapper'),
        ("furo_navigation_tree", 'role="heading"', 'role="heading" aria-level="2"'),
    ):
        if context.get(name):
            context[name] = str(context[name]).replace(before, after)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.add_config_value("roleprofile_packs", [], "env", types=(list, tuple))
    app.add_domain(RoleProfileDomain)
    app.add_node(row_name, html=(visit_row_name, depart_row_name))
    app.connect("builder-inited", _begun)
    # After the theme has made its sidebar.
    app.connect("html-page-context", _accessible, priority=900)
    return {"version": rp.__version__, "parallel_read_safe": True, "parallel_write_safe": True}
