"""Folders in use, and where the shipped annotations are found."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import companion
from companion.model import CompanionError
from companion.store.paths import shipped, shipped_names, user_paths

HERE = Path(companion.__file__).parents[1]


def test_folders_follow_the_xdg_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATA", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    found = user_paths()
    assert found.notebooks == tmp_path / "DATA" / "companion" / "notebooks"
    assert found.state == tmp_path / "STATE" / "companion"
    assert found.config == tmp_path / "CONFIG" / "companion"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have folders of their own")
def test_a_relative_or_missing_variable_means_the_folder_below_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/reader")
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    found = user_paths()
    assert found.notebooks == Path("/home/reader/.local/share/companion/notebooks")
    assert found.state == Path("/home/reader/.local/state/companion")
    assert found.config == Path("/home/reader/.config/companion")


def test_other_systems_go_by_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "STATE", "CONFIG"):
        monkeypatch.delenv(f"XDG_{name}_HOME")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert all(path.is_absolute() and "companion" in path.parts for path in vars(user_paths()).values())


def test_notes_come_from_the_option_before_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COMPANION_NOTES", str(tmp_path / "variable"))
    assert user_paths().notebooks == tmp_path / "variable"
    assert user_paths(tmp_path / "option").notebooks == tmp_path / "option"
    monkeypatch.chdir(tmp_path)
    assert user_paths(Path("here")).notebooks == tmp_path / "here"
    assert user_paths(Path("~/notes")).notebooks == Path(os.environ["HOME"]) / "notes"


def test_no_home_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setattr(sys, "platform", "linux")

    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", no_home)
    with pytest.raises(CompanionError, match="set HOME"):
        user_paths()


def test_the_checkout_ships_the_nso_companion() -> None:
    assert "nso-2023" in shipped_names()
    assert (shipped() / "nso-2023" / "report.md").is_file()


def test_missing_annotations_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "companion"
    package.mkdir()
    monkeypatch.setattr(companion, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr("importlib.resources.files", lambda _: package)
    with pytest.raises(CompanionError, match="install it again"):
        shipped()


def test_a_zip_of_the_package_holds_them_too(tmp_path: Path) -> None:
    wheel = tmp_path / "wheel.zip"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path in (HERE / "companion").rglob("*.py"):
            archive.write(path, path.relative_to(HERE))
        for path in (HERE / "annotations").rglob("*"):
            archive.write(path, Path("companion") / path.relative_to(HERE))
    code = (
        "from companion.store.layers import load_kinds, load_layers\n"
        "from companion.store.library import open_document\n"
        "opened = open_document('nso-2023')\n"
        "print(len(opened.document), [layer.id for layer in load_layers(opened)], len(load_kinds()) > 3, opened.path)"
    )
    environment = {**os.environ, "PYTHONPATH": str(wheel)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.strip() == "8 ['critique', 'questions'] True None"


def test_importing_the_way_to_the_first_frame_brings_no_yaml() -> None:
    code = (
        "import sys\n"
        "from companion.store import library, paths, settings, state\n"
        "found = paths.user_paths()\n"
        "opened = library.open_document('nso-2023')\n"
        "settings.settings(found)\n"
        "state.State(found).progress(opened)\n"
        "opened.document.section(0)\n"
        "print([name for name in ('yaml', 'textual', 'rich', 'pygments', 'rapidfuzz', 'importlib.resources')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.strip() == "[]"
