"""`companion note` in a terminal asks which kind is meant where nobody defines the one given."""

from __future__ import annotations

import pytest

from tests.terminal.driving import Session, notes

NOTE = ("note", "nso-2023", "--document", "--text", "x", "--kind", "euphemsim")


@pytest.mark.parametrize(("typed", "kept"), [("<cr>", "euphemism"), ("euphemsim<cr>", "euphemsim")])
def test_a_mistyped_kind_is_asked_about(typed: str, kept: str) -> None:
    with Session(*NOTE) as session:
        session.see("did you mean euphemism")
        session.send(typed)
        assert session.ended() == 0
    (note,) = notes()["notes"]
    assert note["kind"] == kept
