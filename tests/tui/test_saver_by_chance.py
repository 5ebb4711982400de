"""At every interleaving of keys, saves and loads: `saved` is what stands on disk, and no version that nobody wrote."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.tui.keeping import Machine

SEEDS = int(os.environ.get("SAVER_SEEDS", "25"))
"""More for a long run."""


@pytest.mark.parametrize(
    ("faults", "others"),
    [
        pytest.param(False, False, id="a slow disk"),
        pytest.param(True, False, id="a disk that fails and is mended"),
        pytest.param(False, True, id="others change notes too"),
    ],
)
def test_screen_files_and_acknowledgements_agree(tmp_path: Path, faults: bool, others: bool) -> None:
    for seed in range(SEEDS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        Machine(folder, Random(seed), faults=faults, others=others).play(steps=2 + seed % 12)
