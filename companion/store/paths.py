"""Paths of notebooks, state, settings and the shipped companions. Nothing here makes a folder."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import companion
from companion.model.faults import CompanionError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


@dataclass(frozen=True)
class Paths:
    """Three folders: `notebooks` (worth a backup), `state` (may be thrown away), `config` (holds config.yaml)."""

    notebooks: Path
    state: Path
    config: Path


def user_paths(notes: Path | None = None) -> Paths:
    """The folders in use; `notes` (from `--notes`) or COMPANION_NOTES stands in for the notebooks' own.

    Raises CompanionError where there is no home folder to go by.
    """
    folder = notes if notes is not None else _notes_from_environment()
    return Paths(
        notebooks=_absolute(folder) if folder is not None else _base("data") / "notebooks",
        state=_base("state"),
        config=_base("config"),
    )


def is_served() -> bool:
    """Whether a browser is the terminal: textual-serve says so to the processes it starts."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


def shipped() -> Traversable:
    """The annotations folder: inside the package (a wheel, or the wheel as a zip), else beside it in a checkout.

    Plain paths are tried first, since importlib.resources costs more to import than all else here.
    """
    package = Path(companion.__file__).parent
    checkout = package.parent
    if (package / "annotations").is_dir():
        return package / "annotations"
    if (checkout / "pyproject.toml").is_file() and (checkout / "annotations").is_dir():
        return checkout / "annotations"
    from importlib.resources import files  # only a zip needs it

    inside = files(companion) / "annotations"
    if not inside.is_dir():
        raise CompanionError("the shipped annotations are missing from this installation; install it again")
    return inside


def shipped_names() -> list[str]:
    """The names of the shipped companions: folders that hold a report.md."""
    return sorted(entry.name for entry in shipped().iterdir() if entry.is_dir() and (entry / "report.md").is_file())


CHECKLISTS = "checklists"


def shipped_checklists() -> list[str]:
    """The names of the shipped checklists: layer files in a folder of their own."""
    entries = (shipped() / CHECKLISTS).iterdir()
    return sorted(entry.name.removesuffix(".yaml") for entry in entries if entry.name.endswith(".yaml"))


def _notes_from_environment() -> Path | None:
    value = os.environ.get("COMPANION_NOTES", "")
    return Path(value) if value else None


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path.expanduser()))


def _base(what: str) -> Path:
    """companion's folder for "data", "state" or "config". As XDG says, a relative value does not count."""
    variable = os.environ.get(f"XDG_{what.upper()}_HOME", "")
    if os.path.isabs(variable):
        return Path(variable) / "companion"
    if sys.platform.startswith("linux"):
        below = {"data": ".local/share", "state": ".local/state", "config": ".config"}
        return _home() / below[what] / "companion"
    from platformdirs import PlatformDirs  # only systems other than Linux need it

    return Path(getattr(PlatformDirs("companion", appauthor=False), f"user_{what}_dir"))


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        raise CompanionError("no home folder is known; set HOME, or the XDG_*_HOME variables") from None
