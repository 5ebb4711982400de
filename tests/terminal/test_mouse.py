"""The mouse does what the keys do: a click, a double click, a drag, the wheel."""

from __future__ import annotations

import json
from pathlib import Path

from tests.terminal.driving import Session, begin, notes, write_note


def quote(session: Session) -> str:
    """The words that a note written now stands on."""
    write_note(session, "Here.")
    (note,) = notes()["notes"]
    text: str = note["quote"]
    return text


def test_a_click_chooses_a_block() -> None:
    with begin() as session:
        session.keys("]")
        session.click(*session.find("recalls the first"))
        session.see("▌ Shohat then recalls")
        assert quote(session).startswith("Shohat then recalls the first report")


def test_a_double_click_chooses_a_word() -> None:
    with begin() as session:
        session.keys("]")
        x, y = session.find("recalls the first")
        session.click(x + 1, y, times=2)
        assert quote(session) == "recalls"


def test_a_triple_click_chooses_a_sentence_and_another_click_gives_a_drag_up() -> None:
    with begin() as session:
        session.keys("]")
        x, y = session.find("recalls the first")
        session.drag((x, y), (x + 5, y))
        session.see(" selection · ")
        session.click(x, y, times=1)
        session.see(" block · ")
        session.settle(0.6, 3)
        session.click(x + 1, y, times=3)
        assert quote(session) == "Shohat then recalls the first report, of 2021."


def test_shift_and_arrows_select() -> None:
    with begin() as session:
        session.keys("]", "j", "j", "\x1b[1;2C", "\x1b[1;2C", "\x1b[1;2C", "\x1b[1;2D")
        session.see(" selection · ")
        assert quote(session) == "Shohat then"


def test_dragging_selects_and_the_note_stands_on_it() -> None:
    with begin() as session:
        session.keys("]")
        x, y = session.find("recalls the first")
        session.drag((x, y), (x + len("recalls the first") - 1, y))
        assert quote(session) == "recalls the first"


def test_the_wheel_scrolls_the_pane_under_it_and_moves_nothing_else() -> None:
    with begin(columns=80, rows=24) as session:
        session.keys("]")
        top = session.find("A Message From the CEO")
        session.mouse(65, *session.find("recalls"))
        session.settle(0.3, 3)
        assert "A Message From the CEO" not in session.text.splitlines()[top[1]]
        session.mouse(64, 10, 10)
        session.settle(0.3, 3)
        assert session.find("A Message From the CEO") == top


def test_a_click_opens_a_section_and_chooses_a_card(tmp_path: Path) -> None:
    with begin() as session:
        session.keys("m", "m")
        session.click(*session.find("Assessme…"))
        session.see("Assessment of Risks · 7 of 8")
        session.click(*session.find("C22"))
        session.see(r"▌.{0,3}C22")
        session.keys("<cr>")
        session.click(*session.find("Our Produ…"))
        session.see("Our Products · 5 of 8")
    assert json.loads("[]") == notes()["notes"]
