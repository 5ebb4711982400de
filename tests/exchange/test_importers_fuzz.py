"""The short form of the figure `tests.measure.importers`: no damaged file breaks an importer's promises."""

from __future__ import annotations

import pytest

from tests.exchange.foreign_files import SAMPLES, SLOW_SAMPLES
from tests.measure.importers import LONGEST, fuzzed


@pytest.mark.parametrize("name", [*SAMPLES, *SLOW_SAMPLES])
def test_damaged_files_are_read_or_refused(name: str) -> None:
    count = fuzzed(name, 15 if name in SLOW_SAMPLES else 150, seed=7)
    assert count.broken == 0, count.first
    assert count.read > 0
    assert count.refused > 0 or name in SLOW_SAMPLES
    assert count.slowest < LONGEST
