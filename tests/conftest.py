"""Fixtures of all tests: none sees the machine's own home, time zone, colours or editor."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.running import Companion, Ran

settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

FOLDERS = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
REMOVED = (
    "COMPANION_NOTES",
    "COLORTERM",
    "NO_COLOR",
    "FORCE_COLOR",
    "EDITOR",
    "VISUAL",
    "TEXTUAL",
    "TEXTUAL_THEME",
    "TEXTUAL_COLOR_SYSTEM",
    "COLUMNS",
    "LINES",
)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Workers for the whole suite: more than cores, since tests of the screen wait; a file by itself needs none."""
    if all(Path(argument.partition("::")[0]).is_file() for argument in config.args):
        return 0
    return (os.cpu_count() or 2) * 3 // 2


@pytest.fixture(autouse=True)
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Home, data, state and settings are new empty folders; the clock shows UTC. Children inherit both."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        for name in FOLDERS:
            patch.setenv(name, str(home / name.lower()))
        for name in REMOVED:
            patch.delenv(name, raising=False)
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def companion(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Companion:
    """Run a command in this process; standard output is no terminal."""
    from companion.__main__ import main

    def run(*args: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["companion", *args])
        code = main()
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
