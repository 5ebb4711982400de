"""A terminal that answers nothing while the screen is begun: its keys are keys all the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.events import Key

from companion.tui.late_answers import read_early


@pytest.mark.parametrize("typed", ["", "j"])
def test_keys_are_read_where_answers_are_still_to_come(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linux_driver, "XTermParser", XTermParser)  # put back in the end
    got: list[Any] = []
    driver: Any = SimpleNamespace(process_message=got.append)
    read_early(driver, typed)
    parser = vars(linux_driver)["XTermParser"](False)
    got += parser.feed("kq")
    got += parser.feed("")  # another program takes the terminal
    got += vars(linux_driver)["XTermParser"](False).feed("n")
    assert [event.key for event in got if isinstance(event, Key)] == [*typed, "k", "q", "n"]
