"""The overview: every number counts places that are there, and text, JSON and picture agree."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from companion.analysis.overview import overview_of
from companion.anchoring import place_layers
from companion.documents import read_document
from companion.exchange import overview as lines
from companion.model import Annotation, Kind, Layer, Question, Quote
from tests.running import Companion

TEXT = "# T\n\n## One\n\nThe audit is done.\n\n## Two & <b>\n\nNobody was told of it.\n"
DOCUMENT = read_document(TEXT.encode(), "a.md")
KINDS = {"euphemism": Kind("euphemism", "Euphemism", "~")}
Made = tuple[str, str, str]
NOTE = st.builds(
    lambda words, kind, section: (words, kind, section),
    st.sampled_from(("The audit", "done", "Nobody", "not there at all", "")),
    st.sampled_from(("euphemism", "unheard", "")),
    st.sampled_from(("one", "two-b", "gone")),
)


def made_notes(notes: list[tuple[str, str, str]]) -> tuple[Annotation, ...]:
    return tuple(
        Annotation(f"a{n}", Quote(words) if words else None, section, kind=kind)
        for n, (words, kind, section) in enumerate(notes)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(NOTE, max_size=8), st.lists(NOTE, max_size=5))
def test_every_number_opens_places_that_add_up_to_it(
    theirs: list[tuple[str, str, str]], mine: list[tuple[str, str, str]]
) -> None:
    evidence = tuple(f"a{n}" for n in range(len(theirs)))
    question = Question("q", "?", verdict="evaded", evidence=evidence)
    layers = [Layer("l", annotations=made_notes(theirs), questions=(question,))]
    layers += [Layer("me", annotations=made_notes(mine), own=True)]
    placements = place_layers(DOCUMENT, layers)
    made = overview_of(DOCUMENT, layers, placements, KINDS)
    for (section, column), places in made.cells.items():
        assert places
        assert all(place.span.section == section and DOCUMENT.text(place.span) for place in places)
        assert column in made.columns
    standing = sum(placements[f"l/{each.id}"].span is not None for each in layers[0].annotations)
    assert sum(made.total(column) for column in made.columns if column.family == "kind") == standing
    shape = lines.overview_shape(made)
    for number, column in enumerate(shape["columns"]):
        cells = [cell for section in shape["sections"] for cell in section["cells"] if cell["column"] == number]
        assert sum(cell["count"] for cell in cells) == sum(len(cell["places"]) for cell in cells) == column["count"]
    picture = ElementTree.fromstring("\n".join(lines.svg(made)))
    shown = [int(text.text or "") for text in picture.iter() if text.get("text-anchor") == "middle"]
    assert sum(shown) == sum(column["count"] for column in shape["columns"])


def test_the_shipped_companion_at_one_glance(companion: Companion) -> None:
    shape = companion("overview", "nso-2023", "--format", "json").json
    assert sum(column["count"] for column in shape["columns"] if column["family"] == "kind") == 28
    assert len(shape["sections"]) == 8
    out = companion("overview", "nso-2023").out
    assert "evidence, evaded" in out
    assert "0 of 8 sections read" in out
    assert companion("overview", "nso-2023", "--format", "svg").out.startswith("<svg ")
