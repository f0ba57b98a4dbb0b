"""The group of all commands, which imports the module of a command when it is needed."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import click

import roleprofile as rp

#: The exit codes: nothing to report, findings, wrong usage or unreadable input.
CLEAN, FINDINGS, UNUSABLE = 0, 1, 2

#: The widest help in columns.
_WIDTH = 80


class Command(click.Command):
    """A command whose options are text. An argument may be the name of a file, which on some disks is no UTF-8."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, unless the bytes of an option are not UTF-8."""
        for option in self.params:
            given = ctx.params.get(option.name or "")
            texts = given if isinstance(given, tuple) else (given,)
            if isinstance(option, click.Option) and any(isinstance(one, str) and _BYTES.search(one) for one in texts):
                raise click.BadParameter("its bytes are not UTF-8", ctx, option)
        return super().invoke(ctx)


class Group(click.Group):
    """A group of such commands and groups."""

    command_class = Command


class _Program(Group):
    """All commands; the module of a command is imported when the command is needed."""

    group_class = Group

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - of click
        """The names of the commands, sorted."""
        return sorted(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with a name."""
        # click looks for a similar name among the commands that are there.
        for home in [_HOMES[cmd_name]] if cmd_name in _HOMES else _HOMES.values():
            import_module(f"roleprofile.cli.{home}")
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - of click
        """List the commands by who uses them."""
        room = formatter.width - 6 - max(map(len, _HOMES))
        for use, commands in _USES.items():
            with formatter.section(use):
                told = [(name, Command(name, help=text)) for name, (_, text) in commands.items()]
                formatter.write_dl([(name, command.get_short_help_str(room)) for name, command in told])


#: All commands by who uses them: the module of each and the first sentence of its help. A test compares the sentences.
_USES = {
    "People and jobs": {
        "demo": ("score", "Score an example person, and suggest further commands."),
        "score": ("score", "Score a person for a role, with reasons."),
        "rank": ("moves", "Rank people for a role."),
        "fits": ("moves", "Show the roles that a person fits best, best first."),
        "what-if": ("moves", "Show how other facts would change a fit."),
        "plan": ("plan", "Show the plan with the least effort that reaches a verdict."),
        "transitions": ("moves", "Show roles whose holders can move into a role, best first."),
        "paths": ("moves", "Show paths into a role, the quickest first."),
        "grade": ("grades", "Find the highest grade of a role that a person can hold."),
        "progression": ("grades", "Show what a grade of a role asks for beyond another."),
        "pay": ("pay", "Add up the pay of a role from given amounts."),
        "report": ("report", "Write a result as one page (.html), one picture (.svg) or Markdown (.md)."),
        "replay": ("score", "Compute a record again without packs."),
    },
    "Rules, to read": {
        "list": ("packs", "List the content of packs."),
        "stats": (
            "names",
            "Show numbers about packs: unused descriptors, weights of roles, missing texts.",
        ),
        "where": ("names", "Show the files and lines that name a role, a descriptor, a scale or another entry."),
        "show": ("packs", "Show a role, or two side by side, optionally in a context."),
        "site": ("site", "Write a browsable site of packs, with a page for each role and each skill."),
    },
    "Rules, to write and review": {
        "new": ("tables", "Draft a document with notes that passes `roleprofile check`."),
        "check": ("check", "Show every mistake with its line, and unwise rules."),
        "explain": ("explain", "Explain a problem code, such as RP204."),
        "test": ("cases", "Run the cases of packs."),
        "rename": ("names", "Rename an entry in every file of the packs given with --pack."),
        "format": ("layout", "Format documents in one style."),
        "schema": ("schema", "Print the JSON Schema of a kind of document, or list kinds."),
        "diff": ("diff", "Show changed rules and the scores that they change."),
        "approvals": ("approvals", "Show the digest of each rule and whether it is approved."),
        "build": ("build", "Write packs and the packs they require as one JSON file."),
    },
    "Tables and resumes": {
        "batch": ("batch", "Score a table of people for a role, and write a table."),
        "import": ("tables", "Read people and roles from other formats."),
        "export": ("tables", "Write the content of packs for other programs."),
        "texts": ("texts", "Write the texts of packs as a table for translators, and read translations back."),
    },
}
_HOMES = {name: home for commands in _USES.values() for name, (home, _) in commands.items()}


#: How Python keeps the bytes of an argument that are not UTF-8.
_BYTES = re.compile("[\udc80-\udcff]")


@click.group(cls=_Program, context_settings={"max_content_width": _WIDTH, "help_option_names": ["-h", "--help"]})
@click.version_option(rp.__version__, prog_name="roleprofile")
def app() -> None:
    """Score how well people fit roles, explain why, and check the rules.

    Exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input.
    """
