"""The shipped companion: whole, in order, and every annotation at its place."""

from __future__ import annotations

import re

import pytest

from companion.anchoring import place_layers
from companion.layers.check import check_layer
from companion.model import Document, Layer, Placement
from companion.store.layers import layers_from, load_kinds, load_layers
from companion.store.library import open_document
from companion.store.paths import CHECKLISTS, shipped, shipped_checklists, shipped_names

SECTIONS = [
    "framing",
    "ceo-message",
    "executive-summary",
    "about-nso",
    "our-products",
    "human-rights",
    "risk-assessment",
    "closing",
]


@pytest.fixture(scope="module")
def document() -> Document:
    return open_document("nso-2023").document


@pytest.fixture(scope="module")
def layers() -> list[Layer]:
    return load_layers(open_document("nso-2023"))


@pytest.fixture(scope="module")
def placements(document: Document, layers: list[Layer]) -> dict[str, Placement]:
    return place_layers(document, layers)


def test_it_is_shipped() -> None:
    assert shipped_names() == ["nso-2023"]


def test_its_layers_have_no_fault() -> None:
    folder = shipped() / "nso-2023"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    assert names == ["critique.yaml", "questions.yaml"]
    for name in names:
        assert check_layer((folder / name).read_bytes(), name) == []


def test_it_has_its_sections_in_order(document: Document) -> None:
    assert [heading.id for heading in document.headings] == SECTIONS
    for index in range(len(document)):
        assert 60 <= len(document.section(index).text.split()) <= 250


def test_it_says_that_it_is_a_digest(document: Document) -> None:
    facts = dict(document.facts)
    assert "digest" in facts["note"].lower()
    assert "companion" in facts["original"]


def test_every_annotation_is_there_once(layers: list[Layer]) -> None:
    critique = next(layer for layer in layers if layer.id == "critique")
    assert [annotation.id for annotation in critique.annotations] == [f"C{number:02}" for number in range(1, 29)]
    assert all(annotation.note and annotation.tags and annotation.sources for annotation in critique.annotations)


def test_every_annotation_has_its_place(layers: list[Layer], placements: dict[str, Placement]) -> None:
    states = {
        f"{layer.id}/{each.id}": placements[f"{layer.id}/{each.id}"].state
        for layer in layers
        for each in layer.annotations
    }
    assert {key: state for key, state in states.items() if state != "exact"} == {}


def test_what_was_looked_for_is_not_there(document: Document, layers: list[Layer]) -> None:
    absent = [each for layer in layers for each in layer.annotations if each.searched]
    assert [annotation.id for annotation in absent] == ["C15"]
    for annotation in absent:
        assert annotation.quote is None
        text = document.section(annotation.section).text
        assert [word for word in annotation.searched if re.search(rf"\b{word}\b", text, re.IGNORECASE)] == []


def test_every_kind_is_defined(layers: list[Layer]) -> None:
    kinds = load_kinds()
    used = {annotation.kind for layer in layers for annotation in layer.annotations}
    assert used - kinds.keys() == set()
    assert all(len(kind.sign) == 1 and kind.label for kind in kinds.values())
    signs = [kind.sign for kind in kinds.values()]
    assert len(set(signs)) == len(signs)


def test_the_sixteen_questions(layers: list[Layer], placements: dict[str, Placement]) -> None:
    (questions,) = (layer.questions for layer in layers if layer.questions)
    assert len(questions) == 16
    assert [question.id for question in questions[:3]] == ["audit-scope", "training-length", "customer-list"]
    for question in questions:
        assert question.ask
        assert question.why
        assert question.verdict != "open"
        for evidence in question.evidence:
            assert isinstance(evidence, str)
            assert placements[evidence].state == "exact"


def test_five_checklists_are_shipped() -> None:
    names = ["audit-report", "general", "modern-slavery", "surveillance-vendor", "transparency-report"]
    assert shipped_checklists() == names


@pytest.mark.parametrize("name", ["audit-report", "modern-slavery", "surveillance-vendor", "transparency-report"])
def test_a_checklist_is_whole_and_names_its_sources_and_licences(name: str) -> None:
    file = f"{name}.yaml"
    data = (shipped() / CHECKLISTS / file).read_bytes()
    assert check_layer(data, file) == []
    (layer,) = layers_from(name)
    assert (layer.id, layer.license, layer.author) == (name, "CC-BY-4.0", "companion")
    assert layer.checklist
    assert layer.checklist.version
    assert 15 <= len(layer.questions) <= 30
    for work in layer.checklist.after:
        assert work.title
        assert work.url.startswith("https://")
        assert work.license.startswith(("CC-BY-4.0", "topics only")), "what is not certain gives topics only"
    for question in layer.questions:
        assert question.ask.endswith("?")
        assert {"answered", "partly"} <= question.counts_as.keys()
        assert len(question.look_for) >= 3
        assert question.after
        assert question.verdict == "open"
    assert {question.group for question in layer.questions} == {group.id for group in layer.checklist.groups}
    assert len({question.ask for question in layer.questions}) == len(layer.questions)
