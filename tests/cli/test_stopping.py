"""Commands that a signal ends: one line, the code of the signal, and whole files.

A percentage of 5000 for examples kills 300 times at each kind of moment.
"""

import logging
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from attrs import frozen

import roleprofile as rp
from examples import examples
from roleprofile.cli.files import TEMPORARY, write_whole

GOLDEN = Path(__file__).parent.parent / "laws" / "golden"
STOPPED = "roleprofile: stopped\n"

#: Says when the first module of the package is imported, and runs the command. At a file event of which the number is
#: given, it signals to itself, and where ``again`` is given at each one after it, as somebody does who presses Ctrl-C
#: several times.
START = f"""
import os, signal, sys
for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(one, signal.SIG_DFL)
number, at, again = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "again"
del sys.argv[1:4]
EVENTS = ("os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree")
said = False
def look(event, args):
    global at, said
    if event == "import" and args[0] == "roleprofile" and not said:
        said = True
        os.write(1, b"!")
    if event in EVENTS or (event == "open" and {TEMPORARY!r} in str(args[0])):
        at -= 1
        if at == 0 or (again and at < 0 and number):
            os.kill(os.getpid(), number)
sys.addaudithook(look)
from roleprofile_command import main
main()
"""

#: Every command that writes files, the temporary ones of a difference among them.
COMMANDS = {
    "build": ("build", "pack", "--force", "-o", "old.json"),
    "build anew": ("build", "pack", "-o", "new.json"),
    "csv": ("export", "table", "pack", "--force", "-o", "old.csv"),
    "xlsx": ("export", "table", "pack", "-o", "new.xlsx"),
    "people": ("import", "table", "matrix.csv", "-m", "mapping.yaml", "--pack", "pack", "--force", "-o", "people"),
    "apply": ("import", "table", "edited.csv", "--compare", "pack", "--apply"),
    "texts": ("texts", "import", "texts.csv", "pack"),
    "resume": ("import", "jsonresume", "resume.json", "--pack", "pack", "--id", "p-1", "-o", "new.yaml"),
    "mapping": ("new", "mapping", "matrix.csv", "--pack", "pack", "-o", "new.yaml"),
    "pack": ("new", "pack", "zz"),
    "role": ("new", "role", "zz", "--in", "pack"),
    "schemas": ("schema", "--all", "-o", "schemas"),
    "format": ("format", "untidy"),
    "approvals": ("approvals", "pack", "--add", "--body", "Board", "--by", "Chair", "--on", "2026-03-14"),
    "diff": ("diff", "pack", "pack"),
    "rename": ("rename", "driver", "chauffeur", "--of", "roles", "--pack", "pack"),
    "batch": (
        *("batch", "people.csv", "driver", "--pack", "pack", "--context", "fleet=unspecified", "--force"),
        *("--context", "region=unspecified", "-o", "old.csv", "--rejects", "new.csv"),
    ),
    "batch anew": (
        *("batch", "people.csv", "driver", "--pack", "pack", "--context", "fleet=unspecified"),
        *("--context", "region=unspecified", "-o", "new.parquet", "--points"),
    ),
}
MAPPING = """\
kind: table-mapping
schema: 1
id: matrix
of: people
skills: [{name: Patience, descriptor: patience}]
"""
MATRIX = "Who,Patience\n" + "".join(f"p-{number},good\n" for number in range(9))
TEXTS = rp.tables.text_rows(GOLDEN / "pack", language="fil").to_csv().replace(b",done", b" po,done")
EDITED = rp.tables.requirement_rows(GOLDEN / "pack").to_csv().replace(b",good,4,", b",good,5,")


@frozen
class Folder:
    """A folder to run commands in, and what is in it."""

    path: Path

    @classmethod
    def made(cls, path):
        path.mkdir()
        shutil.copytree(GOLDEN / "pack", path / "pack")
        shutil.copytree(GOLDEN / "pack", path / "untidy")
        for file in (path / "untidy").rglob("*.yaml"):
            file.write_text(file.read_text("utf-8") + "\n\n\n", "utf-8")
        (path / "matrix.csv").write_text(MATRIX)
        (path / "people.csv").write_text("person,patience\n" + "".join(f"p-{n:06},good\n" for n in range(70_000)))
        (path / "mapping.yaml").write_text(MAPPING)
        (path / "edited.csv").write_bytes(EDITED)
        (path / "texts.csv").write_bytes(TEXTS)
        (path / "resume.json").write_text('{"skills": [{"name": "Patience"}]}')
        (path / "people").mkdir()
        for name in ("old.json", "old.csv"):
            (path / name).write_text("mine")
        for name in ("p-1", "p-2"):
            (path / "people" / f"{name}.yaml").write_text(f"kind: person\nschema: 1\nid: {name}\nclosed: all\n")
        (path / "tmp").mkdir()
        return cls(path)

    def state(self):
        files = [file for file in self.path.rglob("*") if file.is_file()]
        return {file.relative_to(self.path).as_posix(): file.read_bytes() for file in files}

    def left(self):
        return sorted(self.path.rglob(f"{TEMPORARY}*"))

    def start(self, command, number=0, at=0, again=""):
        return subprocess.Popen(
            [sys.executable, "-c", START, str(int(number)), str(at), again, *command],
            cwd=self.path,
            env={**os.environ, "TMPDIR": str(self.path / "tmp")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


@pytest.fixture(scope="module")
def afterwards(tmp_path_factory):
    """What each command leaves when nothing stops it, and the seconds that it takes."""
    found = {}

    def run(name):
        if name not in found:
            folder = Folder.made(tmp_path_factory.mktemp("after") / "folder")
            began = time.monotonic()
            child = folder.start(COMMANDS[name])
            _, err = child.communicate()
            assert (child.returncode, folder.left()) == (0, []), err
            found[name] = folder.state(), time.monotonic() - began
        return found[name]

    return run


def judge(folder, child, number, before, after):
    """What holds after any signal; it says whether the command was stopped."""
    _, err = child.communicate()
    assert "Traceback" not in err
    if number == signal.SIGKILL:
        state = folder.state()
        for name, content in state.items():
            # Python looks for the folder of temporary files by a file with this word, which nobody can take away.
            probe = name.startswith("tmp/") and content in (b"", b"blat")
            assert probe or TEMPORARY in name or content in (before.get(name), after.get(name)), name
        for left in folder.left():
            write_whole(left.parent / "next", "", force=True)
    else:
        assert folder.state() in (before, after)
        stopped = child.returncode == 128 + number
        assert stopped or child.returncode == 0
        assert err.endswith(STOPPED) == stopped
    assert folder.left() == []
    return child.returncode != 0


DRAW = random.SystemRandom()
LOG = logging.getLogger(__name__)
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


class TestAtAnyMoment:
    def test_a_command_leaves_whole_files(self, tmp_path, afterwards):
        """From the first import of the package on, because before it Python itself answers."""
        stopped = dict.fromkeys(SIGNALS, 0)
        for turn in range(examples(6)):
            name, number = DRAW.choice([*COMMANDS]), DRAW.choice(SIGNALS)
            after, seconds = afterwards(name)
            folder = Folder.made(tmp_path / str(turn))
            before = folder.state()
            child = folder.start(COMMANDS[name])
            assert child.stdout.read(1) == "!"
            wait = DRAW.uniform(0, seconds)
            time.sleep(wait)
            child.send_signal(number)
            LOG.info("%s, %s after %f seconds", name, number.name, wait)
            stopped[number] += judge(folder, child, number, before, after)
            shutil.rmtree(folder.path)
        LOG.info("stopped: %s", stopped)

    def test_while_it_writes_it_leaves_whole_files(self, tmp_path, afterwards):
        stopped = dict.fromkeys(SIGNALS, 0)
        for turn in range(examples(6)):
            name, number = DRAW.choice([*COMMANDS]), DRAW.choice(SIGNALS)
            at, again = DRAW.randint(1, 20), DRAW.choice(["", "again"])
            LOG.info("%s, %s at file event %d %s", name, number.name, at, again)
            after, _ = afterwards(name)
            folder = Folder.made(tmp_path / str(turn))
            before = folder.state()
            child = folder.start(COMMANDS[name], number, at, again)
            stopped[number] += judge(folder, child, number, before, after)
            shutil.rmtree(folder.path)
        LOG.info("stopped: %s", stopped)


class TestOneLine:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda one: one.name)
    def test_is_said_with_the_code_of_the_signal(self, tmp_path, number):
        folder = Folder.made(tmp_path / "folder")
        child = folder.start(COMMANDS["build"], number, 1)
        out, err = child.communicate()

        assert (child.returncode, out, err) == (128 + number, "!", STOPPED)
        assert (folder.path / "old.json").read_text() == "mine"
        assert folder.left() == []

    @pytest.mark.parametrize("name, at", [("people", 2), ("people", 9), ("diff", 1), ("diff", 3)])
    def test_is_said_however_often_it_is_asked(self, tmp_path, name, at):
        folder = Folder.made(tmp_path / "folder")
        before = folder.state()
        child = folder.start(COMMANDS[name], signal.SIGINT, at, "again")
        _, err = child.communicate()

        assert (child.returncode, err.count(STOPPED)) == (130, 1)
        assert err.endswith(STOPPED)
        assert (folder.state(), folder.left()) == (before, [])

    def test_is_said_to_nobody_where_there_is_no_standard_error(self, tmp_path):
        """Its number may then belong to a file that is being written."""
        folder = Folder.made(tmp_path / "folder")
        code = START.replace("said = False", "said, sys.__stderr__ = False, None", 1)
        done = subprocess.run(
            [sys.executable, "-c", code, str(int(signal.SIGINT)), "1", "", *COMMANDS["build"]],
            cwd=folder.path,
            capture_output=True,
            check=False,
        )

        assert (done.returncode, done.stderr) == (130, b"")

    def test_is_not_for_what_the_caller_ignores(self, tmp_path):
        """As `nohup` does, and a shell for what it runs in the background."""
        folder = Folder.made(tmp_path / "folder")
        code = START.replace("SIG_DFL", "SIG_IGN")
        child = subprocess.run(
            [sys.executable, "-c", code, str(int(signal.SIGHUP)), "1", "again", *COMMANDS["build"]],
            cwd=folder.path,
            capture_output=True,
            check=False,
        )

        assert child.returncode == 0
        assert (folder.path / "old.json").read_text() != "mine"
