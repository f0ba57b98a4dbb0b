"""An explanation: laid out for a terminal, in words that a newcomer reads, in both languages."""

import re

import pytest

import roleprofile as rp
from roleprofile.presentation.blocks import Bar, Grid, Row
from roleprofile.presentation.phrases import points
from roleprofile.presentation.renderers.text import BAR, Layout, bar, plain, width

LARGE = {"company-size": "large", "market": "metal-products"}
PEOPLE = ("deputy-pr-head", "first-job-talker", "metal-engineer-in-sales", "student-part-time", "three-strengths")

#: Words of the library's own making that no reader should have to learn.
JARGON = re.compile(r"\b(ppm|leaf|compiled|descriptor|holdings|slot|rank|any_of|all_of|necessity)\b")


@pytest.fixture(scope="module")
def catalog():
    return rp.load()


@pytest.fixture(scope="module")
def fits(catalog):
    scorer = catalog.scorer("account-manager", LARGE)
    return {name: scorer.score(catalog.people[f"account-management:{name}"]) for name in PEOPLE}


class TestTheLayout:
    @pytest.mark.parametrize("language", ["en", "fil"])
    @pytest.mark.parametrize("name", PEOPLE)
    def test_no_line_is_wider_than_80_columns(self, fits, name, language):
        too_wide = [line for line in fits[name].explain(language).splitlines() if width(line) > 80]

        assert not too_wide

    @pytest.mark.parametrize("language", ["en", "fil"])
    def test_no_line_ends_with_a_space(self, fits, language):
        assert not [line for line in fits["deputy-pr-head"].explain(language).splitlines() if line != line.rstrip()]

    def test_the_verdict_and_the_interval_come_first(self, fits):
        fit = fits["metal-engineer-in-sales"]
        lines = fit.explain().splitlines()

        assert lines[0].startswith("metal-engineer-in-sales → Account manager")
        assert " ".join(lines[3:5]) == (
            f"At least a stretch, likely viable, at best strong · {fit.low // 10_000} to {fit.high // 10_000} of 100 "
            f"points, {fit.proven // 10_000} of them proven, likely {fit.supported // 10_000}"
        )

    def test_too_little_that_is_known_is_said_before_the_verdict(self, catalog):
        silent = catalog.scorer("account-manager", LARGE).score(catalog.person("p-1"))

        assert not silent.is_assessed
        assert silent.explain().splitlines()[2].startswith("Not assessed enough. At least far off, ")

    def test_a_bar_reads_without_colour(self):
        whole = 1_000_000
        assert bar(Bar(whole, whole, whole, whole)) == "█" * BAR
        assert bar(Bar(0, 600_000, 800_000, whole)) == "▒" * 6 + "░" * 2 + "·" * 2
        assert bar(Bar(999_999, 999_999, 999_999, whole)) == "█" * 9 + "·"
        assert bar(Bar(0, 0, 0, 0)) == "·" * BAR

    def test_a_long_cell_breaks_within_its_column(self):
        lines = Layout(width=14).lines([Grid([Row(("one two three four", "x"))])])

        assert plain(lines).splitlines() == ["  one two    x", "  three", "  four"]

    def test_points_are_rounded_to_tenths(self):
        assert [points(share) for share in (0, 499, 500, 285_714, 1_000_000)] == ["0.0", "0.0", "0.1", "28.6", "100.0"]


class TestTheWords:
    @pytest.mark.parametrize("name", PEOPLE)
    def test_none_is_our_jargon(self, fits, name):
        assert not JARGON.findall(fits[name].explain())

    def test_each_requirement_says_what_is_held_how_that_is_known_and_which_rule_asks(self, fits):
        text = " ".join(fits["metal-engineer-in-sales"].explain().split())

        assert "Stated, assessment or work sample (role play 17), 2026-03-14." in text
        assert "Presumed from a role held: Account manager, 30 months." in text
        assert "Needed for: Close new deals" in text
        assert "Rule: S2.3." in text
        assert text.count("author's judgement") == 1
        assert "8 people of 10 people: 80% of the points." in text

    def test_points_that_are_only_presumed_have_a_question_mark(self, fits):
        text = " ".join(fits["metal-engineer-in-sales"].explain().split())

        assert "12.3 of 12.3" in text
        assert "12.3? of 12.3" in text

    def test_a_field_says_how_much_it_counts(self, catalog):
        engineer = catalog.people["account-management:metal-engineer-in-sales"]
        text = " ".join(catalog.scorer("account-manager", "any-employer").score(engineer).explain().split())

        assert "Counts in full: Economics, Law, Management. Counts in part: any other 50%." in text
        assert "This one counts 50%. Needed for:" in text

    def test_questions_name_the_points_that_an_answer_can_bring(self, fits):
        fit = fits["metal-engineer-in-sales"]
        text = " ".join(fit.explain().split())
        added = points(fit.questions[0].could_add)

        assert f"Persuasion: at least Advanced? (up to +{added} points if yes; Working is the minimum;" in text

    def test_a_minimum_requirement_says_the_least_that_meets_it_where_that_is_less_than_is_asked(self, catalog):
        graduate = catalog.people["account-management:economics-graduate"]
        text = " ".join(catalog.scorer("account-manager", "small-retail").score(graduate).explain().split())

        assert "1 level below what is asked: 60% of the points. Minimum requirement, at least Working: met." in text

    def test_a_question_says_which_answer_counts_in_part_only(self, catalog):
        graduate = catalog.people["account-management:economics-graduate"]
        text = " ".join(catalog.scorer("account-manager", "small-retail").score(graduate).explain().split())

        alone = "(alone, this brings at most 15% of these points)"
        assert f"; or List of contacts – at least 200 people {alone}? (up to +10.0 points if yes" in text

    def test_a_level_that_counts_in_any_field_is_not_asked_for_in_the_one_that_is_held(self, catalog):
        student = catalog.people["account-management:student-part-time"]
        fit = catalog.scorer("account-manager", "any-employer").score(student)
        text = fit.explain()
        (step, *_) = next(gap.steps for gap in fit.gaps if gap.id == "higher-education")

        expected = f"Education – Vocational or short-cycle tertiary: +{points(step.adds)} points"
        assert expected in " ".join(text.split())
        assert "General schooling" not in text.partition("What would close the gaps")[2].partition("asked")[0]

    def test_says_what_the_levels_mean_that_are_asked_for(self, fits):
        text = " ".join(fits["three-strengths"].explain().partition("What the levels mean\n")[2].split())

        assert text.startswith(
            "Basic: Manages simple cases with help. Working: Handles the usual cases alone. Advanced:"
        )
        assert "Moderate: Shows when the situation calls for it." in text

    def test_says_what_the_verdicts_mean(self, fits):
        text = " ".join(fits["three-strengths"].explain().split())

        assert "strong from 80 points, viable from 60 points, a stretch from 35 points, below that far off" in text
        assert "at most a stretch while a minimum requirement is not met" in text

    def test_a_situation_that_the_context_leaves_open_is_named(self, catalog):
        engineer = catalog.people["account-management:metal-engineer-in-sales"]
        fit = catalog.scorer("account-manager", "any-employer").score(engineer)
        text = " ".join(fit.explain().split())

        worst = ", ".join(fit.role.context_labels[name][1]["en"] for name in ("company-size", "market"))
        assert (f"Not given: Company size, Market. The result is for the least favourable situation: {worst}. ") in text
        low, high = fit.low // 10_000, fit.situations.high // 10_000
        assert f"At least far off, likely viable, at best strong · {low} to {high} of 100 points" in text

    def test_nothing_is_said_of_what_is_open_where_the_role_does_not_read_it(self, fits):
        assert "Not given" not in fits["metal-engineer-in-sales"].explain()

    def test_every_rule_that_is_named_is_spelled_out(self, fits):
        text = fits["metal-engineer-in-sales"].explain()
        named = {
            name
            for rule in re.findall(r"Rule: ([^;.]+(?:\.\d[^;.]*)*)", " ".join(text.split()))
            for name in rule.split(", ")
        }
        rules = text.split("\nRules\n")[1]

        assert named
        assert not [name for name in named if f"  {name}  " not in rules]

    def test_filipino_is_filipino(self, fits):
        text = " ".join(fits["metal-engineer-in-sales"].explain("fil").split())

        assert "Mga susunod na itatanong" in text
        assert "24 na buwan" in text
        assert "Ask next" not in text

    def test_an_unknown_language_is_an_error(self, fits):
        with pytest.raises(ValueError, match="there are en, fil"):
            fits["three-strengths"].explain("xx")


class TestARecord:
    @pytest.mark.parametrize("language", ["en", "fil"])
    def test_explains_elsewhere_as_the_fit_does_here(self, fits, language):
        for fit in fits.values():
            assert rp.Fit.from_record(fit.to_record()).explain(language) == fit.explain(language)
