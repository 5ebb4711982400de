"""Random files: the layer reader raises nothing but its own exception. `tests.measure.layers` runs many more."""

from __future__ import annotations

import pytest

from tests.measure import clean, layers

INPUTS = 20_000


def test_random_files_are_read_or_refused() -> None:
    found = layers.fuzz(INPUTS, seed=7)
    assert set(found) == {"read", "refused"}
    assert found.total() == INPUTS
    assert found["read"] > INPUTS // 20


def test_a_reader_that_fails_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layers, "read_mapping", lambda data, file: {}[file])
    assert layers.fuzz(20)["read"] == 0


def test_random_characters_are_cleaned() -> None:
    assert clean.forbidden(200_000, seed=7) == 0


def test_a_cleaning_that_fails_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "clean", lambda text: text)
    assert clean.forbidden(20_000, seed=7) > 0
