"""No command changes a file that it was not asked to change: each runs on a copy of the packs, compared afterwards."""

import csv
import io
import json
import shutil
from pathlib import Path

import click
import pytest

import roleprofile as rp
import roleprofile.cli.run as command_line
from roleprofile.cli.group import app
from roleprofile.model.shipped import shipped

OURS = "profiles/account-management"
PLACE = ("--context", "large-metal-products")
RESUME = {"work": [{"position": "Analyst", "startDate": "2020-01", "endDate": "2022-01"}]}
PERSON = "schema: 1\nkind: person\nid: c-18\nfacts: {dialogue: advanced}\n"

MATRIX = "Id,Persuasion\np-1,advanced\n"
MAPPING = """\
kind: table-mapping
schema: 1
id: matrix
of: people
header_row: 1
row_names: Id
skills: [{name: Persuasion, descriptor: persuasion}]
"""

TEXTS = "pack,file,place,text (en),text (fil)\naccount-management,pack.yaml,/label,Account management,Pamamahala\n"

PAY = "account-manager --context large-metal-products --currency PHP --amount guaranteed=15000 --amount retention=0"
PAY = [*PAY.split(), "--measure", "closed-deal-value=400000", "--share", "commission=5"]

#: For every command, ways of calling it, each with the files that it was asked to write. Every option that writes, and
#: every one that promises to write nothing, is here; a new command, and a new way to write, needs a line.
WAYS = {
    "approvals": [
        (["profiles"], []),
        ([OURS, "--add", "--body", "B", "--by", "R. M.", "--on", "2026-03-14", "--dry-run"], []),
        ([OURS, "--add", "--body", "B", "--by", "R. M.", "--on", "2026-03-14"], [f"{OURS}/approvals.yaml"]),
    ],
    "batch": [
        (["people.csv", "account-manager", *PLACE, "-o", "made/b.parquet"], ["made/b.parquet"]),
        (
            ["people.csv", "account-manager", *PLACE, "-o", "made/b.csv", "--rejects", "made/r.csv"],
            ["made/b.csv", "made/r.csv"],
        ),
    ],
    "build": [
        (["profiles", "-o", "made/all.json", "--dry-run"], []),
        (["profiles", "-o", "made/all.json"], ["made/all.json"]),
    ],
    "check": [(["profiles"], []), ([f"{OURS}/roles/analyst.yaml"], [])],
    "demo": [([], [])],
    "diff": [(["profiles", "profiles"], []), (["profiles", "profiles", "--format", "md"], [])],
    "explain": [(["RP204"], [])],
    "export table": [
        (["profiles", "-o", "made/all.xlsx"], ["made/all.xlsx"]),
        ([OURS, "-o", "made/a.csv"], ["made/a.csv"]),
        ([OURS, "--of", "descriptors", "-o", "made/d.xlsx"], ["made/d.xlsx"]),
        ([OURS, "--of", "anchors", "-o", "made/d.csv"], ["made/d.csv"]),
    ],
    "format": [
        (["disorder.yaml", "--check"], []),
        (["disorder.yaml", "--diff"], []),
        (["disorder.yaml", "profiles"], ["disorder.yaml"]),
    ],
    "grade": [(["p-1.yaml", "clerk", "--pack", "ladder"], [])],
    "import jsonresume": [
        (["resume.json"], []),
        (["resume.json", "--id", "p-1", "-o", "made/person.yaml"], ["made/person.yaml"]),
        (["resume.json", "--id", "p-1", "-o", "old.txt", "--force"], ["old.txt"]),
    ],
    "import table": [
        (["matrix.csv", "-m", "mapping.yaml", "-o", "made/people"], ["made/people", "made/people/p-1.yaml"]),
        (["matrix.csv", "-m", "mapping.yaml", "-o", "made/people", "--dry-run"], []),
        (
            ["skills.csv", "--of", "descriptors", "-o", "made/ours"],
            ["made/ours", "made/ours/descriptors", "made/ours/descriptors/skills.yaml", "made/ours/pack.yaml"],
        ),
        (["requirements.csv", "--compare", OURS], []),
        (["requirements.csv", "--compare", OURS, "-o", "made/edited.yaml"], ["made/edited.yaml"]),
        (["requirements.csv", "--compare", OURS, "--apply", "--dry-run"], []),
        (["requirements.csv", "--compare", OURS, "--apply"], [f"{OURS}/roles/analyst.yaml"]),
    ],
    "list": [([], []), (["descriptors"], [])],
    "new cases": [
        (["basics", "--in", OURS, "--dry-run"], []),
        (["basics", "--in", OURS], [f"{OURS}/cases/basics.yaml"]),
    ],
    "new development": [(["coaching", "--in", OURS], [f"{OURS}/development/coaching.yaml"])],
    "new patch": [
        (["heavier", "account-manager", "--in", "ladder"], ["ladder/patches", "ladder/patches/heavier.yaml"])
    ],
    "new person": [(["c-19", "--in", OURS], [f"{OURS}/people/c-19.yaml"])],
    "new scale": [(["stars", "--in", OURS], [f"{OURS}/scales", f"{OURS}/scales/stars.yaml"])],
    "new vocabulary": [(["wards", "--in", OURS], [f"{OURS}/vocabularies", f"{OURS}/vocabularies/wards.yaml"])],
    "new descriptor": [(["typing", "--in", OURS], [f"{OURS}/descriptors/typing.yaml"])],
    "new mapping": [(["matrix.csv"], []), (["matrix.csv", "-o", "made/mapping.yaml"], ["made/mapping.yaml"])],
    "new pack": [
        (["ours", "--in", "made", "--dry-run"], []),
        (["ours", "--in", "made"], ["made/ours", "made/ours/pack.yaml"]),
    ],
    "new role": [(["typist", "--in", OURS], [f"{OURS}/roles/typist.yaml"])],
    "new transitions": [(["analyst", "--in", OURS], [f"{OURS}/transitions/analyst.yaml"])],
    "paths": [(["analyst", "account-manager", *PLACE], [])],
    "pay": [(PAY, [])],
    "plan": [(["first-job-talker", "account-manager", *PLACE], [])],
    "fits": [(["three-strengths", *PLACE], [])],
    "rank": [(["three-strengths", "first-job-talker", "account-manager", *PLACE], [])],
    "progression": [(["clerk", "junior", "senior", "--pack", "ladder"], [])],
    "rename": [
        (["dialogue", "conversation", "--pack", OURS, "--dry-run"], []),
        (["clerk", "officer", "--pack", "ladder"], ["ladder/roles/clerk.yaml", "ladder/roles/officer.yaml"]),
    ],
    "replay": [(["record.json"], [])],
    "report fit": [(["three-strengths", "account-manager", *PLACE, "-o", "made/r.html"], ["made/r.html"])],
    "report plan": [(["first-job-talker", "account-manager", *PLACE, "-o", "made/r.md"], ["made/r.md"])],
    "report ranking": [(["three-strengths", "account-manager", *PLACE, "-o", "made/r.svg"], ["made/r.svg"])],
    "report role": [(["account-manager", "-o", "made/r.html"], ["made/r.html"])],
    "report team": [(["examples", "account-manager", *PLACE, "-o", "made/r.html"], ["made/r.html"])],
    "report what-if": [(["account-manager", *PLACE, "-o", "made/r.html"], ["made/r.html"])],
    "report transitions": [(["account-manager", *PLACE, "-o", "made/r.html"], ["made/r.html"])],
    "schema": [
        ([], []),
        (["role"], []),
        (["role", "-o", "made/role.json"], ["made/role.json"]),
        (["cases", "--catalog", OURS, "-o", "made"], ["made/cases.schema.json"]),
    ],
    "score": [(["three-strengths", "account-manager", *PLACE], [])],
    "show": [(["account-manager"], [])],
    # It needs Sphinx; tests/sphinxext/test_site.py runs it.
    "site": [(["--help"], [])],
    "test": [(["profiles"], []), (["profiles", "--format", "junit"], [])],
    "texts export": [([OURS, "--lang", "de", "-o", "made/texts.csv"], ["made/texts.csv"])],
    "texts import": [
        (["texts.csv", OURS, "--dry-run"], []),
        (["texts.csv", OURS], [f"{OURS}/pack.yaml"]),
    ],
    "transitions": [(["account-manager", *PLACE], [])],
    "stats": [([OURS], []), ([], [])],
    "where": [(["dialogue"], [])],
    "what-if": [(["three-strengths", "account-manager", "dialogue=expert", *PLACE], [])],
}


def commands(group, name=()):
    """Every command of the command line, by the words that call it."""
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        if isinstance(command, click.Group):
            yield from commands(command, (*name, word))
        else:
            yield " ".join((*name, word))


COMMANDS = sorted(commands(app))
CALLS = [
    pytest.param(name, arguments, asked, id="-".join([name, *arguments]).replace("/", "."))
    for name, ways in sorted(WAYS.items())
    for arguments, asked in ways
]


def edited_requirements():
    """The requirements of the shipped roles as a table, with one weight that somebody changed."""
    rows = rp.tables.requirement_rows(shipped("profiles"), roles=["analyst"]).to_csv()
    head, first, *rest = rows.decode("utf-8-sig").splitlines()
    place = next(csv.reader([head])).index("weight")
    cells = next(csv.reader([first]))
    cells[place] = str(int(cells[place]) + 1)
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return "\n".join([head, line.getvalue(), *rest]) + "\n"


@pytest.fixture(scope="module")
def inputs():
    """What the commands read besides the packs: names of files, and their texts."""
    catalog = rp.load()
    person = catalog.people["account-management:three-strengths"]
    fit = catalog.scorer("account-manager", "large-metal-products").score(person)
    return {
        "disorder.yaml": PERSON,
        "old.txt": "old\n",
        "resume.json": json.dumps(RESUME),
        "record.json": fit.to_record(),
        "matrix.csv": MATRIX,
        "skills.csv": "Skill\nJuggling\n",
        "people.csv": "person,persuasion\np-1,advanced\n",
        "mapping.yaml": MAPPING,
        "requirements.csv": edited_requirements(),
        "texts.csv": TEXTS,
        "p-1.yaml": PERSON.replace("c-18", "p-1").replace("dialogue", "teamwork"),
        "ladder/pack.yaml": 'kind: pack\nschema: 1\nid: ladder\nversion: "1.0.0"\nlabel: {en: Ladder}\n'
        'languages: [en]\nrequires: {core: ">=1,<2", account-management: ">=1,<2"}\n',
        "ladder/roles/clerk.yaml": 'kind: role\nschema: 1\nid: clerk\nversion: "1.0.0"\nlabel: {en: Clerk}\n'
        "grades: [{id: junior, label: {en: Junior}}, {id: senior, label: {en: Senior}}]\ndefaults: {basis: judgement}\n"
        "requirements: [{id: teamwork, asks: {junior: basic, senior: advanced}, weight: 1}]\n",
    }


@pytest.fixture
def folder(inputs, tmp_path, monkeypatch):
    """A folder with the packs, and with what the commands read; the user's home and caches lie in it too."""
    shutil.copytree(str(shipped("profiles")), tmp_path / "profiles")
    for name in ("home", "made", "ladder/roles"):
        (tmp_path / name).mkdir(parents=True)
    for name, text in inputs.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for variable in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    return tmp_path


def state(folder):
    """Everything about every file and folder that a command could change."""
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.lstat()
        about = (path.read_bytes(), status.st_mtime_ns, status.st_ino) if path.is_file() else ()
        found[path.relative_to(folder).as_posix()] = (status.st_mode, *about)
    return found


def test_every_command_is_here():
    """A new command that is not in the table above fails here."""
    assert sorted(WAYS) == COMMANDS
    assert all(WAYS.values())


@pytest.mark.parametrize("name, arguments, asked", CALLS)
def test_changes_what_it_was_asked_to_change_and_nothing_else(folder, capfd, name, arguments, asked):
    before = state(folder)

    status = command_line.run([*name.split(), *arguments])

    after = state(folder)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert "Traceback" not in capfd.readouterr().err
    assert changed == set(asked)
    shown = {"--check", "--diff", "--compare"} & set(arguments) and "--apply" not in arguments
    findings = shown or (name == "approvals" and "--add" not in arguments)
    assert status == (1 if findings else 0)


@pytest.mark.parametrize("name", COMMANDS)
def test_changes_nothing_when_it_is_called_wrongly(folder, capfd, name):
    arguments = WAYS[name][-1][0]
    before = state(folder)

    status = command_line.run([*name.split(), *arguments, "--no-such-option"])

    assert status == 2
    assert "No such option" in capfd.readouterr().err
    assert state(folder) == before


@pytest.mark.parametrize("name, arguments, asked", [call for call in CALLS if call.values[2]])
def test_changes_nothing_where_the_pack_has_a_head_that_cannot_be_read(folder, capfd, name, arguments, asked):
    """Bad input changes nothing on disk; what needs no pack does as it was asked."""
    Path(OURS, "pack.yaml").write_text("kind: pack\nid: [\n")
    before = state(folder)

    status = command_line.run([*name.split(), *arguments])

    said = capfd.readouterr().err
    after = state(folder)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    if OURS in arguments or "profiles" in arguments:
        assert status != 0
        assert "RP107" in said
        assert changed <= ({"disorder.yaml"} if name == "format" else set())
    else:
        assert changed == set(asked)
