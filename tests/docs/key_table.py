"""`python -m tests.docs.key_table [--write]`: the README's table of keys, out of the table of commands."""

from __future__ import annotations

import argparse
from pathlib import Path

from companion.tui.commands.table import keymap
from companion.tui.keymap import KeyRow

README = Path(__file__).parents[2] / "README.md"
BEGIN = "<!-- keys: python -m tests.docs.key_table --write -->\n"
END = "<!-- end of keys -->\n"


def table() -> str:
    """A Markdown table a group, in the order of the table of commands; one line a row of the help."""
    lines = []
    for group, rows in keymap().rows():
        lines += [f"| {group} | | name in `keys` |", "|---|---|---|", *map(_row, rows), ""]
    return "\n".join(lines)


def _row(row: KeyRow) -> str:
    keys = " ".join(f"`` {key} ``" if "`" in key else f"`{key}`" for key in row.keys.replace("|", r"\|").split())
    names = f"`{row.ids[0]}` to `{row.ids[-1]}`" if len(row.ids) > 1 else f"`{row.ids[0]}`"
    return f"| {keys} | {row.label} | {names} |"


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
