"""Annotations, questions, answers and the Layer that holds them: what people say about a Document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from companion.model.faults import Fault, Where

VERSION = 1
"""The version of the files of layers and notes."""
VERDICTS = ("open", "answered", "partly", "unanswered", "evaded", "contradicted", "not-applicable")
STATUSES = ("draft", "checked", "disputed", "settled")
"""How far an answer has come."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def valid_id(text: str) -> bool:
    """True for 1 to 64 of the letters, digits and `. _ -`, a letter or digit first."""
    return _ID.fullmatch(text) is not None


def new_id() -> str:
    """An id for an own note: `n-` and 26 base32 letters, 128 random bits, never from a clock or host."""
    import base64
    import secrets  # only where something is written

    return "n-" + base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words with what stands around them: a W3C TextQuoteSelector.

    `section` and `start` (an offset into that section's text) are hints where to look first; so is `page`, the
    label of a page ("ix"), never an index.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    section: str = ""
    start: int | None = None
    page: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A work that a note refers to; `accessed` is the day its `url` was read."""

    title: str
    url: str = ""
    accessed: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class NearForm:
    """A form near a word that was looked for, and how often it stands in the document."""

    form: str
    n: int = 0
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class SearchCount:
    """How often a word that was looked for stood there: `forms` counted, `found` times in `scope`.

    `scope` is `document` or a section's id. `near` are forms that come near it, anywhere in the document.
    """

    word: str
    forms: tuple[str, ...] = ()
    found: int = 0
    near: tuple[NearForm, ...] = ()
    scope: str = "document"
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note on a Quote, or, without one, on a whole Section or (no `section` either) the Document.

    `also` are further Quotes to try, other copies' words. `searched` lists the words looked for where
    the note is about something absent; `counts` is how often each stood in the document of that `fingerprint`, of which
    `unread` could not be read. `replies_to` is the annotation it answers, `layer/id`, bare in the same layer. Times are
    ISO 8601 text and never decide an order. `unknown` keeps fields this version does not know, to be written back as
    they came.
    """

    id: str
    quote: Quote | None = None
    section: str = ""
    also: tuple[Quote, ...] = ()
    searched: tuple[str, ...] = ()
    kind: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    author: str = ""
    created: str = ""
    modified: str = ""
    deleted: str = ""
    supersedes: str = ""
    replies_to: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    where: Where | None = field(default=None, compare=False)
    counts: tuple[SearchCount, ...] = ()
    fingerprint: str = ""
    unread: tuple[str, ...] = ()

    @property
    def is_reply(self) -> bool:
        """Whether it stands under the annotation it answers, for it has no place of its own."""
        return bool(self.replies_to) and self.quote is None and not self.section


Evidence = str | Quote
"""An annotation's id (`layer/id`; bare means the same layer), or a Quote."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked of the Document, with the layer's own verdict and the evidence for it.

    The rest is said by checklists. `group` is a group's id. `counts_as` tells by verdict when it is to be given.
    `look_for` are words that may stand where the answer does. `applies_if` is the id of another question: what does
    not apply there does not apply here. `after` names items of works the question was made after. None is no weight.
    """

    id: str
    ask: str
    why: str = ""
    verdict: str = "open"
    evidence: tuple[Evidence, ...] = ()
    group: str = ""
    counts_as: Mapping[str, str] = field(default_factory=dict, hash=False)
    look_for: tuple[str, ...] = ()
    weight: float | None = None
    applies_if: str = ""
    after: tuple[str, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    where: Where | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A reader's verdict on somebody's question; `id` names its file in a Notebook.

    `question` is `layer/id`. `status` is one of STATUSES, `by` who gave it so. An answer that is `settled` names in
    `settles` those it settles, as `reader/id`. `asked_in` is the version of the checklist it was given under.
    """

    id: str
    question: str
    verdict: str = "open"
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    author: str = ""
    created: str = ""
    modified: str = ""
    deleted: str = ""
    supersedes: str = ""
    status: str = ""
    by: str = ""
    settles: tuple[str, ...] = ()
    asked_in: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    where: Where | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """An accepted place for somebody else's annotation (`place` is `layer/id`), kept by the reader."""

    id: str
    place: str
    quote: Quote
    created: str = ""
    modified: str = ""
    deleted: str = ""
    supersedes: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)
    where: Where | None = field(default=None, compare=False)


Record = Annotation | Answer | Place
"""What one file of a Notebook holds."""


class Versions(NamedTuple):
    """Two versions of one note, of which the reader is to choose one or keep both.

    `second` says that it supersedes `first`, or answers the same question, or places the same annotation. `fault`
    says where a merge left both in one file; neither can be changed then before one is chosen.
    """

    first: Record
    second: Record
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A named move a passage makes. `sign` is one column wide."""

    name: str
    label: str
    sign: str
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def meaning(self) -> str:
        """What the move is, in a sentence; "" where its file does not tell (`x-means`)."""
        told = self.unknown.get("x-means", "")
        return told if isinstance(told, str) else ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a checklist's questions."""

    id: str
    title: str = ""
    weight: float | None = None
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Work:
    """A work that a checklist was made after; its `license` says what may be taken from it."""

    title: str
    year: str = ""
    url: str = ""
    license: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Checklist:
    """What makes the questions of a layer a checklist: its version, what each verdict is worth, and its groups."""

    version: str = ""
    after: tuple[Work, ...] = ()
    scale: Mapping[str, float] = field(default_factory=dict, hash=False)
    groups: tuple[Group, ...] = ()
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, eq=False)
class Layer:
    """Annotations, questions and answers by one author about one Document.

    `own` marks the reader's own. `origin` says where it came from, for messages. `faults` are the
    records that could not be read, and warnings. A `read_only` layer says it was written by a newer
    version. `versions` are own records of which there are two. Deleted records are not in here, but for a side
    of those.
    """

    id: str
    title: str = ""
    author: str = ""
    about: str = ""
    license: str = ""
    language: str = ""
    checklist: Checklist | None = None
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    annotations: tuple[Annotation, ...] = ()
    questions: tuple[Question, ...] = ()
    answers: tuple[Answer, ...] = ()
    places: tuple[Place, ...] = ()
    versions: tuple[Versions, ...] = ()
    faults: tuple[Fault, ...] = ()
    own: bool = False
    read_only: bool = False
    origin: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of its checklist, none where it is none."""
        return self.checklist.groups if self.checklist else ()

    def key(self, record: Record | Question | str) -> str:
        """`layer/id` of one of its records, or of a bare id; an id that names a layer already stays as it is."""
        name = record if isinstance(record, str) else record.id
        return name if "/" in name else f"{self.id}/{name}"

    def evidence_key(self, record: Question | Answer, index: int) -> str:
        """The key of a piece of evidence among the placements: an annotation's, or `layer/id#index` of a Quote."""
        item = record.evidence[index]
        return f"{self.key(record)}#{index}" if isinstance(item, Quote) else self.key(item)


class Key(NamedTuple):
    """A `layer/id` taken apart."""

    layer: str
    id: str


def parted(key: str) -> Key:
    """The layer and the id that a `layer/id` names; a bare id has no layer."""
    layer, _, name = key.rpartition("/")
    return Key(layer, name)
