"""Documents made to harm, the quick ones; all of them with what they cost: `python -m tests.measure.bombs`."""

from __future__ import annotations

import pytest

from tests.documents.bombs import Bomb
from tests.measure.bombs import ALL, MEGABYTES, outcome


@pytest.mark.parametrize("bomb", [bomb for bomb in ALL if bomb.quick], ids=lambda bomb: bomb.name)
def test_what_is_made_to_harm_is_refused_or_read_as_far_as_it_goes(bomb: Bomb) -> None:
    assert outcome(bomb, bomb.make()) == ""


def test_there_are_enough_of_them_and_an_outcome_can_be_wrong() -> None:
    assert len(ALL) >= 50
    assert len({bomb.name for bomb in ALL}) == len(ALL)
    good = next(bomb for bomb in ALL if bomb.name == "a name that leads out")
    assert "its good words" in outcome(good._replace(keeps="no such words"), good.make())
    assert "it says only" in outcome(good._replace(says="no such notice"), good.make())
    assert "it is shown" in outcome(good._replace(keeps=""), good.make())
    assert "nothing of it is shown" in outcome(good, b"")
    assert MEGABYTES == 512
