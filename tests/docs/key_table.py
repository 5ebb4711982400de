"""`python -m tests.docs.key_table [--write]`: the README's table of keys, out of the keymap."""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path

from companion.tui.keymap import KEYS, Key

README = Path(__file__).parents[2] / "README.md"
BEGIN = "<!-- keys: python -m tests.docs.key_table --write -->\n"
END = "<!-- end of keys -->\n"


def table() -> str:
    """A Markdown table a group, in the keymap's order; one line a key."""
    lines = []
    for group, keys in groupby(KEYS, key=lambda key: key.group):
        lines += [f"| {group} | |", "|---|---|", *map(_row, keys), ""]
    return "\n".join(lines)


def _row(key: Key) -> str:
    shown = " ".join(f"`` {each} ``" if "`" in each else f"`{each}`" for each in key.shown.replace("|", r"\|").split())
    return f"| {shown} | {key.label} |"


def in_readme(text: str) -> str:
    """What stands between the marks in the README."""
    return text.partition(BEGIN)[2].partition(END)[0]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.docs.key_table", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put it into README.md")
    if parser.parse_args().write:
        before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        README.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8")
    else:
        print(table(), end="")


if __name__ == "__main__":
    main()
