"""What is there again at the next start: verdicts with reason and evidence, section, block and tab."""

from __future__ import annotations

import re

from tests.terminal.driving import Session, begin, notes, section_of


def paragraph(session: Session) -> str:
    found = re.search(r"¶\d+ of \d+", session.text)
    assert found is not None, session.text
    return found[0]


def test_a_verdict_its_reason_and_linked_evidence_survive_a_kill() -> None:
    with begin() as first:
        first.keys("]", "j", "c", "4")
        first.see(r"you: evaded.*saved")
        first.keys("e")
        first.see(r"Why\?")
        first.keys("It never says.", "<c-s>")
        first.see("It never says.")
        first.keys("l")
        first.see(r"yours: .*Chief")
        first.settle(0.8, 4)
        first.kill()
        first.ended()
    answer = notes()["answers"]["questions/audit-scope"]
    assert answer["verdict"] == "evaded"
    assert answer["note"].strip() == "It never says."
    assert answer["evidence"][0]["quote"].startswith("Chief executive Yaron Shohat")
    with begin() as again:
        again.see("‹Qu")
        again.see("you: evaded")
        again.see("It never says.")
        again.see(r"yours: .*Chief")
        again.see("A Message From the CEO · 2 of 8")


def test_section_block_and_tab_are_where_the_reader_left_them() -> None:
    with begin() as first:
        first.keys("]", "]", "j", "j")
        section, place = section_of(first), paragraph(first)
        assert section == "executive-summary"
        first.send("q")
        assert first.ended() == 0
    with begin(columns=80, rows=24) as again:
        assert (section_of(again), paragraph(again)) == (section, place)
        again.keys("c")
        again.see("▌What does a")
        again.keys("j")
        again.gone("▌What does a")
        chosen = re.search(r"▌(How long was the human rights)", again.text)
        again.send("q")
        assert again.ended() == 0
    with begin(columns=80, rows=24) as last:
        last.see("‹Qu")
        assert paragraph(last) == place
        assert chosen is not None
        last.see(f"▌{chosen[1]} ")


def test_a_section_asked_for_wins_over_the_place_left() -> None:
    with begin("--section", "about-nso", "nso-2023") as first:
        assert section_of(first) == "about-nso"
        first.keys("]")
        first.send("q")
        assert first.ended() == 0
    with begin("--section", "closing", "nso-2023") as again:
        assert section_of(again) == "closing"
