"""A note that is being typed: at most two seconds of it are lost to a kill, and the next start offers it."""

from __future__ import annotations

import re
import time

from tests.terminal.driving import Session, begin, drafts, notes, section_of

OLDEST = 2.0
"""Seconds of typing that may be lost."""


def open_editor(session: Session) -> None:
    session.keys("a")
    session.see(r"ctrl\+s save")


def typed_for(session: Session, seconds: float) -> list[tuple[float, str]]:
    """Type a numbered word every tenth of a second; each with when it was sent."""
    sent: list[tuple[float, str]] = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        word = f"w{len(sent):03} "
        sent.append((time.monotonic(), word))
        session.send(word)
        session.settle(0.1, 0.1)
    return sent


def test_a_draft_survives_a_kill_while_typing_and_is_offered() -> None:
    with begin() as first:
        first.keys("]", "j")
        open_editor(first)
        sent = typed_for(first, 3.6)
        first.kill()
        killed = time.monotonic()
        first.ended()
    assert notes()["notes"] == []
    with begin() as again:
        again.see("You were writing when companion ended")
        again.see("w000 w001")
        again.keys("<cr>")
        again.see(r"ctrl\+s save")
        again.see("w000")
        again.settle(0.5, 5)
        kept = set(re.findall(r"w\d\d\d", again.text))
        missed = [word for when, word in sent if when < killed - OLDEST and word.strip() not in kept]
        assert not missed, f"typed over {OLDEST} s before the kill and lost: {missed}"
        again.send("<c-s>")
        again.gone(r"ctrl\+s save")
        if section_of(again) != "ceo-message":
            again.keys("]")
        again.see("· saved")
    (note,) = notes()["notes"]
    assert note["quote"].startswith("Chief executive")
    assert note["note"].startswith("w000 w001")


def test_a_draft_is_kept_for_later_dropped_or_saved_only_when_the_reader_says() -> None:
    with begin() as first:
        first.keys("]", "j")
        open_editor(first)
        first.keys("half a thought")
        first.settle(2.0, 2.0)
        first.kill()
        first.ended()
    with begin() as later:
        later.see("half a thought")
        later.keys("<esc>")
        later.gone("You were writing")
        later.send("q")
        assert later.ended() == 0
    with begin() as dropping:
        dropping.see("half a thought")
        dropping.keys("d")
        dropping.gone("You were writing")
        dropping.send("q")
        assert dropping.ended() == 0
    assert drafts() == []
    assert notes()["notes"] == []


def test_leaving_the_editor_keeps_the_draft_and_the_same_key_goes_on_with_it() -> None:
    with begin() as session:
        session.keys("]", "j")
        open_editor(session)
        session.keys("half a thought", "<esc>")
        session.gone(r"ctrl\+s save")
        open_editor(session)
        session.see("half a thought")
        session.keys(", now whole", "<c-s>")
        session.see("· saved")
        session.send("q")
        assert session.ended() == 0
    assert [note["note"].strip() for note in notes()["notes"]] == ["half a thought, now whole"]
    assert drafts() == []
