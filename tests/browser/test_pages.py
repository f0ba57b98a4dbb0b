"""What readers see: no error, no request to anywhere, nothing that a screen reader or a phone cannot show."""

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the browser environment of tox has axe")

#: Rules that Sphinx's own HTML of the Python interface breaks.
OF_SPHINX = {"definition-list"}
OURS = [
    "index",
    "install",
    "reading",
    "limits",
    "tutorial",
    "commands",
    "api/scoring",
    "generated/codes/RP204",
    "generated/codes/index",
    "what-if/account-manager",
    "generated/gallery/index",
    "generated/gallery/account-manager",
    "generated/gallery/fil/account-manager",
    "generated/gallery/fil/result",
]
THEIRS = ["en/index", "en/roles/data-analysts/data-analyst"]
REPORTS = [
    f"{name}-{language}.html"
    for name in ("fit", "ranking", "role", "transitions", "plan", "team")
    for language in ("en", "fil")
]
PICTURES = ["fit-en.svg", "transitions-fil.svg", "team-en.svg"]
PATHS = [
    *(f"ours/{name}.html" for name in OURS),
    *(f"theirs/{name}.html" for name in THEIRS),
    *(f"reports/{name}" for name in (*REPORTS, *PICTURES)),
]


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desk", "phone"])
def page(request, browser, address):
    """A page of a size and in a theme; whatever goes wrong in it is kept in ``page.wrong``."""
    wide, theme = request.param
    context = browser.new_context(viewport={"width": wide, "height": 900}, color_scheme=theme)
    found = context.new_page()
    found.wrong = []
    found.on("console", lambda message: found.wrong.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: found.wrong.append(str(error)))
    found.on("request", lambda sent: None if sent.url.startswith((address, "data:")) else found.wrong.append(sent.url))
    yield found
    context.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_can_be_read_by_everybody(page, address, path):
    page.goto(f"{address}/{path}")
    if not path.endswith(".svg"):
        found = axe.Axe().run(page).response["violations"]
        grave = {one["id"]: one["nodes"][0]["html"] for one in found if one["impact"] in ("serious", "critical")}

        assert {rule: place for rule, place in grave.items() if rule not in OF_SPHINX or "/api/" not in path} == {}
        assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") <= 0
    # The site of another pack and the reports have no icon, which the browser asks for.
    wrong = [one for one in page.wrong if "404" not in one]

    assert wrong == []


@pytest.mark.parametrize("path", [f"reports/{name}" for name in REPORTS])
def test_a_report_needs_no_script(browser, address, path):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{path}")

    assert page.locator("h1").count() == 1
    assert page.locator("script").count() == 0
    context.close()


@pytest.mark.parametrize(
    "asked, wanted",
    [
        ("install", "Install"),
        ("account manager", "Account manager"),
        ("PR", "Public relations specialist"),
        ("suweldo", "Account manager"),
        ("kliyente", "Tagapag-ugnay sa mga kliyente"),
        ("glossary", "Glossary"),
    ],
)
def test_a_search_finds_what_was_meant(browser, address, asked, wanted):
    page = browser.new_page()
    page.goto(f"{address}/ours/search.html?q={asked.replace(' ', '+')}")
    page.wait_for_selector("ul.search > li > a", timeout=20_000)
    page.wait_for_function("document.querySelector('.search-summary')?.textContent.includes('finished')")
    found = [link.text_content() for link in page.locator("ul.search > li > a").all()[:10]]

    assert wanted in found
    page.close()


def test_every_link_of_our_site_leads_somewhere(pages):
    import re
    from urllib.parse import unquote

    links = re.compile(r'(?:href|src)="([^"#?]+)[^"]*"')
    found = [
        (page, link) for page in (pages / "ours").rglob("*.html") for link in links.findall(page.read_text("utf-8"))
    ]
    local = [(page, link) for page, link in found if not re.match(r"\w+:|//", link)]
    dead = [(page.name, link) for page, link in local if not (page.parent / unquote(link)).exists()]

    assert local
    assert dead == []
