"""Absence: states, near hits, and counts that are made again in another edition."""

from __future__ import annotations

from dataclasses import replace

import pytest

from companion.analysis.absence import near_stem, recount, recount_faults, search, unread, with_counts
from companion.analysis.concordance import Concordance, concordance
from companion.documents.markdown import read_markdown
from companion.model import Annotation, Block, Document, Layer, Section, SectionList
from companion.store.layers import load_layers
from companion.store.library import open_document

TEXT = """# R

## One

The audit was made in-house. The inspec-tion of it was not. Theauditor wrote it, and its scoop was told.

## Two

An overview of Certification

### Scope of work

Nothing else.
"""


def counted(text: str = TEXT, fingerprint: str = "sha256:0") -> Concordance:
    return concordance(read_markdown(text.encode(), "r", fingerprint))


@pytest.mark.parametrize(
    ("word", "section", "state"),
    [
        ("audit", "", "found"),
        ("audit", "two", "not found here"),
        ("auditor", "", "only near"),
        ("remedy", "", "not found"),
        ("scope", "", "only near"),
        ("certify", "", "only near"),
    ],
)
def test_states(word: str, section: str, state: str) -> None:
    (found,) = search(counted(), [word], section)
    assert found.state == state
    assert (found.count().found == 0) == (state in ("not found", "not found here") or word in ("auditor", "certify"))


@pytest.mark.parametrize(
    ("word", "form", "how"),
    [
        ("auditor", "audit", "same stem"),
        ("auditor", "theauditor", "run together"),
        ("inspection", "inspec tion", "cut in two"),
        ("overview", "overview", None),
        ("overviews", "overview", None),
        ("overvie", "overview", "one letter apart"),
    ],
)
def test_near_hits(word: str, form: str, how: str | None) -> None:
    text = TEXT.replace("Theauditor", "The theauditor")
    (found,) = search(counted(text), [word])
    near = {hit.form: hit.how for hit in found.near}
    if how is not None:
        assert near.get(form) == how
    words = counted(text)
    for hit in search(words, [word])[0].near:
        for place in hit.hits:
            assert "".join(words.forms[place.first : place.end]) == hit.form.replace(" ", "")


def test_a_word_in_headings_alone_is_only_near() -> None:
    (found,) = search(counted(), ["scope"])
    assert found.outside
    assert "in headings, tables or notes only" in str(found)


def test_nothing_is_called_absent_where_something_could_not_be_read() -> None:
    blocks = (Block("paragraph", 0, 5), Block("notice", 5, 5, marker="page 4 is an image without text; try OCR"))
    sections = SectionList(
        [Section("a", "A", 2, "Words", blocks), Section("b", "B", 2, "More", (Block("paragraph", 0, 4),))]
    )
    shape = read_markdown(b"## A\n\nWords\n\n## B\n\nMore\n", "r", "sha256:0")
    document = Document("R", "r", "pdf", "sha256:0", shape.headings, sections)
    assert unread(document) == ("page 4 is an image without text; try OCR",)
    states = {section: search(concordance(document), ["auditor"], section)[0].state for section in ("", "a", "b")}
    assert states == {"": "cannot say", "a": "cannot say", "b": "not found"}
    assert with_counts(concordance(document), Annotation("n", searched=("auditor",))).unread == unread(document)


def test_a_note_is_counted_again_in_the_next_edition() -> None:
    note = with_counts(counted("## A\n\nNothing.\n"), Annotation("n", section="a", searched=("auditor", "scope")))
    assert [count.found for count in note.counts] == [0, 0]
    new = counted("## A\n\nAn auditor and two auditors.\n", "sha256:1")
    first, second = recount(new, note)
    assert first.changed
    assert str(first) == "auditor: 0 then, 2 now"
    assert [new.document.text(new.span(hit)) for hit in first.now.here] == ["auditor", "auditors"]
    assert not second.changed
    (fault,) = recount_faults(new.document, [Layer("l", annotations=(note,))])
    assert fault.warning
    assert "auditor: 0 then, 2 now" in str(fault)
    assert "a 3" in str(fault) or "a 6" in str(fault)


def test_the_same_document_that_counts_otherwise_is_said() -> None:
    words = counted("## A\n\nAn auditor.\n")
    note = with_counts(words, Annotation("n", searched=("auditor",)))
    wrong = replace(note, counts=(replace(note.counts[0], found=5),))
    assert str(recount(words, wrong)[0]) == "auditor: 5 then, 1 now, though it is the same document"
    assert not recount(words, note)[0].changed


def test_a_document_without_such_notes_is_not_read_for_them() -> None:
    assert recount_faults(counted().document, [Layer("l", annotations=(Annotation("n", note="x"),))]) == []


def test_the_shipped_absence_notes_are_counted_and_still_hold() -> None:
    opened = open_document("nso-2023")
    words = concordance(opened.document)
    notes = [note for layer in load_layers(opened) for note in layer.annotations if note.searched]
    assert notes
    for note in notes:
        assert with_counts(words, note) == note, "count again: companion absent nso-2023 --format json"


def test_stems_join_derivations_and_leave_short_words_alone() -> None:
    assert len({near_stem(form) for form in ("auditor", "audit", "auditing", "audits")}) == 1
    assert near_stem("using") == "using"
