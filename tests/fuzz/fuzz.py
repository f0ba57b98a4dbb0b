"""Mutate YAML files and feed them to the reader or the loader, which must take or refuse them, and nothing else.

    python tests/fuzz/fuzz.py --runs 100000 --seed 7

Every run is made from the seed and its own number alone, so that ``--first 4711 --runs 1`` repeats run 4711.
The exit status is 1 if anything but the documented outcomes was seen; the inputs that did it are kept.

A target is a function that takes the bytes of a file and says in a word or two how it ended. What it raises
is a finding: it has to catch what is documented. To fuzz something else, put it into ``TARGETS``.
"""

# ruff: noqa: S311, T201 - a script that prints; its randomness has to be repeatable

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import yaml

import roleprofile as rp
from roleprofile.loading import person_from_bytes, reader
from roleprofile.loading.decoding import ReadFailure, excerpt
from roleprofile.loading.document import File, ParsedDocument, read_text
from roleprofile.loading.reader import parse
from roleprofile.loading.source_map import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from roleprofile.errors import Problem

PROFILES = Path(__file__).parents[2] / "profiles"
PATH = "fuzz.yaml"
#: Findings that are shown in full; more are only counted.
SHOWN = 5

BOMB = "a: &a [x, x, x, x]\n" + "".join(
    f"{after}: &{after} [*{name}, *{name}, *{name}, *{name}]\n"
    for name, after in zip("abcdefgh", "bcdefghi", strict=True)
)
#: Files with what has broken readers of YAML before.
NASTY = (
    BOMB,
    "base: &base {a: 1}\nmore:\n  <<: *base\n  a: 2\n",
    "[" * 200,
    "{a: " * 200,
    "- " * 200 + "a\n",
    "? " * 200 + "a\n",
    "? [a, b]\n: {c: d}\n? e\n",
    "no: 1\n1: 2\n: 3\n~: 4\n22:22: 5\n2026-01-31: 6\n=: 7\n",
    "a: [no, 0110, 1.10, 22:22, 2026-01-31, .nan, -.inf, 0o17, 0x1F, 1_000, 1e3, +5, -0, ~, null, True]\n",
    f"a: {'9' * 5000}\n",
    f"a: {'b' * 11_000}\n",
    'a: "\\u202e \\0 \\x41 \\ud83d\\ude00 \\U0001F600 \\U00110000 \\\n  b"\n',
    "a: 'it''s'\nb: \"two\n  lines\"\nc: plain\n  goes on\n",
    "a: |2-\n   x\n  y\nb: >+\n  z\n\n\nc: d\n",
    "%YAML 1.1\n%TAG ! tag:example.org,2026:\n---\n!x a: !!str 1\n...\n---\nb\n",
    "# nothing\n\n---\n",
    "a: 1\r\nb:\r\n  - c\r\n\td: e\r\n",
    "\ufeffa: \u2028b\u0085c \ufeff d\u202ee \U0001f600\n",
    "a: {b: [c, {d: e}, [f: g]], 'h': \"i\", ? j : k, l}\n",
)
#: What is put into files here and there, each as it is or with a space behind it.
TOKENS = (
    *(":", "-", "?", ",", "[", "]", "{", "}", "#", "&", "&a", "*", "*a", "!", "!!str", "!<x>", "|", ">", "'", '"'),
    *("%", "@", "`", "---", "...", "<<:", "~", "\\", "no:", "1:", "=", ".nan", "0110", "é", "\n\n  - ", "\t"),
    *("\n", "\r", "\r\n", "\0", "\x1b", "\x85", "\u2028", "\u202e", "\ufeff", "\uffff"),
)


def read(data: bytes) -> str:
    """Parse with libyaml's events; look up every place, show the line of every problem."""
    try:
        parse(data, PATH)
    except ReadFailure as failure:
        outcome = f"refused, {failure.problems[0].code}"
        check_problems(failure.problems, data)
    else:
        outcome = "read"
    for mark in locate(data).values():
        check_place(mark.line, mark.column, mark.width, data)
    return outcome


def read_twice(data: bytes) -> str:
    """Parse with libyaml's events and with PyYAML's own: one of them may refuse, but both read the same."""
    trees = []
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        reader._LOADER = loader
        try:
            trees.append(parse(data, PATH))
        except ReadFailure as failure:
            check_problems(failure.problems, data)
    if len(trees) == 2 and repr(trees[0]) != repr(trees[1]):
        message = f"two readings: {trees[0]!r:.300} and {trees[1]!r:.300}"
        raise AssertionError(message)
    return ("refused by both", "refused by one", "read by both")[len(trees)]


@cache
def catalog() -> rp.Catalog:
    """The shipped packs, loaded once."""
    return rp.load()


def load(data: bytes) -> str:
    """Take the file as a person's, and as any document: schema, repair, model, and a place for every problem."""
    document = read_text(ParsedDocument(File(Path(PATH), PATH, PATH), data=data))
    for problem in document.located():
        check_place(problem.line, problem.column, problem.width, data)
    try:
        person = person_from_bytes(data, PATH, catalog())
    except rp.PersonError as error:
        problems = error.problems
        for problem in problems:
            check_place(problem.line, problem.column, problem.width, data)
        return f"refused, {problems[0].code}"
    scorer = catalog().scorer("account-manager", "any-employer")
    assert rp.replay(scorer.score(person).to_record())
    return "loaded"


TARGETS: dict[str, Callable[[bytes], str]] = {"reader": read, "both-loaders": read_twice, "load": load}


def check_problems(problems: Sequence[Problem], data: bytes) -> None:
    """A refusal has problems, and each of them a place, a code, words and the text of its line."""
    assert problems
    for problem in problems:
        assert problem.path == PATH
        assert problem.code.startswith("RP1")
        assert problem.message
        assert problem.hint or problem.code == "RP107"
        assert problem.excerpt == excerpt(data, problem.line)
        check_place(problem.line, problem.column, problem.width, data)


def check_place(line: int, column: int, width: int, data: bytes) -> None:
    """A place lies in the file, or right behind the last character of its line."""
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    assert 1 <= line <= len(lines), (line, len(lines))
    if data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        shown = lines[line - 1].decode(errors="replace")
        assert 1 <= column <= len(shown) + 1, (line, column, shown)
        assert 1 <= width <= max(1, len(shown) - column + 1), (line, column, width, shown)


def mutated(random: Random, seeds: Sequence[bytes]) -> bytes:
    """A seed after one to four mutations."""
    data = random.choice(seeds)
    for _ in range(random.randint(1, 4)):
        data = random.choice(MUTATIONS)(random, data, seeds)
    return data


def _spot(random: Random, data: bytes) -> int:
    return random.randint(0, len(data))


def _cut(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = _spot(random, data)
    return data[:start] + data[start + random.randint(1, 40) :]


def _truncate(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: _spot(random, data)]


def _change_byte(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = _spot(random, data)
    most = 255 if random.random() < 0.1 else 126
    return data[:start] + bytes([random.randint(9, most)]) + data[start + 1 :]


def _insert_token(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = _spot(random, data)
    return data[:start] + (random.choice(TOKENS) + random.choice(("", " "))).encode() + data[start:]


def _repeat(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = _spot(random, data)
    piece = data[start : start + random.randint(1, 60)]
    return data[:start] + piece * random.choice((2, 3, 30, 300)) + data[start:]


def _splice(random: Random, data: bytes, seeds: Sequence[bytes]) -> bytes:
    other = random.choice(seeds)
    return data[: _spot(random, data)] + other[_spot(random, other) :]


def _swap_lines(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True)
    if len(lines) < 2:
        return data
    first, second = random.sample(range(len(lines)), 2)
    lines[first], lines[second] = lines[second], lines[first]
    return b"".join(lines)


def _indent(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    line = random.randrange(len(lines))
    lines[line] = random.choice((b" ", b"  ", b"\t", b"- ")) + lines[line]
    return b"\n".join(lines)


def _dedent(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    line = random.randrange(len(lines))
    lines[line] = lines[line][random.randint(1, 3) :]
    return b"\n".join(lines)


def _repeat_line(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    line = random.choice(lines)
    lines.insert(random.randint(0, len(lines)), line)
    return b"".join(lines)


def _change_encoding(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    if random.random() < 0.8:
        return data
    encoding = random.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "utf-8-sig"))
    return data.decode(errors="replace").encode(encoding, errors="replace")


MUTATIONS = (
    _cut,
    _truncate,
    _change_byte,
    _insert_token,
    _insert_token,
    _insert_token,
    _repeat,
    _splice,
    _swap_lines,
    _indent,
    _dedent,
    _repeat_line,
    _change_encoding,
)


def fuzz(target: Callable[[bytes], str], runs: range, seed: int) -> tuple[Counter[str], list[Path], float]:
    """Run a target; return how often it ended in which way, the findings, the seconds of the longest run."""
    seeds = [*(path.read_bytes() for path in sorted(PROFILES.rglob("*.yaml"))), *map(str.encode, NASTY)]
    outcomes: Counter[str] = Counter()
    kept: list[Path] = []
    longest = 0.0
    for run in runs:
        data = mutated(Random(f"{seed}:{run}"), seeds)
        began = time.perf_counter()
        try:
            outcomes[target(data)] += 1
        except Exception as error:  # noqa: BLE001 - anything at all is a finding
            outcomes[f"FINDING {type(error).__name__}"] += 1
            kept.append(keep(run, data, shown=len(kept) < SHOWN))
        longest = max(longest, time.perf_counter() - began)
    return outcomes, kept, longest


def keep(run: int, data: bytes, *, shown: bool) -> Path:
    """Write the input of a finding to a file; called while its exception is being handled."""
    with tempfile.NamedTemporaryFile(prefix=f"fuzz-{run}-", suffix=".yaml", delete=False) as file:
        file.write(data)
    if shown:
        print(f"run {run}: {file.name}\n{traceback.format_exc()}")
    return Path(file.name)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=2_000, help="how many files (%(default)s)")
    parser.add_argument("--first", type=int, default=0, help="the number of the first run (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other files (%(default)s)")
    parser.add_argument("--target", choices=TARGETS, default="reader", help="what is run (%(default)s)")
    options = parser.parse_args(arguments)

    began = time.perf_counter()
    runs = range(options.first, options.first + options.runs)
    outcomes, kept, longest = fuzz(TARGETS[options.target], runs, options.seed)
    for outcome, count in outcomes.most_common():
        print(f"{count:>9,}  {outcome}")
    seconds = time.perf_counter() - began
    print(f"{options.runs:>9,}  runs of {options.target}, seed {options.seed}, in {seconds:.1f} s")
    print(f"{longest * 1000:>9,.0f}  ms for the longest")
    print(f"{len(kept):>9,}  findings" + "".join(f"\n           {path}" for path in kept[:SHOWN]))
    return 1 if kept else 0


if __name__ == "__main__":
    sys.exit(main())
