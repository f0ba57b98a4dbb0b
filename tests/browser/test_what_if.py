"""The what-if page: the same whole numbers in the browser as in Python, and sliders that say what they do."""

import sys
from pathlib import Path

import pytest

LAWS = Path(__file__).parents[1] / "laws"
sys.path.insert(0, str(LAWS))

import strategies  # noqa: E402 - lies beside the laws
from attrs import asdict  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from test_compiled_tables import held_by  # noqa: E402

from examples import examples  # noqa: E402

#: The number of generated cases that the project promises.
CASES = 1000
NAMES = (
    "low",
    "supported",
    "high",
    "known",
    "meets_minimum",
    "verdict_low",
    "verdict_supported",
    "verdict_high",
)


@pytest.fixture(scope="module")
def engine(browser):
    """A page with the functions of the script."""
    from importlib import resources

    page = browser.new_page()
    page.add_script_tag(content=resources.files("roleprofile.presentation").joinpath("what_if.js").read_text("utf-8"))
    yield page
    page.close()


def test_the_browser_computes_what_python_computes(engine):
    cases = []

    @settings(max_examples=examples(CASES))
    @given(strategies.cases())
    def collect(case):
        world, person = case
        for fit in world.scorer.score(person).situations:
            held = held_by(world, fit)
            plain = asdict(held) | {"closed": sorted(held.closed), "proofs": sorted(held.proofs)}
            cases.append(([fit.role.tables(), plain], {name: getattr(fit, name) for name in NAMES}))

    collect()
    given_ = [one for one, _ in cases]
    found = engine.evaluate(
        "(all) => all.map(([tables, held]) => { const { credits, ...rest } = computed(tables, held); return rest; })",
        given_,
    )

    assert len(cases) >= examples(CASES)
    assert [one for one, (_, expected) in zip(found, cases, strict=True) if one != expected] == []
    assert found == [expected for _, expected in cases]


class TestPage:
    @pytest.fixture
    def page(self, browser, tmp_path):
        from roleprofile.cli.run import run

        path = tmp_path / "what-if.html"
        arguments = ["report", "what-if", "account-manager", "--context", "large-metal-products", "-o", str(path)]
        assert run(arguments) == 0
        found = browser.new_page()
        found.wrong = []
        found.on("pageerror", lambda error: found.wrong.append(str(error)))
        found.goto(path.as_uri())
        yield found
        assert found.wrong == []
        found.close()

    def test_begins_with_nothing_known(self, page):
        assert page.locator("#points").text_content() == "0 – 100"
        assert page.locator("#verdict").text_content() == "Far off – Strong"

    def test_moving_a_slider_says_what_is_known(self, page):
        import roleprofile as rp

        page.get_by_label("Holding a dialogue").first.fill("3")
        catalog = rp.load()
        person = catalog.person("p-1", facts=[rp.Fact("dialogue", "advanced")])
        fit = catalog.scorer("account-manager", "large-metal-products").score(person)

        assert page.locator("#points").text_content() == f"{fit.low // 10_000} – {fit.high // 10_000}"
        page.get_by_role("button").click()
        page.wait_for_function("document.getElementById('points').textContent === '0 – 100'")

    def test_can_be_read_by_everybody(self, page):
        axe = pytest.importorskip("axe_playwright_python.sync_playwright")
        found = axe.Axe().run(page).response["violations"]

        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
