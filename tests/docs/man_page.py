"""`python -m tests.docs.man_page [--write]`: companion.1, out of the commands and the table of keys, in man macros."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import click

from companion import __version__
from companion.cli.commands import group
from companion.tui.commands.table import keymap

PAGE = Path(__file__).parents[2] / "companion" / "companion.1"
STATUSES = {
    "0": "done",
    "1": "a problem with the data",
    "2": "wrong usage",
    "130": "interrupted",
}
VARIABLES = {
    "COMPANION_NOTES": "The folder of notebooks, as --notes.",
    "VISUAL, EDITOR": "The editor that ctrl+o opens for a note.",
    "NO_COLOR": "Set to anything, it takes the colours away.",
    "COMPANION_DEBUG": "A new file for the details of a fault; they hold private text.",
    "XDG_DATA_HOME, XDG_STATE_HOME, XDG_CONFIG_HOME": "Where notes, what is remembered, and config.yaml are kept; "
    "companion where prints the folders.",
}


def page() -> str:
    """The whole page, a line of roff each."""
    described = re.sub(r"\.$", "", group.help or "")
    lines = [f'.TH COMPANION 1 "" "reading-companion {__version__}" "User Commands"', ".SH NAME"]
    lines += [f"companion \\- {text(described[:1].lower() + described[1:])}", ".SH SYNOPSIS", *_synopsis()]
    lines += [".SH DESCRIPTION", text(group.epilog or ""), ".SH COMMANDS"]
    for name, command in group.commands.items():
        lines += [f".SS {text(_usage(name, command))}", *_command(command)]
    lines += [".SH KEYS", "A command's name is what changes its keys, under keys: in config.yaml."]
    for heading, rows in keymap().rows():
        lines += [f".SS {text(heading)}"]
        for row in rows:
            names = " to ".join(dict.fromkeys((row.ids[0], row.ids[-1])))
            lines += [".TP", f".B {text(row.keys or ': ' + row.ids[0])}", text(f"{row.label} ({names})")]
    lines += [".SH EXIT STATUS", *_list(STATUSES), ".SH ENVIRONMENT", *_list(VARIABLES)]
    return "\n".join(lines) + "\n"


def _synopsis() -> Iterator[str]:
    for name in group.commands:
        yield from (".br",) * (name != next(iter(group.commands)))
        yield f".B companion {text(_usage(name, group.commands[name]))}"


def _usage(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name)
    return " ".join([f"[{name}]" if name == "read" else name, *command.collect_usage_pieces(context)])


def _command(command: click.Command) -> Iterator[str]:
    for number, paragraph in enumerate((command.help or "").split("\n\n")):
        yield from (".PP",) * bool(number)
        yield text(" ".join(paragraph.split()))
    context = click.Context(command)
    for option in command.params:
        if isinstance(option, click.Option) and (record := option.get_help_record(context)):
            yield from (".TP", f".B {text(record[0])}", text(record[1]))


def _list(rows: dict[str, str]) -> Iterator[str]:
    for name, described in rows.items():
        yield from (".TP", f".B {text(name)}", text(described))


def text(words: str) -> str:
    """Words as roff takes them: nothing in them acts, and a hyphen of an option stays one."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq")
    escaped = escaped.replace('"', "\\(dq").replace("^", "\\(ha").replace("~", "\\(ti")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.docs.man_page", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put it into companion/companion.1")
    if parser.parse_args().write:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        print(page(), end="")


if __name__ == "__main__":
    main()
