"""Intake of what an importer brought: into the reader's notebook, or into a layer file. Nothing is written by halves.

Every record is made, cleaned and placed before the first is saved. Ids do not change from one import to the next, so
no search is needed: what is there already and the same is left alone, and so is what the reader changed or deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from companion.exchange.books import chosen_book, same_words
from companion.exchange.brought import AnyRecord, Brought, Loss
from companion.exchange.formats import format_of
from companion.exchange.input_file import LIMIT, Incoming
from companion.model import Annotation, Answer, CompanionError, Document, Layer, Place, Question, Quote, Record, parted
from companion.store import files
from companion.text.clean import clean_line

if TYPE_CHECKING:
    from companion.store.session import Session


class Fate(NamedTuple):
    """What becomes of a record: "new", "unchanged", "kept yours" or "deleted earlier"; `record` as a file holds it."""

    record: Record
    what: str


@dataclass(frozen=True, eq=False)
class Intake:
    """What an import does, or would do: the fate of each record, where its quotes stand, and what was left out."""

    fates: tuple[Fate, ...] = ()
    states: Counter[str] = field(default_factory=Counter)
    losses: tuple[Loss, ...] = ()
    notice: str = ""

    def lines(self) -> list[str]:
        """The report, a line for each sort of thing that was counted."""
        counts = Counter(fate.what for fate in self.fates)
        told = ("new", "unchanged", "kept yours", "deleted earlier")
        lines = [self.notice] if self.notice else []
        lines.append(", ".join(f"{counts[what]} {what}" for what in told if counts[what] or what == "new"))
        if self.states:
            order = ("exact", "changed", "unsure", "lost")
            lines.append("placed: " + ", ".join(f"{self.states[state]} {state}" for state in order))
        lines += [f"left out: {loss.times} {loss.what}" for loss in self.losses if loss.times]
        return lines


def read_file(name: str) -> tuple[str, tuple[Brought, ...]]:
    """The name of a file's format and what it brings, found by content. Raises Unreadable in one line."""
    file = Incoming(files.read_bytes(Path(name).expanduser(), LIMIT), name)
    row = format_of(file)
    return row.name, row.read(file)


def intake(session: Session, books: Sequence[Brought], *, book: str = "", by: str = "") -> Intake:
    """What the import of one of these books into the session's notebook will do; nothing is written.

    Raises CompanionError where it is not clear which book, or something in it has no place in a notebook.
    """
    from companion.layers.write import settled

    brought, notice = chosen_book(books, session.document, book)
    records = _records(session.document, brought, by)
    if any(isinstance(record, Question) for record in records):
        raise CompanionError(
            "questions have no place in a notebook; make a layer of them with -o LAYER.yaml, or read it with --with"
        )
    own = session.own()
    local = [_at_home(settled(record), brought.head.id, own.id) for record in _kept(records)]
    notebook = session.find_notebook()
    mine: list[Record] = [*own.annotations, *own.answers, *own.places]
    here = {each.id: each for each in mine}
    deleted = {each.id for each in notebook.deleted}
    fates = tuple(_fate(record, here.get(record.id), record.id in deleted) for record in local)
    kinds = len(brought.head.kinds)
    losses = (*brought.losses, Loss("kinds that the layer defines, for which a notebook has no place", kinds))
    return Intake(fates, states(session, replace(own, annotations=_annotations(local))), losses, notice)


def save(session: Session, plan: Intake) -> None:
    """Save what is new, each as any note. Raises NotSaved."""
    notebook = session.find_notebook()
    for fate in plan.fates:
        if fate.what == "new":
            notebook.save(fate.record)
    session.remember()


def layer_of(session: Session, books: Sequence[Brought], *, book: str = "", by: str = "") -> tuple[Layer, Intake]:
    """The layer that one of these books makes, and the report. Raises CompanionError."""
    brought, notice = chosen_book(books, session.document, book)
    records = _records(session.document, brought, by)
    layer = replace(
        brought.head,
        about=brought.head.about or session.document.name,
        title=brought.head.title or clean_line(brought.book.title),
        annotations=tuple(record for record in records if isinstance(record, Annotation)),
        questions=tuple(record for record in records if isinstance(record, Question)),
        answers=tuple(record for record in records if isinstance(record, Answer)),
        places=tuple(record for record in records if isinstance(record, Place)),
    )
    fates = tuple(Fate(record, "new") for record in _kept(records))
    return layer, Intake(fates, states(session, layer), brought.losses, notice)


def states(session: Session, layer: Layer) -> Counter[str]:
    """How many of a layer's annotations stand how."""
    from companion.anchoring import place_layers

    others = session.load().layers if any(note.is_reply for note in layer.annotations) else ()
    placements = place_layers(session.document, [*others, layer], session.find_memory())
    return Counter(placements[layer.key(note)].state for note in layer.annotations)


def _records(document: Document, brought: Brought, by: str) -> list[AnyRecord]:
    """The records of a writer, or all, with sections named by their ids."""
    records = [_resolved(document, record) for record in brought.records]
    if not by:
        return records
    writers = {getattr(record, "author", "") or brought.head.author for record in records}
    if not any(same_words(by, writer) for writer in writers):
        names = ", ".join(sorted(clean_line(writer) or "nobody" for writer in writers)[:20])
        raise CompanionError(f"nothing in it is by {clean_line(by)}; written by: {names}")
    return [record for record in records if same_words(by, getattr(record, "author", "") or brought.head.author)]


def _kept(records: Iterable[AnyRecord]) -> list[Record]:
    return [record for record in records if not isinstance(record, Question)]


def _annotations(records: Iterable[Record]) -> tuple[Annotation, ...]:
    return tuple(record for record in records if isinstance(record, Annotation))


def _resolved(document: Document, record: AnyRecord) -> AnyRecord:
    """The record with section ids in place of section titles."""
    if isinstance(record, Annotation):
        quote = record.quote and _section_named(document, record.quote)
        return replace(record, quote=quote, section=_section_id(document, record.section))
    if isinstance(record, Place):
        return replace(record, quote=_section_named(document, record.quote))
    return record


def _section_named(document: Document, quote: Quote) -> Quote:
    return replace(quote, section=_section_id(document, quote.section)) if quote.section else quote


def _section_id(document: Document, name: str) -> str:
    """The id of the section of that id, or of the only one of that title; else the name as it is."""
    if not name or document.index(name) is not None:
        return name
    found = [heading.id for heading in document.headings if same_words(heading.title, name)]
    return found[0] if len(found) == 1 else name


def _at_home(record: Record, layer: str, own: str) -> Record:
    """The record with bare ids for what was in the layer it came from, whose id the notebook does not have."""

    def bare(name: str) -> str:
        key = parted(name)
        return key.id if key.layer == layer and layer != own else name

    if isinstance(record, Annotation):
        return replace(record, replies_to=bare(record.replies_to))
    if isinstance(record, Answer):
        return replace(record, evidence=tuple(bare(e) if isinstance(e, str) else e for e in record.evidence))
    return record


def _fate(record: Record, here: Record | None, deleted: bool) -> Fate:
    if deleted:
        return Fate(record, "deleted earlier")
    if here is None:
        return Fate(record, "new")
    return Fate(record, "unchanged" if here == record else "kept yours")
