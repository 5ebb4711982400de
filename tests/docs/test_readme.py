"""The README says what the program does: its commands, options, keys, files and examples."""

from __future__ import annotations

import html
import re
from pathlib import Path

import click

from companion.cli.commands import group
from companion.exchange import formats
from companion.layers.check import check_layer
from companion.layers.read import read_layer
from companion.store.check import check
from tests.docs.key_table import in_readme, table
from tests.docs.picture import taken

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_two_commands_need_nothing_but_python() -> None:
    first, second = blocks("sh")
    assert first.startswith("python3 -m venv .venv && ")
    assert first.endswith("/companion\n")
    assert second.startswith("python3 -m venv .venv && ")
    assert second.endswith("-m pytest\n")
    assert all(command.count("\n") == 1 for command in (first, second))


def test_the_keys_are_those_of_the_keymap() -> None:
    assert in_readme(TEXT) == table()


def test_the_formats_of_exchange_are_those_of_the_program() -> None:
    section = TEXT.partition("## Notes taken away")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `([\w-]+)` \|.*\| (yes|) ?\| (yes|) ?\|$", section, re.MULTILINE)
    there = {(row.name, "yes" * bool(row.writer), "yes" * bool(row.reader)) for row in formats.FORMATS}
    assert set(told) == there


def test_the_commands_are_those_of_the_program() -> None:
    section = TEXT.partition("## Commands")[2].partition("\n## ")[0]
    told = set(re.findall(r"^\| `companion \[?(\w+)", section, re.MULTILINE))
    assert told == set(group.commands)


def test_every_option_told_exists() -> None:
    context = click.Context(group)
    known = {"--help", "--version", "--write"}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        known |= {option for parameter in command.params for option in parameter.opts}
    prose = re.sub(r"^```sh\n.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)
    told = set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", prose))
    assert told - known == set()
    assert {"--with", "--format", "--notes"} <= told


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert target.startswith("https://") or (ROOT / target).exists(), target


async def test_the_picture_can_be_made_again_and_fetches_nothing(tmp_path: Path) -> None:
    fresh, kept = await taken(tmp_path), (ROOT / ".github/screen.svg").read_text(encoding="utf-8")
    for picture in (fresh, kept):
        words = html.unescape(" ".join(re.findall(r">([^<>]+)</text>", picture))).replace("\xa0", " ")
        assert "Assessment of Risks" in words
        assert "some or all of the following measures" in words
        assert "C22" in words
        assert "url(http" not in picture


def test_the_layer_shown_is_a_layer_and_fits_the_shipped_document(tmp_path: Path) -> None:
    (example,) = blocks("yaml")
    assert check_layer(example.encode(), "README.md") == []
    assert len(read_layer(example.encode(), "README.md").annotations) == 1
    (tmp_path / "report.md").write_bytes((ROOT / "annotations/nso-2023/report.md").read_bytes())
    (tmp_path / "mine.yaml").write_text(example, encoding="utf-8")
    assert check(str(tmp_path)).faults == ()
