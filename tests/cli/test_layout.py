"""How results are shown on a terminal: short or full, in its width, with bars or in words alone."""

import os
import subprocess
import sys

import click
import pytest

import roleprofile as rp
from examples import once
from roleprofile.cli.group import _USES, app
from roleprofile.model.catalog import short
from roleprofile.presentation.renderers.text import width

CONTEXT = ("--context", "large-metal-products")
#: The most lines of a short result.
MOST = 20


#: Everybody whom the shipped packs have as an example.
PEOPLE = sorted(short(one) for one in rp.load().people)


class TestShortResults:
    """The default answers in twenty lines; ``--full`` has the rest."""

    @pytest.mark.parametrize("language", ["en", "fil"])
    @pytest.mark.parametrize(
        "command",
        [
            ("demo",),
            *(("score", name, "account-manager", *CONTEXT) for name in ("deputy-pr-head", "metal-engineer-in-sales")),
            ("score", "economics-graduate", "account-manager", "--context", "any-employer"),
            *(("plan", name, "account-manager", *CONTEXT) for name in PEOPLE),
            *(("plan", name, "account-manager", *CONTEXT, "--reach", "strong") for name in PEOPLE),
            ("plan", "analyst", "account-manager", *CONTEXT, "--reach", "strong"),
            ("transitions", "account-manager", *CONTEXT),
            ("paths", "analyst", "account-manager", *CONTEXT),
            ("paths", "direct-sales-representative", "account-manager", *CONTEXT, "--limit", "1"),
            ("what-if", "metal-engineer-in-sales", "account-manager", "persuasion=expert", *CONTEXT),
            ("fits", "metal-engineer-in-sales", *CONTEXT),
            ("rank", "deputy-pr-head", "metal-engineer-in-sales", "account-manager", *CONTEXT),
        ],
        ids=" ".join,
    )
    def test_have_at_most_twenty_lines(self, call, command, language):
        status, out, _ = call(*command, "--lang", language)
        lines = out.splitlines()

        assert status == 0
        assert len(lines) <= MOST, out

    def test_say_how_to_see_the_rest(self, call):
        score = ("score", "deputy-pr-head", "account-manager", *CONTEXT)
        short, full = call(*score)[1], call(*score, "--full")[1]

        assert short.endswith("\n--full shows the rest, with rules and sources.\n")
        assert len(full.splitlines()) > 3 * MOST
        assert "--full" not in full

    def test_say_once_that_numbers_are_judgement(self, call):
        assert call("demo", "--full")[1].count("author's judgement") <= 1


@once
class TestWidth:
    SCORE = ("score", "deputy-pr-head", "account-manager", "--context", "large-metal-products", "--full")

    @pytest.mark.parametrize("columns", [40, 60, 80, 100, 120])
    @pytest.mark.parametrize("language", ["en", "fil"])
    def test_is_that_of_the_terminal(self, call, monkeypatch, columns, language):
        monkeypatch.setenv("COLUMNS", str(columns))
        widest = max(map(width, call(*self.SCORE, "--lang", language)[1].splitlines()))

        assert columns - 10 <= widest <= columns

    @pytest.mark.parametrize("columns, used", [("0", 80), ("7", 40), ("400", 120), ("wide", 80), ("-3", 80)])
    def test_stays_readable(self, call, monkeypatch, columns, used):
        monkeypatch.setenv("COLUMNS", columns)

        assert max(map(width, call(*self.SCORE)[1].splitlines())) <= used

    def test_of_a_pipe_is_80(self, call, monkeypatch):
        monkeypatch.delenv("COLUMNS", raising=False)

        assert 70 <= max(map(width, call(*self.SCORE)[1].splitlines())) <= 80


class TestPlain:
    @pytest.mark.parametrize("command", [("demo",), ("transitions", "account-manager", *CONTEXT)])
    def test_has_no_bars_and_no_columns(self, call, command):
        out = call(*command, "--plain")[1]

        assert not set("█▒░") & set(out)
        assert "   " not in out.replace("\n  ", "\n").split("Try next")[0]

    def test_says_each_row_in_a_sentence(self, call):
        score = ("score", "deputy-pr-head", "account-manager", *CONTEXT)
        out = " ".join(call(*score, "--plain", "--full")[1].split())

        assert "Holding a dialogue *: asked Advanced, held Advanced, points 12.3 of 12.3" in out


class TestTheListOfCommands:
    def test_says_what_the_help_of_each_command_says_first(self):
        context = click.Context(app)
        told = {name: text for commands in _USES.values() for name, (_, text) in commands.items()}

        assert told == {name: app.get_command(context, name).get_short_help_str(200) for name in told}

    def test_imports_no_command(self):
        code = (
            "import sys\nfrom roleprofile.cli.run import run\n"
            "run(['--help'])\n"
            "print([name for name in sys.modules if name.startswith('roleprofile.')], file=sys.stderr)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

        assert done.stderr == "['roleprofile.cli', 'roleprofile.cli.group', 'roleprofile.cli.run']\n"


@pytest.mark.parametrize("form", ["svg", "html", "json"])
def test_a_document_in_a_pipe_is_utf_8_whatever_the_terminal_has(form):
    command = [sys.executable, "-m", "roleprofile", "score", "deputy-pr-head", "account-manager", *CONTEXT]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}
    done = subprocess.run(
        [*command, "--format", form, "--lang", "fil"], capture_output=True, check=True, env=environment
    )

    assert "�" not in done.stdout.decode()
    assert "produktong metal" in done.stdout.decode()
