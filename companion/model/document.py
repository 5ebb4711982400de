"""Document, Section, Block and Span: what is read, and places in it.

All offsets count code points of a Section's cleaned plain text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from companion.model.annotation import Annotation

from companion.model.wall import Wall

BlockKind = Literal["heading", "paragraph", "item", "quotation", "row", "code", "figure", "notice"]
MarkStyle = Literal["emphasis", "strong", "code", "strike", "link", "footnote"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`section` is a Section's id; `start` and `end` are offsets into its text, `end` not included."""

    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The look of a range of a Section's text; `target` is a link's address or a footnote's label."""

    start: int
    end: int
    style: MarkStyle
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item, quotation, table row, code block or heading: what the cursor moves by.

    `marker` ("•", "3.") and `depth` (levels of lists and quotations around it, 0 for none) are drawn,
    never counted in offsets. `page` is a page label of the original, where it has any. A `notice` is
    companion's own word about something it could not show; it has no text (start equals end) and
    says it in `marker`.
    """

    kind: BlockKind
    start: int
    end: int
    depth: int = 0
    marker: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks under it.

    `text` is the heading and the blocks joined by one empty line. In front stand the document's title and headings
    with no text of their own, if any, then the Section's heading; a generated section and `start` have none.
    """

    id: str
    title: str
    level: int
    text: str
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...] = ()

    def block_at(self, offset: int) -> int:
        """The index of the block that holds `offset`, or the nearest one before it (0 if there is none)."""
        low, high = 0, len(self.blocks)
        while low < high:
            middle = (low + high) // 2
            if self.blocks[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return max(low - 1, 0)

    def paragraph(self, offset: int) -> int:
        """Which paragraph holds `offset`, from 1; 0 for a heading in front."""
        return max(self.block_at(offset) + 1 - self.heads, 0)

    @property
    def heads(self) -> int:
        """How many headings stand in front of the text; the last is the section's own, if it has one."""
        return next((n for n, block in enumerate(self.blocks) if block.kind != "heading"), len(self.blocks))

    def words(self, block: Block) -> str:
        return self.text[block.start : block.end]


class LeftOut(NamedTuple):
    """Words of the original that no Section holds, and why."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A Section as the contents show it.

    `above` are the headings in front of its own: the document's title, and those with no text of their own.
    """

    id: str
    title: str
    level: int = 2
    above: tuple[str, ...] = ()


class Sections(Protocol):
    """The Sections of a document by index, made on demand by the format that opened it."""

    def get(self, index: int) -> Section:
        """The Section at an index, kept for the next time."""

    def make(self, index: int) -> Section:
        """The Section at an index, made anew and not kept."""

    def holds(self, index: int) -> bool:
        """True if `get` has this Section without making it; making one may take a while."""


class SectionList:
    """Sections that are all made."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._sections = list(sections)

    def get(self, index: int) -> Section:
        return self._sections[index]

    make = get

    def holds(self, index: int) -> bool:
        return True


@dataclass(frozen=True, eq=False)
class Document:
    """A title, and Sections in order, each made when it is asked for.

    `sections` makes and keeps them, so this value stays frozen. `name` is what citations call the document.
    `facts` are its front matter as (name, text). `notices` say what was guessed or left out.
    `walls` are those around the process that read it, as it told itself; none where companion read it.
    `comments` are those that stand in the file, as a word processor keeps them. `left_out` are the words left out that
    were meant to be read; `notices` count them with all others. `way` names what its headings were taken from, `ways`
    all they may be taken from; where a format has one way only, there are none.
    """

    title: str
    name: str
    format: str
    fingerprint: str
    headings: tuple[Heading, ...]
    sections: Sections = field(repr=False)
    language: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()
    walls: tuple[Wall, ...] = ()
    comments: tuple[Annotation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    way: str = ""
    ways: tuple[str, ...] = ()
    _order: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_order", {h.id: i for i, h in enumerate(self.headings)})

    def __len__(self) -> int:
        return len(self.headings)

    def index(self, section: str) -> int | None:
        """Where the Section with this id stands, or None."""
        return self._order.get(section)

    def section(self, which: int | str) -> Section:
        """The Section at an index or with an id; KeyError for an id the document does not have."""
        return self.sections.get(self._order[which] if isinstance(which, str) else which)

    def pass_by(self, index: int) -> Section:
        """The Section at an index, not kept: for going through all of them without pushing out what is on screen."""
        return self.sections.make(index)

    def holds(self, index: int) -> bool:
        """True if the Section at an index is there without being made; making one may take a while."""
        return self.sections.holds(index)

    def text(self, span: Span) -> str:
        return self.section(span.section).text[span.start : span.end]
