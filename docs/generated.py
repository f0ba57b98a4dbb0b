"""The pages that are made from the packs whenever the site is built: no number or link in them is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import roleprofile
from roleprofile.errors import CODES
from roleprofile.evaluation.subjects import typical_incumbent
from roleprofile.loading.reader import parse
from roleprofile.loading.source_map import locate
from roleprofile.model.shipped import shipped
from roleprofile.presentation.renderers.svg import render as svg
from roleprofile.presentation.results import blocks_of
from roleprofile.presentation.what_if_page import what_if_page
from roleprofile.quality import code_pages as pages_of_codes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from roleprofile import Catalog
    from roleprofile.quality.code_pages import PagePart

PACK = "account-management"
TARGET = "account-manager"
EXAMPLE = "metal-engineer-in-sales"
WHERE = "large-metal-products"
CLOSEST = "deputy-head-of-pr"
SALES = "direct-sales-representative"
SIZES = ("small", "medium", "large")
TIERS = ("newcomer", "established", "leading")


class Row(NamedTuple):
    """A rule or a case that cites a source."""

    source: str
    file: str
    line: int
    name: str
    is_case: bool


#: A page outside the sidebar. Each page has the whole sidebar, so a hundred entries more make every page slower.
ORPHAN = "---\norphan: true\n---\n\n"
#: The search leaves out pages of YAML, because the gallery says the same.
UNSEARCHED = ORPHAN.replace("orphan", "nosearch: true\norphan")


def write(into: Path) -> None:
    """Write every generated page below ``into``."""
    catalog = roleprofile.load()
    pages = {"claims": claims_page(), "closest": closest_page(catalog)}
    files = dict(pack_files())
    for name, text in files.items():
        pages[f"files/{page_of(name)}"] = f"{UNSEARCHED}# {name}\n\n```{{code-block}} yaml\n:linenos:\n\n{text}```\n"
    listed = "\n".join(f"- [{name}]({page_of(name)}.md)" for name in files)
    pages["files/index"] = f"# The files of the pack\n\n{listed}\n"
    pages |= {f"codes/{name}": text for name, text in code_pages()}
    pages |= dict(gallery_pages(catalog))
    written = {f"{name}.md": text for name, text in pages.items()} | {"fit.svg": picture(catalog)}
    written |= {f"extra/what-if/{name}.html": page for name, page in what_if_pages(catalog)}
    written["extra/llms.txt"] = for_language_models(into.parent)
    for folder in ("files", "codes", "gallery/fil", "extra/what-if/fil"):
        (into / folder).mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        path = into / name
        # Sphinx reads again what is newer; what is the same stays as old as it is.
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def page_of(file: str) -> str:
    """The name of the page that shows a file."""
    return file.removesuffix(".yaml").replace("/", "-")


def pack_files() -> Iterator[tuple[str, str]]:
    """Every file of the pack, by its path in the pack."""
    waiting = [(shipped("profiles").joinpath(PACK), "")]
    while waiting:
        folder, name = waiting.pop(0)
        for entry in sorted(folder.iterdir(), key=lambda found: found.name):
            if entry.is_dir():
                waiting.append((entry, f"{name}{entry.name}/"))
            else:
                yield f"{name}{entry.name}", entry.read_text("utf-8")


# --- the gallery -------------------------------------------------------------------------------------------

GALLERY = {
    "en": (
        "Gallery",
        "The jobs of the shipped pack: what each asks for, and the ways into it.",
        "Ways into this job",
        "Try it with sliders",
        "The result for an example person",
    ),
    "fil": (
        "Mga trabaho",
        "Ang mga trabaho ng kasamang pakete: ang hinihingi ng bawat isa, at ang mga daan papunta rito.",
        "Mga daan papunta sa trabahong ito",
        "Subukan gamit ang mga pihitan",
        "Ang resulta ng isang halimbawang tao",
    ),
}


def gallery_pages(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """A page for each shipped role in each language, one for an example person, and a list of them."""
    for language, (title, about, ways, sliders, result) in GALLERY.items():
        home = "gallery" if language == "en" else f"gallery/{language}"
        roles = {role.id: role for role in catalog.roles.values()}
        links = {name: f"[{role.label[language]}]({name}.md)" for name, role in roles.items()}
        listed = [f"- {links[name]}: {role.description[language]}" for name, role in roles.items()]
        listed += ["", f"[{result}](result.md)"]
        tree = "\n".join(["```{toctree}", ":hidden:", "", *roles, "result", "```"])
        other = "[Filipino](fil/index.md)" if language == "en" else "[English](../index.md)"
        yield f"{home}/index", "\n".join([f"# {title}", "", other, "", about, "", *listed, "", tree, ""])
        option = "" if language == "en" else f":language: {language}\n"
        other = "[Filipino](fil/result.md)" if language == "en" else "[English](../result.md)"
        shown = f"```{{rp:fit}} {EXAMPLE} {TARGET}\n:context: {WHERE}\n{option}```"
        yield f"{home}/result", "\n\n".join([f"# {result}", other, shown]) + "\n"
        for name, role in roles.items():
            other = f"[Filipino](fil/{name}.md)" if language == "en" else f"[English](../{name}.md)"
            page = f"../../what-if/{name}.html" if language == "en" else f"../../../what-if/{language}/{name}.html"
            lines = [f"# {role.label[language]}", other, f'<p><a href="{page}">{sliders}</a></p>']
            lines.append(f"```{{rp:role}} {name}\n{option}```")
            context = {one.id: "unspecified" for one in catalog.dimensions_of(name)}
            if catalog.rank_origins(name, context):
                lines += [f"## {ways}", f"```{{rp:ways}} {name}\n{option}```"]
            yield f"{home}/{name}", "\n\n".join(lines) + "\n"


def what_if_pages(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """A page with sliders for each shipped role, at a large firm that sells metal products."""
    for name in (role.id for role in catalog.roles.values()):
        rules = catalog.scorer(name, WHERE).rules
        for language in GALLERY:
            page = name if language == "en" else f"{language}/{name}"
            up = "../" * (page.count("/") + 1)
            yield page, what_if_page(rules.first, language, home=f"{up}generated/gallery/{page}.html")


def picture(catalog: Catalog) -> str:
    """The picture on the first page: the short result for an example person."""
    fit = catalog.scorer(TARGET, WHERE).score(catalog.people[f"{PACK}:{EXAMPLE}"])
    return svg(blocks_of(fit, "en", full=False))


def for_language_models(docs: Path) -> str:
    """A list of the pages with their first sentences, as llmstxt.org describes it."""
    lines = ["# roleprofile", "", "> Role profiles as reviewed YAML rules, and explained scores.", "", "## Pages", ""]
    for path in sorted(docs.glob("*.md")):
        title, _, rest = path.read_text("utf-8").partition("\n")
        paragraphs = (part.replace("\n", " ") for part in rest.split("\n\n") if part.strip()[:1].isalpha())
        lines.append(f"- [{title.removeprefix('# ')}]({path.stem}.html): {next(paragraphs, '').strip()}")
    return "\n".join(lines) + "\n"


# --- problem codes -----------------------------------------------------------------------------------------


def code_pages() -> Iterator[tuple[str, str]]:
    """The page of every problem code that has one, and the list of all codes."""
    found = {page.code: page for page in pages_of_codes.pages()}
    for code, page in found.items():
        yield code, ORPHAN + "\n\n".join(map(shown, page.parts)) + "\n"
    lines = [
        "# Problem codes",
        "",
        "A code never changes its meaning. `roleprofile explain RP204` prints the same page on a terminal.",
        "",
        "Codes from RP101 concern the file as such, from RP201 its form, from RP301 what it names and means.",
        "Codes from RP401 are warnings, and so are RP356 and RP357: a file that is not in force is no mistake.",
        "Codes from RP501 concern [tables](../../spreadsheets.md), from RP601 resumes and records.",
        "",
        "| Code | What is wrong |",
        "|---|---|",
        *(f"| {f'[{code}]({code}.md)' if code in found else code} | {title} |" for code, title in CODES.items()),
    ]
    yield "index", "\n".join(lines) + "\n"


def shown(part: PagePart) -> str:
    """A part of a page as Sphinx wants it: a block says above itself which file it is."""
    if part.kind != "block":
        return {"title": "# ", "heading": "## ", "text": ""}[part.kind] + part.text
    caption = f":caption: {part.file}\n" if part.file else ""
    # What is wrong on purpose need not be what a highlighter understands.
    return f"```{{code-block}} {part.language}\n:force:\n{caption}\n{part.text}```"


# --- claims ------------------------------------------------------------------------------------------------


def rows() -> Iterator[Row]:
    """Everything in the pack that cites a source, with its place."""
    for file, text in pack_files():
        data = text.encode()
        tree: Any = parse(data, file)
        marks = locate(data)
        for pointer, node in nodes(tree, ()):
            source = node.get("source", ())
            for name in (source,) if isinstance(source, str) else source:
                place = marks[pointer]
                title = str(node.get("id", next((step for step in reversed(pointer) if isinstance(step, str)), "")))
                yield Row(name, file, place.line, title, tree["kind"] == "cases")


def nodes(tree: Any, pointer: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Every map of a document, with its place."""
    if isinstance(tree, dict):
        yield pointer, tree
        for key, value in tree.items():
            yield from nodes(value, (*pointer, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from nodes(value, (*pointer, index))


def claims_page() -> str:
    """Each claim of the pack's source, the rules that state it and the cases that prove it."""
    tree: Any = parse(dict(pack_files())["pack.yaml"].encode(), "pack.yaml")
    claims = next(source["claims"] for source in tree["sources"] if source.get("default"))
    found = list(rows())
    lines = [
        "# Claims, rules and cases",
        "",
        "Each claim of the article that the pack rests on, in our words; the rules that state it; and the cases that",
        "prove it. `roleprofile test profiles --mutate` removes each rule that cites a source, and then each of its",
        "parts, one at a time, and sees a case fail.",
        "This page is made from the files.",
        "",
        "| Claim | Says | Rules | Cases |",
        "|---|---|---|---|",
    ]
    for claim, text in claims.items():
        rules, cases = (
            "<br>".join(link(row) for row in found if row.source == claim and row.is_case == is_case)
            for is_case in (False, True)
        )
        lines.append(f"| {claim} | {text['en']} | {rules} | {cases} |")
    return "\n".join(lines) + "\n"


def link(row: Row) -> str:
    """A rule or a case, and the page that shows it."""
    return f"{row.name} ([{row.file}](files/{page_of(row.file)}.md), line {row.line})"


# --- who comes closest -------------------------------------------------------------------------------------


def closest_page(catalog: Catalog) -> str:
    """How far the deputy head of public relations lies before everybody else outside sales."""
    market = catalog.dimensions(PACK)["market"][1]
    lines = [
        "# Who comes closest",
        "",
        "Claim S4.4: by competencies the deputy head of public relations comes closest of all. It is computed, not",
        "declared: a typical incumbent of each job that is declared as a way into the account manager's, except direct",
        "sales, is scored as an account manager. The table shows by how many of 100 points the deputy's certain score",
        "lies above that of the next one, the least of the three standings that an employer can have in its market. A",
        "test holds that no single level of what a deputy brings decides this, and that all of them together do.",
        "",
        f"| Market | {' | '.join(size.capitalize() for size in SIZES)} |",
        "|---|" + "---:|" * len(SIZES),
    ]
    for term in market.terms:
        cells = []
        for size in SIZES:
            points, runner_up = min(margin(catalog, size, term.id, tier) for tier in TIERS)
            cells.append(f"{points / 10_000:.1f} before the {runner_up}")
        lines.append(f"| {term.label['en']} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def margin(catalog: Catalog, size: str, market: str, tier: str) -> tuple[int, str]:
    """The deputy's lead in parts per million, and the name of who comes next."""
    context = {"company-size": size, "market": market, "region": "unspecified", "employer-tier": tier}
    scorer = catalog.scorer(TARGET, context)
    declared = {one.origin for one in catalog.transitions if one.target == TARGET} - {"any", SALES, TARGET}
    scores = {
        name: scorer.score(typical_incumbent(catalog, catalog.role(name), context)).low for name in sorted(declared)
    }
    deputy = scores.pop(CLOSEST)
    second = max(scores, key=lambda name: scores[name])
    label = catalog.role(second).label["en"]
    return deputy - scores[second], label if label.startswith("PR") else label[:1].lower() + label[1:]
