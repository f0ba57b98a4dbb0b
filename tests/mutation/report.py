"""Say how many changes of the code the tests notice, module by module, and show those that nobody has explained.

Run by ``tox run -e mutation``, behind mutmut. ``survivors.toml`` explains the changes that no test notices. It names
them by the line that is changed, because mutmut's numbers move with every edit. Fails below the floor. Says where the
file counts more or fewer changes than survive, which may also be a change that ran out of time on a busy machine.
"""

import re
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files

#: The least share of changes that the tests have to notice, in percent.
FLOOR = 95
NOTICED = ("killed", "timeout", "caught by type check")
#: Part of a call of mutmut for some modules only.
NOT_RUN = ("not checked", "skipped")


def changed_line(diff):
    """The first line that a change takes away, with what stands around it left out."""
    return next(line[1:].strip() for line in diff.splitlines() if re.match(r"-(?!--)", line))


def main():
    by_module = defaultdict(Counter)
    unnoticed = defaultdict(list)
    run_in_part = set()
    for path in walk_mutatable_files():
        file = SourceFileMutationData(path=path)
        file.load()
        module = ".".join(path.with_suffix("").parts[2:])
        for name, exit_code in file.exit_code_by_key.items():
            status = status_by_exit_code[exit_code]
            if status in NOT_RUN:
                run_in_part.add(module)
                continue
            by_module[module][status in NOTICED] += 1
            if status not in NOTICED:
                diff = get_diff_for_mutant(name, path=path)
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
    for line, number in explained.items():
        module = line.partition(": ")[0]
        if module in by_module and module not in run_in_part and len(unnoticed[line]) != number:
            print(f"survivors.toml says {number}, and it is {len(unnoticed[line])}: {line}")
    sys.exit(rate < FLOOR)


main()
