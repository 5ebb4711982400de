"""Every shipped annotation stands word for word in the report it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from companion.anchoring import place_layers

FOLDER = Path(__file__).parents[2] / "annotations" / "nso-2023"


@pytest.mark.parametrize("name", ["critique.yaml", "questions.yaml"])
def test_shipped_annotations_are_exact(name: str) -> None:
    formats = pytest.importorskip("companion.documents", exc_type=ImportError)
    layers = pytest.importorskip("companion.layers.read", exc_type=ImportError)
    document = formats.read_document((FOLDER / "report.md").read_bytes(), "nso-2023")
    layer = layers.read_layer((FOLDER / name).read_bytes(), name)
    placements = place_layers(document, [layer])
    quoted = [each.id for each in layer.annotations if each.quote]
    assert {each: placements[f"{layer.id}/{each}"].state for each in quoted} == dict.fromkeys(quoted, "exact")
    assert quoted or layer.questions
