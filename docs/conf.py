"""Sphinx's configuration. The site builds without a network, and every warning is an error."""

from __future__ import annotations

import re
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import addnodes

import roleprofile

if TYPE_CHECKING:
    from docutils.nodes import Element, reference
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import generated  # noqa: E402 - it lies beside this file

generated.write(HERE / "generated")

project = "roleprofile"
author = "The roleprofile authors"
project_copyright = "2026, The roleprofile authors"
release = version = roleprofile.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.napoleon",
    "sphinx_click",
    "sphinx_copybutton",
    "sphinx_design",
    "roleprofile.sphinxext",
]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
nitpicky = True
# Type variables have no page.
nitpick_ignore_regex = [("py:class", r"(.*\.)?(K|T|V_co)")]

html_theme = "furo"
# Two hyphens begin an option.
smartquotes = False
html_title = f"roleprofile {release}"
html_extra_path = ["generated/extra"]
html_favicon = "favicon.svg"
html_show_sourcelink = False
html_search_scorer = str(HERE / "scorer.js")
copybutton_prompt_text = r">>> |\.\.\. |\$ |> "
copybutton_prompt_is_regexp = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 88
python_use_unqualified_type_names = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False


# --- the names of the standard library ---------------------------------------------------------------------


def pack_inventory(text: Path, packed: Path) -> None:
    """Write the inventory of names in ``text`` as intersphinx wants it.

    A list that a person can read and extend stands in the repository, not the binary file of the network.
    """
    lines = [line for line in text.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    head = "# Sphinx inventory version 2\n# Project: Python\n# Version: 3\n# compressed using zlib\n"
    body = "".join(f"{name} {role} 1 {uri} -\n" for name, role, uri in map(str.split, lines))
    packed.parent.mkdir(parents=True, exist_ok=True)
    packed.write_bytes(head.encode() + zlib.compress(body.encode()))


PYTHON_INVENTORY = HERE / "_build" / "python.inv"
pack_inventory(HERE / "python-names.txt", PYTHON_INVENTORY)
intersphinx_mapping = {"python": ("https://docs.python.org/3", str(PYTHON_INVENTORY))}
intersphinx_disabled_reftypes: list[str] = []


# --- file names above code ---------------------------------------------------------------------------------

#: A comment that names the file of the block below it; the tests write the block there.
NAMED = re.compile(r"<!-- (?:file|begins): (?P<name>\S+) -->\s*^```(?P<language>\w+)\n", re.MULTILINE)


def caption_files(_app: Sphinx, _page: str, source: list[str]) -> None:
    """Show the name of a file above its block. In the source it is a comment, which readers do not see."""
    source[0] = NAMED.sub("```{code-block} \\g<language>\n:force:\n:caption: \\g<name>\n\n", source[0])


# --- readable signatures -----------------------------------------------------------------------------------


def show_factories_as_dots(
    _app: Sphinx,
    _what: str,
    _name: str,
    _value: object,
    _options: object,
    signature: str | None,
    returns: str | None,
) -> tuple[str | None, str | None]:
    """Show the default of a field that attrs makes with a factory as ``...`` and not as ``NOTHING``."""
    if signature is not None:
        signature = re.sub(r"=\s*NOTHING\b", "=...", signature)
    return signature, returns


#: Functions that need the data of a catalog say so; readers have the catalog.
STANDS_FOR = {"CatalogData": "Catalog"}


class SparedFromNapoleon:
    """The comments on fields: where a colon is in one, napoleon would read ``type: description``.

    Types are in the annotations alone. ``keep`` is called before napoleon, ``restore`` after it.
    """

    kinds = ("attribute", "data", "property")

    def __init__(self) -> None:
        self.kept: list[str] = []

    def keep(self, _app: Sphinx, _what: str, _name: str, _value: object, _options: object, lines: list[str]) -> None:
        """Remember a docstring as it is."""
        self.kept = list(lines)

    def restore(self, _app: Sphinx, what: str, _name: str, _value: object, _options: object, lines: list[str]) -> None:
        """Undo what napoleon made of it, where it is a comment on a field."""
        if what in self.kinds:
            lines[:] = self.kept


def find_by_last_name(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element) -> reference | None:
    """Resolve a bare ``Role``, or ``roleprofile.model.person.Fact``, as what this site has under that name.

    Annotations name a class as its module does, or where it is made; the reference shows it once, elsewhere.
    """
    name = node.get("reftarget", "").rpartition(".")[2]
    if node.get("refdomain") != "py":
        return None
    python = env.domains.python_domain
    name = STANDS_FOR.get(name, name)
    known = [full for full in python.objects if full.rpartition(".")[2] == name]
    public = [full for full in known if full == f"roleprofile.{name}"]
    target = (public or known or [""])[0]
    if len(known) > 1 and not public:
        return None
    found: Any = python.resolve_any_xref(env, node["refdoc"], app.builder, target, node, content)
    return found[0][1] if found else None


def leave_members_out_of_contents(_app: Sphinx, _domain: str, kind: str, content: addnodes.desc_content) -> None:
    """List classes and functions only: the theme copies all contents for every page."""
    if kind in {"attribute", "method", "property"}:
        for signature in content.parent.findall(addnodes.desc_signature):
            signature["_toc_name"] = ""


def name_language(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Tell screen readers which pages of the gallery are Filipino."""
    if page.startswith("generated/gallery/fil/"):
        context["language"] = "fil"


def setup(app: Sphinx) -> None:
    """Connect the hooks; napoleon's own has the default priority, 500."""
    app.connect("autodoc-process-signature", show_factories_as_dots)
    spared = SparedFromNapoleon()
    app.connect("autodoc-process-docstring", spared.keep, priority=400)
    app.connect("autodoc-process-docstring", spared.restore, priority=600)
    app.connect("object-description-transform", leave_members_out_of_contents)
    app.connect("html-page-context", name_language)
    app.connect("missing-reference", find_by_last_name)
    app.connect("source-read", caption_files)
