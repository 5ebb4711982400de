"""Every figure and its goal: `python -m tests.measure [--full] [--only NAME [--with ARGUMENT]…]…` writes FIGURES.md.

The programs of PROGRAMS are run in their short forms, or with `--full` in those whose results are told in the README,
which takes hours; `--only` leaves the rows of all others as they are. `--with` gives one program other arguments, as
the files that some want. Exit status 1 where a goal is missed or a program fails.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from tests.measure.figures import Row, row
from tests.running import ROOT

FIGURES = ROOT / "tests" / "FIGURES.md"
BEGIN, END = "<!-- figures: python -m tests.measure -->\n", "<!-- end of figures -->"
MADE_UP = "--text made-up --skip 0"


class Program(NamedTuple):
    """A module below `tests.measure` (or a whole name) that prints figures, and its arguments in both forms.

    `wants` names the files without which it measures nothing.
    """

    group: str
    name: str
    short: str = ""
    full: str = ""
    wants: str = ""

    @property
    def module(self) -> str:
        return self.name if self.name.startswith("tests.") else f"tests.measure.{self.name}"


PROGRAMS = (
    Program("Hostile texts", "surfaces", full="--fuzz 10000000"),
    Program("Hostile texts", "clean", "--characters 500000"),
    Program("Hostile texts", "markup"),
    Program("Hostile texts", "layers", "--inputs 20000", "--inputs 1000000"),
    Program("Hostile texts", "importers", "--trials 2000", "--trials 100000"),
    Program("Hostile texts", "sockets"),
    Program("Notes", "store_kills", "--trials 200", "--trials 10000"),
    Program("Notes", "store_power"),
    Program("Notes", "tests.store.faults", full="--strace 1000"),
    Program("Notes", "store_two", "--edits 100"),
    Program("Notes", "store_merges", "--merges 10", "--merges 200"),
    Program("Notes", "fast_keys", "--sequences 20", "--sequences 1000"),
    Program("Notes", "store_speed", "--notes 2000 --rounds 100"),
    Program("Notes", "disks"),
    Program("Finding places again", "anchoring_shipped", wants="FILE"),
    Program("Finding places again", "anchoring_revisions", f"{MADE_UP} --size 120000 --sentences 120 --seed 5"),
    Program("Finding places again", "anchoring_edits", f"{MADE_UP} --size 120000 --quotes 150 --seeds 1"),
    Program("Finding places again", "anchoring_speed", f"{MADE_UP} --size 120000 --quotes 100"),
    Program("Finding places again", "anchoring_history", wants="OLD NEW"),
    Program("Finding places again", "manuals", "--sentences 50"),
    Program("Exchange", "exchange", "--mutations 1000", "--mutations 100000"),
    Program("Close reading", "editions_compare"),
    Program("Documents", "letters", wants="FILE"),
    Program("Documents", "articles.run"),
    Program("Documents", "bombs"),
    Program("Documents", "confined"),
    Program("Documents", "messages", "--messages 50000 --size 1 --only parts"),
    Program("Documents", "mutations", "--trials 1000 --whole 200", "--trials 100000 --whole 1000"),
    Program("Documents", "search", "--megabytes 2"),
    Program("Close reading", "close_reading"),
    Program("Speed", "bursts"),
    Program("Speed", "speed.run", "--rounds 3"),
)


def run(program: Program, arguments: Sequence[str]) -> list[Row]:
    """The figures of one program, printed as they come; one more where it failed without missing a goal."""
    rows: list[Row] = []
    command = [sys.executable, "-m", program.module, *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if told := row(line.rstrip("\n")):
                rows.append(told)
    if process.returncode and (not rows or (all(told.goal for told in rows if told.met) and all(t.met for t in rows))):
        rows.append(Row("the program", f"ended with status {process.returncode}", "0", met=False))
    return rows


def table(program: Program, arguments: Sequence[str], rows: Iterable[Row]) -> list[str]:
    """Lines of a Markdown table. Of a file only its name is told."""
    shown = " ".join(Path(word).name if os.sep in word else word for word in (program.name, *arguments))
    cells = ((each.what, each.goal, each.result + ("" if each.met else " MISSED"), f"`{shown}`") for each in rows)
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in cells]


def known(text: str) -> dict[str, list[str]]:
    """The lines of the table that are there, by their programs."""
    lines: dict[str, list[str]] = {}
    for line in text.partition(BEGIN)[2].partition(END)[0].splitlines():
        if match := re.search(r"\| `([\w.]+)[^`|]*` \|$", line):
            lines.setdefault(match[1], []).append(line)
    return lines


def page(text: str, lines: dict[str, list[str]]) -> str:
    """The text of FIGURES.md with these lines in place of those between its marks."""
    versions = f"Python {platform.python_version()}, Textual {version('textual')}, {platform.system()}"
    parts = [f"Measured with {versions}, {os.cpu_count()} cores.\n"]
    for group in dict.fromkeys(program.group for program in PROGRAMS):
        parts += [f"\n## {group}\n\n| what | goal | result | command |\n|---|---|---|---|\n"]
        parts += [f"{line}\n" for one in PROGRAMS if one.group == group for line in lines.get(one.name, [])]
    return text.partition(BEGIN)[0] + BEGIN + "".join(parts) + END + text.partition(END)[2]


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.measure", description=__doc__)
    parser.add_argument("--full", action="store_true", help="the long forms")
    parser.add_argument("--only", action="append", choices=[one.name for one in PROGRAMS], help="leave the others out")
    parser.add_argument("--with", dest="words", action="append", default=[], metavar="ARGUMENT", help="with one --only")
    options = parser.parse_args(given)
    lines, fine = known(FIGURES.read_text(encoding="utf-8")), True
    for program in PROGRAMS:
        if program.name not in (options.only or [one.name for one in PROGRAMS]):
            continue
        arguments = options.words or (program.full if options.full else program.short).split()
        print(f"{program.module} {' '.join(arguments)}", flush=True)
        if program.wants and not options.words:
            rows = [Row(f"what `{program.name} {program.wants}` prints", f"skipped: it wants {program.wants}")]
        else:
            rows = run(program, arguments)
        fine = fine and all(told.met for told in rows)
        lines[program.name] = table(program, arguments, rows)
        FIGURES.write_text(page(FIGURES.read_text(encoding="utf-8"), lines), encoding="utf-8")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
