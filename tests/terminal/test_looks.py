"""What the screen needs of a terminal: little. Colours, size and kinds."""

from __future__ import annotations

import re

import pytest

from tests.terminal.driving import Session, begin, section_of

SIGNS = "†*!?#~¬×"
COLOUR = re.compile(rb"\x1b\[[0-9;:]*?(?:[34]8)[;:]")


def shows_kinds(session: Session) -> None:
    """The sign stands beside its line of the text and on its card, and the card has the kind's name."""
    session.see(r"† C02 · Scapegoating")
    assert re.search(r"end-to-end encryption applications\". *†", session.text), session.text


@pytest.mark.parametrize(
    "environment",
    [{"TERM": "xterm", "COLORTERM": ""}, {"NO_COLOR": "1"}],
    ids=["16 colours", "NO_COLOR"],
)
def test_kinds_and_places_are_told_without_colour(environment: dict[str, str]) -> None:
    with begin(env=environment) as session:
        session.keys("]", "j")
        shows_kinds(session)
        session.see("▌ Chief executive")
        session.keys("c")
        session.see("unanswered")
        if environment.get("TERM") == "xterm":
            assert COLOUR.search(session.output) is None
        if "NO_COLOR" in environment:
            assert not coloured(session)
        session.send("q")
        assert session.ended() == 0


def coloured(session: Session) -> list[str]:
    """The cells of the screen whose colour is no grey."""
    found = []
    for row in session.screen.grid:
        for char, style in row:
            for code in (38, 48):
                value = str(dict(style).get(code, ""))
                parts = value.split(";")[1:] if value.startswith("2;") else []
                if len(set(parts)) > 1:
                    found.append(f"{char} {value}")
    return found


def test_an_empty_no_color_means_colours() -> None:
    with begin(env={"NO_COLOR": ""}) as session:
        assert coloured(session)


def test_another_size_keeps_the_place() -> None:
    with begin() as session:
        session.keys("]", "]", "]", "j", "j")
        section = section_of(session)
        words = "speaks of the"
        session.see(rf"▌ NSO {words}")
        for columns, rows in ((80, 24), (60, 24), (40, 12), (120, 36)):
            session.resize(columns, rows)
            session.see(r"▌ NSO speaks", 5)
        assert section_of(session) == section
        session.see("About NSO Group · 4 of 8")
        session.see("C10 · Scapegoating")


def test_a_tiny_terminal_is_no_reason_to_fall_over() -> None:
    with begin() as session:
        for columns, rows in ((20, 5), (1, 1)):
            session.resize(columns, rows)
            session.keys("j", "]", "c", "?", "<esc>", "c", "a")
            session.settle(0.3, 3)
            session.keys("x", "<esc>")
        session.resize(120, 36)
        session.see("Executive Summary · 3 of 8", 5)
        session.send("q")
        assert session.ended() == 0
