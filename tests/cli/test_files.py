"""The files that commands write: whole or not at all, with the mode and the links that were there."""

import errno
import fcntl
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from roleprofile.cli import files, sides
from roleprofile.cli.files import TEMPORARY, temporary_folder, write_all, write_whole
from roleprofile.errors import ProblemsError

GOLDEN = Path(__file__).parent.parent / "laws" / "golden"
#: Commands that replace a file under ``--force``, or always; each with the name of the file.
REPLACING = {
    "build": ("build", GOLDEN / "pack", "--force", "-o", "out.json"),
    "schema": ("schema", "role", "-o", "out.json"),
    "export": ("export", "table", GOLDEN / "pack", "--force", "-o", "out.csv"),
    "resume": ("import", "jsonresume", "resume.json", "--force", "--id", "p-1", "-o", "out.yaml"),
    "mapping": ("new", "mapping", "matrix.csv", "--force", "-o", "out.yaml"),
}


@pytest.fixture
def inputs(here):
    (here / "resume.json").write_text('{"skills": []}')
    (here / "matrix.csv").write_text("Who,Rhetoric\np-1,Basic\n")
    return here


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("command", REPLACING.values(), ids=REPLACING)
class TestEveryCommandThatReplaces:
    def test_keeps_a_private_file_private(self, call, inputs, command):
        out = inputs / command[-1]
        out.write_text("mine")
        out.chmod(0o600)

        assert call(*command)[0] == 0
        assert (out.read_text() != "mine", mode(out)) == (True, 0o600)

    def test_keeps_a_link_and_replaces_its_target(self, call, inputs, command):
        (inputs / "there").mkdir()
        target = inputs / "there" / "target"
        target.write_text("mine")
        (inputs / command[-1]).symlink_to(target)

        assert call(*command)[0] == 0
        assert (inputs / command[-1]).is_symlink()
        assert target.read_text() != "mine"
        assert names(target.parent) == ["target"]

    def test_refuses_what_is_no_regular_file(self, call, inputs, command):
        os.mkfifo(inputs / command[-1])
        status, _, err = call(*command)

        assert status == 2
        assert f"{command[-1]}:1:1 error RP102 a named pipe, not a file" in err
        assert stat.S_ISFIFO((inputs / command[-1]).stat().st_mode)

    def test_refuses_a_link_to_a_device(self, call, inputs, command):
        (inputs / command[-1]).symlink_to(os.devnull)
        status, _, err = call(*command)

        assert status == 2
        assert "error RP102 a device, not a file" in err
        assert (inputs / command[-1]).is_symlink()


def test_a_link_to_a_pipe_is_refused_too(here):
    """As `/dev/stdout` is, whose target has no name."""
    (here / "out.json").symlink_to("/proc/self/fd/1")
    code = "from roleprofile_command import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *REPLACING["build"]], cwd=here, capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 2
    assert done.stderr.startswith("out.json:1:1 error RP102 a named pipe, not a file")


class TestTheMode:
    def test_of_a_new_file_is_that_of_any_other(self, tmp_path):
        (tmp_path / "other").touch()
        write_whole(tmp_path / "new", "text", force=False)

        assert mode(tmp_path / "new") == mode(tmp_path / "other")

    def test_a_file_is_private_until_it_has_its_place(self, tmp_path, monkeypatch):
        seen = []
        place = files._Writing.place

        def look(writing):
            seen.extend(mode(part.parent) for _, _, part in writing.parts)
            place(writing)

        monkeypatch.setattr(files._Writing, "place", look)
        write_all({tmp_path / "a": "a", tmp_path / "b": "b"}, force=False)

        assert seen == [0o700, 0o700]

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
    def test_is_kept_with_the_owner(self, tmp_path):
        (tmp_path / "a").write_text("mine")
        os.chown(tmp_path / "a", 1234, 4321)
        (tmp_path / "a").chmod(0o640)
        write_whole(tmp_path / "a", "other", force=True)
        found = (tmp_path / "a").stat()

        assert (found.st_uid, found.st_gid, mode(tmp_path / "a")) == (1234, 4321, 0o640)

    def test_says_nothing_of_another_group(self, tmp_path, monkeypatch):
        """Where the group cannot be kept, the group of the new file may not read what the old one could."""
        (tmp_path / "a").write_text("mine")
        (tmp_path / "a").chmod(0o640)

        def refuse(*_):
            raise PermissionError

        monkeypatch.setattr(os, "chown", refuse)
        old = (tmp_path / "a").stat()
        other = os.stat_result((old.st_mode, 0, 0, 1, old.st_uid, old.st_gid + 1, 0, 0, 0, 0))

        assert files._mode_with_owner(tmp_path / "a", other) == 0o600
        assert files._mode_with_owner(tmp_path / "a", old) == 0o640


class TestALink:
    def test_is_refused_like_any_file_without_force(self, tmp_path):
        (tmp_path / "link").symlink_to("nowhere")

        with pytest.raises(click.UsageError, match="already exists"):
            write_whole(tmp_path / "link", "text", force=False)

    def test_that_leads_nowhere_gets_its_target(self, tmp_path):
        (tmp_path / "link").symlink_to("nowhere")
        write_whole(tmp_path / "link", "text", force=True)

        assert (tmp_path / "nowhere").read_text() == "text"

    def test_that_leads_to_itself_is_an_error_with_its_name(self, tmp_path):
        (tmp_path / "link").symlink_to("link")

        with pytest.raises(ProblemsError, match=r"link:1:1 error RP122 .*its link leads back to itself"):
            write_whole(tmp_path / "link", "text", force=True)

    def test_that_leads_to_another_file_of_the_same_run_is_restored_with_it(self, tmp_path):
        (tmp_path / "a").write_text("mine")
        (tmp_path / "b").symlink_to("a")
        (tmp_path / "c").mkdir()

        with pytest.raises(ProblemsError):
            write_all({tmp_path / name: name for name in "abc"}, force=True)

        assert (tmp_path / "a").read_text() == "mine"


class TestAnError:
    """It names the file that was asked for, with a code and a hint."""

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
    def test_of_a_folder_that_may_not_be_written(self, call, here):
        (here / "out").mkdir(0o500)
        err = call("build", GOLDEN / "pack", "-o", "out/pack.json")[2]

        assert "out/pack.json:1:1 error RP122 the file cannot be written: permission denied" in err

    @pytest.mark.parametrize(
        "number, reason",
        [
            (errno.EACCES, "permission denied"),
            (errno.ENOSPC, "the disk is full"),
            (errno.EFBIG, "it would be larger than files may be"),
            (errno.EIO, os.strerror(errno.EIO)),
        ],
    )
    def test_of_a_disk(self, call, here, monkeypatch, number, reason):
        def fail(*_, **__):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(files, "_written", fail)
        status, _, err = call("build", GOLDEN / "pack", "-o", "pack.json")

        assert status == 2
        assert f"pack.json:1:1 error RP122 the file cannot be written: {reason}" in err
        assert "help: " in err
        assert TEMPORARY not in err
        assert names(here) == []

    @pytest.mark.parametrize("name", ["x.csv", "x.xlsx"])
    def test_of_a_limit_on_files(self, here, name):
        """A process of its own, because the limit is one of the process, and so are its temporary files."""
        (here / "tmp").mkdir()
        code = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))\n"
        code += "from roleprofile_command import main\nmain()"
        done = subprocess.run(
            [sys.executable, "-c", code, "export", "table", GOLDEN / "pack", "-o", name],
            cwd=here,
            env={**os.environ, "TMPDIR": str(here / "tmp")},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

        assert done.returncode == 2
        assert done.stderr.startswith(f"{name}:1:1 error RP122 the file cannot be written: it would be larger than")
        assert "Traceback" not in done.stderr
        assert (names(here), names(here / "tmp")) == (["tmp"], [])

    def test_of_a_temporary_folder_names_where_it_would_be(self, call, here, monkeypatch):
        (here / "kept").touch()
        monkeypatch.setattr(files, "tempfile", SimpleNamespace(gettempdir=lambda: here / "kept"))
        status, _, err = call("diff", GOLDEN / "pack", GOLDEN / "pack")

        assert status == 2
        assert err.startswith(f"{here}/kept:1:1 error RP122 the file cannot be written: a part of the path is not")

    def test_of_a_full_disk_for_a_revision_names_where_it_is_kept(self, call, here, monkeypatch):
        def fail(*_):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(files, "tempfile", SimpleNamespace(gettempdir=lambda: here))
        monkeypatch.setattr(sides, "extract", fail)
        status, _, err = call("diff", "main:pack", GOLDEN / "pack")

        assert status == 2
        assert err.startswith(f"{here}:1:1 error RP122 the file cannot be written: the disk is full")

    def test_of_a_folder_that_is_a_file(self, call, here):
        (here / "o").write_text("mine")
        err = call("build", GOLDEN / "pack", "-o", "o/pack.json")[2]

        assert "o/pack.json:1:1 error RP122 the file cannot be written: a part of the path is not a folder" in err

    def test_of_a_folder_that_is_not_there(self, call, here):  # noqa: ARG002
        err = call("build", GOLDEN / "pack", "-o", "o/pack.json")[2]

        assert "o/pack.json:1:1 error RP122 the file cannot be written: its folder does not exist" in err


class TestWhatAKilledCommandLeft:
    LEAVES = """
import os, pathlib, signal, sys
from roleprofile.cli import files, sides
kept = files._Writing.place
def killed(writing):
    kept(writing)
    os.kill(os.getpid(), signal.SIGKILL)
files._Writing.place = killed
files.write_all({pathlib.Path(name): "new" for name in sys.argv[1:]}, force=True)
"""

    @pytest.fixture
    def left(self, tmp_path):
        (tmp_path / "a").write_text("mine")
        subprocess.run([sys.executable, "-c", self.LEAVES, "a", "b"], cwd=tmp_path, check=False)
        assert len(names(tmp_path)) == 3
        return tmp_path

    def test_is_removed_by_the_next_that_writes_there(self, left):
        write_whole(left / "c", "text", force=False)

        assert names(left) == ["a", "b", "c"]

    def test_stays_where_its_command_still_runs(self, left):
        (folder,) = (left / name for name in names(left) if name.startswith(TEMPORARY))
        lock = os.open(folder, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        write_whole(left / "c", "text", force=False)
        os.close(lock)

        assert folder.is_dir()

    def test_is_told_from_a_file_and_a_link_of_that_name(self, tmp_path):
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "mine").touch()
        (tmp_path / f"{TEMPORARY}file").touch()
        (tmp_path / f"{TEMPORARY}link").symlink_to("other")
        write_whole(tmp_path / "c", "text", force=False)

        assert len(names(tmp_path)) == 4
        assert names(tmp_path / "other") == ["mine"]

    def test_does_not_keep_a_new_pack_from_its_name(self, call, here):
        (here / "zz" / f"{TEMPORARY}0").mkdir(parents=True)

        assert call("new", "pack", "zz")[0] == 0
        assert names(here / "zz") == ["pack.yaml"]

    def test_may_be_what_has_no_lock_yet(self, tmp_path, monkeypatch):
        """A command that runs may take a folder for one that was left before it is locked; there is another then."""
        locked, refused = files._locked, [None]
        monkeypatch.setattr(files, "_locked", lambda folder: refused.pop() if refused else locked(folder))
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        with temporary_folder() as folder:
            (folder / "x").touch()

        assert not folder.exists()
        assert len(names(tmp_path)) == 1
