"""config.yaml: read once, checked; the reader's folder name kept in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from companion.model import NotSaved, Unreadable
from companion.store.config_file import config_path
from companion.store.settings import SETTINGS, Settings, ensure_reader, new_reader, settings, usable_reader
from tests.store.making import paths_in


def write(folder: Path, text: str) -> Path:
    path = paths_in(folder).config / "config.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_without_a_file_the_defaults_hold_and_yaml_stays_out(tmp_path: Path) -> None:
    assert settings(paths_in(tmp_path)) == Settings()
    assert list(tmp_path.iterdir()) == []
    code = (
        "import sys; from companion.store.settings import settings; from companion.store.paths import user_paths;"
        "settings(user_paths()); print('yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert done.stdout.strip() == "False"


def test_every_setting_is_read(tmp_path: Path) -> None:
    write(
        tmp_path,
        "companion: 1\nreader: ann-2\nauthor: Ann Other\ntheme: nord\nmouse: no\n"
        "keys:\n  annotate: a,x\n  quit: Q\nx-mine: anything\n",
    )
    found = settings(paths_in(tmp_path))
    assert found == Settings("ann-2", "Ann Other", "nord", False, {"annotate": "a,x", "quit": "Q"})


def test_what_is_wrong_is_passed_over_and_said(tmp_path: Path) -> None:
    write(tmp_path, "author: [a]\nmouse: perhaps\nkeys: [a]\nthene: nord\n")
    found = settings(paths_in(tmp_path))
    assert (found.author, found.mouse, found.keys) == ("", True, {})
    assert [fault.what.split("`")[1] for fault in found.faults] == ["author", "mouse", "keys", "thene"]


@pytest.mark.parametrize("text", ["reader: [", "- a\n", "a: 1\na: 2\n", "reader: ../out\n", "reader: marks.yaml\n"])
def test_a_broken_file_is_one_line_with_its_place(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(Unreadable) as refused:
        settings(paths_in(tmp_path))
    assert str(refused.value).startswith(str(path))
    assert "\n" not in str(refused.value)


def test_a_reader_is_made_once_and_other_lines_stay(tmp_path: Path) -> None:
    path = write(tmp_path, "# my settings\nauthor: Ann")
    paths = paths_in(tmp_path)
    before = settings(paths)
    made = ensure_reader(paths, before)
    assert made.reader.startswith("r-")
    assert path.read_text() == f"# my settings\nauthor: Ann\nreader: {made.reader}\n"
    assert ensure_reader(paths, before).reader == made.reader
    assert settings(paths).reader == made.reader
    assert settings(paths).author == "Ann"


def test_a_reader_that_is_set_is_left_alone(tmp_path: Path) -> None:
    assert ensure_reader(paths_in(tmp_path), Settings(reader="ann")).reader == "ann"
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_is_never_written_to(tmp_path: Path) -> None:
    path = write(tmp_path, "reader: [")
    with pytest.raises(NotSaved, match="mend it"):
        ensure_reader(paths_in(tmp_path), Settings())
    assert path.read_text() == "reader: ["


def test_a_file_that_cannot_take_the_line_says_what_to_do(tmp_path: Path) -> None:
    path = write(tmp_path, "{author: Ann}\n")
    with pytest.raises(NotSaved):
        ensure_reader(paths_in(tmp_path), Settings())
    assert path.read_text() == "{author: Ann}\n"


def test_reader_names_tell_nothing_and_fit_a_folder() -> None:
    names = {new_reader() for _ in range(50)}
    assert len(names) == 50
    assert all(usable_reader(name) and len(name) == 18 for name in names)
    assert not any(usable_reader(name) for name in ("", "..", "a/b", "document.yaml", "A.YAML", "-a"))


def test_the_setting_names_are_those_of_the_dataclass() -> None:
    names = {"keys", *(each.name for each in SETTINGS)}
    assert {name for name in vars(Settings()) if name != "faults"} == names
    assert config_path(paths_in(Path("a"))).name == "config.yaml"
