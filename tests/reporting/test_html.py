"""Pages of results: well-formed, self-contained, and without markup from packs or people."""

import re
from html.parser import HTMLParser

import pytest

import roleprofile as rp
from roleprofile.presentation.blocks import (
    Bar,
    Grid,
    Heading,
    Items,
    Meter,
    Nested,
    Paragraph,
    Row,
    Verbatim,
    quoted,
    sections,
)
from roleprofile.presentation.renderers import renderer
from roleprofile.presentation.results import render
from roleprofile.presentation.roles import role_blocks

ROLE = "account-manager"
WHERE = "large-metal-products"
EVIL = "<script>alert('x')</script>&\"'"
#: Elements without an end.
VOID = {"meta", "br"}


class Outline(HTMLParser):
    """The elements of a page; fails where one is closed that is not open."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.attributes = [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def results():
    catalog = rp.load()
    person = catalog.people["account-management:metal-engineer-in-sales"]
    fit = catalog.scorer(ROLE, "any-employer").score(person)
    return {
        "fit": fit,
        "ranking": rp.rank([fit]),
        "assessment": catalog.assess_transition(person, ROLE, WHERE),
        "plan": catalog.plan("analyst", ROLE, WHERE),
        "what-if": catalog.what_if(person, ROLE, WHERE, [rp.Fact("dialogue", "expert")]),
        "path": catalog.paths("analyst", ROLE, WHERE)[0],
    }


RESULTS = results()


class TestPage:
    @pytest.mark.parametrize("language", ["en", "fil"])
    @pytest.mark.parametrize("kind", RESULTS)
    def test_is_well_formed_and_asks_nobody(self, kind, language):
        page = RESULTS[kind].to_html(language)
        outline = Outline(page)

        assert outline.tags.count("h1") == 1
        assert ("lang", language) in outline.attributes
        assert {"script", "link", "img", "iframe"}.isdisjoint(outline.tags)
        assert not {name for name, _ in outline.attributes if name in {"src", "href"} or name.startswith("on")}
        assert "url(" not in page
        assert "@import" not in page

    def test_shows_texts_of_packs_as_they_are(self):
        blocks = sections(
            [Heading(EVIL), EVIL, Paragraph(EVIL, "bad"), Items([EVIL]), Nested([Verbatim([((EVIL, "title"),)])])],
            Grid(
                [Row([EVIL, Bar(1, 2, 3, 4), quoted(EVIL)], notes=EVIL)], (EVIL, "", EVIL), numbers=(2,), names=(EVIL,)
            ),
            Meter(Bar(1, 2, 3, 4), (EVIL,), ((50, EVIL),)),
        )
        page = renderer("html")(blocks, EVIL)

        assert "<script" not in page
        assert "script" not in Outline(page).tags
        assert len(re.findall("&lt;script&gt;", page)) == 16

    def test_has_the_words_of_the_text(self):
        """Every word of the explanation is on the page; only bars are drawn."""
        fit = RESULTS["fit"]
        words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", fit.to_html(), flags=re.DOTALL)
        shown = set(re.findall(r"[A-Za-z]{4,}", words))

        assert set(re.findall(r"[A-Za-z]{4,}", fit.explain())) - shown == set()

    def test_bars_have_a_certain_a_likely_and_a_possible_part(self):
        page = renderer("html")([Grid([Row(["a", Bar(300_000, 600_000, 800_000, 1_000_000)])])])

        assert '<i style="width:30.00%"></i><i style="width:30.00%"></i><i style="width:20.00%"></i>' in page

    def test_shows_itself_in_a_notebook(self):
        for result in RESULTS.values():
            found = result._repr_html_()
            assert found.startswith("<style>\n")
            assert "<html" not in found
            Outline(found)

    def test_of_a_language_that_nobody_has_is_refused(self):
        with pytest.raises(rp.ArgumentValueError, match="there are en, fil"):
            RESULTS["fit"].to_html("de")


def test_a_picture_has_the_title_of_the_result():
    blocks = sections([Heading(f"A fit {EVIL}"), "It fits."])

    first = re.search("<svg[^>]*>\n(.*)", renderer("svg")(blocks))[1]
    assert first == "<title>A fit &lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;&quot;&#x27;</title>"


def test_every_column_of_a_fit_and_of_a_role_has_a_name():
    catalog = rp.load()
    role = renderer("html")(role_blocks(catalog, catalog.role(ROLE), None, "en"))

    for page in (role, *(render("html", one) for one in (results()["fit"], results()["ranking"]))):
        heads = re.findall('<th scope="col"[^>]*>(.*?)</th>', page)
        assert len(heads) >= 4
        assert all(heads)
    assert '<th scope="col">requirement</th><th scope="col">asked</th>' in role
    assert "<h2>Requirements</h2>" in render("html", results()["fit"])


def test_the_colours_of_a_diagram_are_said_in_words():
    origins = rp.load().rank_origins(ROLE, WHERE)
    legend = "Lines: green for strong or viable, amber for a stretch, dashed red for far off or closed for now."

    assert f"<figcaption>{legend}</figcaption>" in render("html", origins)
    assert "Lines: green for strong" in render("svg", origins)
    assert "Lines: green" not in render("text", origins)
