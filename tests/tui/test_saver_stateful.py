"""At every interleaving of keys, saves and loads: `saved` is what stands on disk, and no version that nobody wrote."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.keeping import Machine

EXAMPLES = int(os.environ.get("SAVER_EXAMPLES", "15"))
"""More for a long run: SAVER_EXAMPLES=2000 HYPOTHESIS_PROFILE=default."""


def play(chance: Random, steps: int, *, faults: bool = False, others: bool = False) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Machine(Path(folder), chance, faults=faults, others=others).play(steps)


@settings(max_examples=EXAMPLES)
@given(chance=st.randoms(use_true_random=False), steps=st.integers(1, 12))
def test_screen_and_disk_agree_on_a_slow_disk(chance: Random, steps: int) -> None:
    play(chance, steps)


@settings(max_examples=EXAMPLES)
@given(chance=st.randoms(use_true_random=False), steps=st.integers(1, 12))
def test_screen_and_disk_agree_once_a_failing_disk_is_mended(chance: Random, steps: int) -> None:
    play(chance, steps, faults=True)


@settings(max_examples=EXAMPLES)
@given(chance=st.randoms(use_true_random=False), steps=st.integers(1, 12))
def test_nothing_is_lost_or_invented_while_others_change_notes_too(chance: Random, steps: int) -> None:
    play(chance, steps, others=True)


@pytest.mark.parametrize("seed", range(12))
def test_long_sequences_by_seed(seed: int) -> None:
    play(Random(seed), 30, faults=seed % 2 == 1, others=seed % 5 == 4)
