"""Say how many changes of the code the tests notice, module by module, and show those that nobody has explained.

Run by ``tox run -e mutation``, behind mutmut. ``survivors.toml`` explains the changes that no test can notice. It names
them by the line that is changed, because mutmut's numbers move with every edit. Fails below the floor, and where
the file names what is noticed by now.
"""

import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

#: The least share of changes that the tests have to notice, in percent.
FLOOR = 95
NOTICED = ("killed", "timeout", "caught by type check")
#: Part of a call of mutmut for some modules only.
NOT_RUN = ("not checked", "skipped")


def mutmut(*arguments):
    return subprocess.run(["mutmut", *arguments], capture_output=True, encoding="utf-8", check=True).stdout


def changed_line(diff):
    """The first line that a change takes away, with what stands around it left out."""
    return next(line[1:].strip() for line in diff.splitlines() if re.match(r"-(?!--)", line))


def main():
    by_module = defaultdict(Counter)
    unnoticed = defaultdict(list)
    run_in_part = set()
    for line in mutmut("results", "--all", "true").splitlines():
        name, _, status = line.strip().rpartition(": ")
        module = name.partition(".")[2].rpartition(".")[0]
        if status in NOT_RUN:
            run_in_part.add(module)
            continue
        by_module[module][status in NOTICED] += 1
        if status not in NOTICED:
            diff = mutmut("show", name)
            unnoticed[f"{module}: {changed_line(diff)}"].append(diff)

    kinds = tomllib.loads(Path(__file__).with_name("survivors.toml").read_text("utf-8"))["kind"]
    explained = {line: number for kind in kinds for line, number in kind["lines"].items()}
    open_lines = sorted(unnoticed.keys() - explained)
    for line in open_lines:
        print(*unnoticed[line], sep="\n")
    for module, counts in sorted(by_module.items()):
        print(f"{module:32} {counts[True]:5} of {counts.total():5} {100 * counts[True] / counts.total():6.1f} %")
    total = sum(by_module.values(), Counter())
    rate = 100 * total[True] / total.total()
    print(
        f"{total[True]} of {total.total()} changes are noticed: {rate:.1f} %; {len(open_lines)} lines are unexplained"
    )
    stale = False
    for line, number in explained.items():
        module = line.partition(": ")[0]
        if module in by_module and module not in run_in_part and len(unnoticed[line]) != number:
            print(f"survivors.toml says {number}, and it is {len(unnoticed[line])}: {line}")
            stale = True
    sys.exit(stale or rate < FLOOR)


main()
