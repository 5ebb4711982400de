"""`companion config`: one line of config.yaml changes, and every setting is told with where it comes from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from companion.model import CompanionError, NotSaved
from companion.store.settings import SETTINGS, set_setting, settings
from companion.store.state import State
from tests.running import Companion
from tests.store.making import paths_in
from tests.store.test_settings import write


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "reader: r-new\n"),
        ("author: Ann", "author: Ann\nreader: r-new\n"),
        ("# mine\nreader: r-old\nauthor: Ann\n", "# mine\nreader: r-new\nauthor: Ann\n"),
        ("reader: r-old  # on the laptop\nkeys:\n  next: j\n", "reader: r-new  # on the laptop\nkeys:\n  next: j\n"),
        ('reader:   "r-old"\r\nauthor: Ann\r\n', "reader: r-new\r\nauthor: Ann\r\n"),
        ("reader: 'r-old' # x\n", "reader: r-new # x\n"),
        ("reader:\nauthor: 'reader: r-old'\n", "reader: r-new\nauthor: 'reader: r-old'\n"),
        ("x-mine:\n  reader: a\n", "x-mine:\n  reader: a\nreader: r-new\n"),
        ("reader: r-new # as it is\n", "reader: r-new # as it is\n"),
    ],
)
def test_only_the_line_of_the_setting_changes(tmp_path: Path, before: str, after: str) -> None:
    path = write(tmp_path, "")
    path.write_bytes(before.encode())
    assert set_setting(paths_in(tmp_path), "reader", "r-new") == "r-new"
    assert path.read_bytes().decode() == after
    assert settings(paths_in(tmp_path)).reader == "r-new"


@pytest.mark.parametrize(
    "text", ["{author: Ann}\n", "reader: |\n  a\n", '"reader": a\n', "author: Ann\n...\n", "reader: ["]
)
def test_a_file_that_cannot_take_the_line_stays_as_it_is(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(NotSaved, match=r"by hand|mend it"):
        set_setting(paths_in(tmp_path), "reader", "r-new")
    assert path.read_text() == text


REFUSED = [("reader", "a/b"), ("reader", ""), ("mouse", "maybe"), ("keys", "a"), ("faults", "a"), ("\x1b", "")]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_what_cannot_be_set_is_said(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(CompanionError) as refused:
        set_setting(paths_in(tmp_path), name, value)
    assert "\x1b" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_any_author_is_kept_as_given(tmp_path: Path) -> None:
    for author in ("no", "Ann: # 'x'", '"', "é", ""):
        set_setting(paths_in(tmp_path), "author", author)
        assert settings(paths_in(tmp_path)).author == author


def test_the_command_tells_where_each_comes_from(companion: Companion) -> None:
    config = Path(os.environ["XDG_CONFIG_HOME"]) / "companion" / "config.yaml"
    head, *lines = companion("config").out.splitlines()
    assert head.split() == ["setting", "value", "default", "from"]
    assert [line.split()[-1] for line in lines] == ["default"] * (len(SETTINGS) + 1)
    from companion.store.paths import user_paths

    State(user_paths()).keep_screen("theme", "nord")
    assert companion("config", "author", "Ann Other").code == 0
    config.write_text(config.read_text() + "mouse: no\nkeys: {next: j}\n")
    assert companion("config").out.splitlines()[1:] == [
        f"{'reader':<14} {'-':<20} {'-':<8} default",
        f"{'author':<14} {'Ann Other':<20} {'-':<8} {config}",
        f"{'theme':<14} {'nord':<20} {'-':<8} chosen on the screen",
        f"{'mouse':<14} {'no':<20} {'yes':<8} {config}",
        f"{'remember_text':<14} {'yes':<20} {'yes':<8} default",
        f"{'width':<14} {'80':<20} {'80':<8} default",
        f"{'keys.next':<14} {'j':<20} {'-':<8} {config}",
    ]
    assert companion("config", "author").out == f"{'author':<14} {'Ann Other':<20} {'-':<8} {config}\n"
    assert companion("config", "colour").code == 2
    ran = companion("config", "reader", "a/b")
    assert (ran.code, ran.out) == (1, "")
    assert "cannot be a reader" in ran.err
