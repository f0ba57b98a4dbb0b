"""``explain``: the page of a problem code on a terminal."""

import pytest

from roleprofile.errors import CODES


class TestExplain:
    def test_prints_the_page_with_its_examples(self, call):
        status, out, err = call("explain", "RP401")

        assert (status, err) == (0, "")
        assert out.startswith("RP401 a missing translation\n\nThe pack lists several languages")
        assert "\nWrong\n\n  our-pack/pack.yaml\n    kind: pack\n" in out
        assert "<!--" not in out

    def test_takes_a_code_in_small_letters(self, call):
        assert call("explain", "rp401") == call("explain", "RP401")

    @pytest.mark.parametrize("code", CODES)
    def test_knows_every_code(self, call, code):
        status, out, _ = call("explain", code)

        assert status == 0
        # A long title is broken like any other text.
        assert " ".join(out.split()).startswith(f"{code} {CODES[code]}")

    @pytest.mark.parametrize(
        "given, hint",
        [
            ("RP2O4", "RP204 is an unknown level"),
            ("translation", "RP401 is a missing translation"),
            ("\x1b[31m", "a code is RP and three digits, such as RP204"),
        ],
    )
    def test_says_what_an_unknown_code_may_have_meant(self, call, given, hint):
        status, out, err = call("explain", given)

        assert (status, out) == (2, "")
        assert hint in err
        assert "\x1b" not in err
