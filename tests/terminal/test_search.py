"""Searching in a terminal, also faster than the prompt opens, and with colours off."""

from __future__ import annotations

import os

from tests.terminal.driving import begin, notes


def test_words_typed_in_one_go_are_found_and_a_note_stands_on_their_sentence() -> None:
    with begin() as session:
        os.write(session.descriptor, b"/FROM OUTSIDE\r")
        session.see(r"1 of 1 · § risk-assessment ¶6 · /FROM OUTSIDE")
        session.see("an auditor from")
        session.keys("a")
        session.see(r"ctrl\+s save")
        session.send("q: who?")
        session.see(r"q: who\?")
        session.send("<c-s>")
        session.see("· saved")
        session.keys("<esc>")
        session.gone("/FROM OUTSIDE")
        os.write(session.descriptor, b"/terror\r")
        session.see("1 of 3 · § ceo-message ¶1 · round to the first")
    (note,) = notes()["notes"]
    assert note["note"].strip() == "q: who?"
    assert note["quote"].endswith("or else by an auditor from outside.")


def test_a_note_typed_before_its_editor_stands_loses_no_letter_and_runs_no_command() -> None:
    with begin() as session:
        os.write(session.descriptor, b"aquite: 1/2 n?")
        session.see(r"quite: 1/2 n\?")
        session.see(r"ctrl\+s save")


def test_hits_are_told_without_colours_and_the_text_stays_where_it_is() -> None:
    with begin(columns=80, rows=24, env={"NO_COLOR": "1"}) as session:
        session.keys("/")
        session.send("auditor")
        session.see(r"/auditor +1 of \d+ · § ")
        session.keys("<cr>")
        session.see("auditor from")
        assert 7 in session.style("auditor from")
        session.keys("<esc>")
        session.gone("/auditor")
        session.settle(0.3, 5)
        assert 7 not in session.style("auditor from")
