"""The margin: cards of this section in reading order, and the questions."""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from companion.model import Annotation, Quote
from companion.reading import Card, Reading, cards, evidence, questions, tally
from companion.tui.drawing import Part, strip
from companion.tui.widgets.pane import Pane
from companion.tui.wrapping import wrap

PLAIN, BOLD, DIM = Style(), Style(bold=True), Style(dim=True)


class Line(NamedTuple):
    """A row of the margin and the card or question it belongs to."""

    key: str
    parts: tuple[Part, ...]


class Margin(Pane):
    """Cards or questions, the chosen one marked."""

    class Chosen(Message):
        """The reader stands on a card or question."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self._made: tuple[object, ...] = ()

    def count(self) -> int:
        self._lay_out()
        return len(self._lines)

    def _lay_out(self) -> None:
        reading, width = self.reading, max(self.size.width - 2, 10)
        if reading is None:
            return
        made = (
            reading.document, reading.cursor.section, reading.placements, reading.own, reading.layers,
            reading.hidden, reading.tab, reading.saves, reading.loaded, width,
        )  # fmt: skip
        if len(made) == len(self._made) and all(a is b or a == b for a, b in zip(made, self._made, strict=True)):
            return
        self._made = made
        self._lines = list(
            self._questions(reading, width) if reading.tab == "questions" else self._cards(reading, width)
        )

    def watch_reading(self, old: Reading | None, new: Reading | None) -> None:
        if new is None:
            return
        shown = len(cards(new, new.cursor.section))
        asked = len(questions(new))
        first, second = f"Annotations {shown}", f"Questions {asked}"
        self.border_title = f"‹{first}› {second}" if new.tab == "annotations" else f"{first} ‹{second}›"
        if new.tab == "questions":
            counted = tally(new)
            self.border_subtitle = ", ".join(f"{n} {verdict}" for verdict, n in counted.most_common())
        else:
            self.border_subtitle = ""
        self._lay_out()
        self.show_chosen()

    def keys(self) -> list[str]:
        """The cards or questions shown, in order."""
        return list(dict.fromkeys(line.key for line in self._lines if line.key))

    def current(self) -> str:
        """The card or question a command acts on: the chosen one, else the first at the cursor's block."""
        reading = self.reading
        keys = self.keys()
        if reading is None or not keys:
            return ""
        if reading.chosen in keys:
            return reading.chosen
        if reading.tab == "questions":
            return keys[0]
        block = reading.section.blocks[reading.block] if reading.section.blocks else None
        for card in cards(reading, reading.cursor.section):
            spans = card.placement.spans
            if block and spans and block.start <= spans[0].start < max(block.end, block.start + 1):
                return card.key
        before = [c for c in cards(reading, reading.cursor.section) if c.placement.spans]
        before = [c for c in before if block and c.placement.spans[0].start <= block.start]
        return before[-1].key if before else keys[0]

    def show_chosen(self) -> None:
        current = self.current()
        rows = [i for i, line in enumerate(self._lines) if line.key == current]
        if rows and self.size.height:
            self.reveal(rows[0], rows[-1])

    def on_resize(self) -> None:
        self._lay_out()
        self.show_chosen()

    def line(self, row: int, width: int) -> Strip:
        here = self._lines[row]
        current = here.key and here.key == self.current()
        bar = ("▌", BOLD if self.has_focus else Style()) if current else (" ", Style())
        return strip([bar, *here.parts], width, self.rich_style)

    def _text(self, key: str, text: str, width: int, style: Style = PLAIN) -> list[Line]:
        return [
            Line(key, ((piece[a:b].rstrip("\n"), style),))
            for piece in text.strip().split("\n")
            for a, b in wrap(piece, 0, len(piece), width)
        ]

    def _cards(self, reading: Reading, width: int) -> list[Line]:
        found: list[Line] = []
        for card in cards(reading, reading.cursor.section):
            found += self._card(reading, card, width)
        loose = [c for c in cards(reading, None) if c.placement.state != "lost"]
        lost = [c for c in cards(reading, None) if c.placement.state == "lost"]
        for title, group in (("On the whole document", loose), ("Not placed", lost)):
            if group:
                found.append(Line("", ((f"— {title} —", DIM),)))
                for card in group:
                    found += self._card(reading, card, width)
        if not found:
            said = "Nothing is annotated here. a adds a note." if reading.loaded else "Reading the annotations…"
            return self._text("", said, width, DIM)
        return found

    def _card(self, reading: Reading, card: Card, width: int) -> list[Line]:
        note, kind = card.annotation, reading.kinds.get(card.annotation.kind)
        sign = kind.sign if kind else ("+" if card.layer.own else "?")
        label = kind.label if kind else (note.kind and f"{note.kind}?")
        who = "you" if card.layer.own else note.id
        span = card.placement.span
        place = ""
        if span and note.quote:
            place = f" ¶{reading.document.section(span.section).block_at(span.start)}"
        head: list[Part] = [(f"{sign} ", BOLD), (" · ".join(t for t in (who, label) if t), BOLD), (place, DIM)]
        lines = [Line(card.key, tuple(head))]
        if note.quote:
            lines += self._text(card.key, f"“{note.quote.exact}”", width, Style(italic=True))
        if note.searched:
            lines += self._text(card.key, "looked for: " + ", ".join(note.searched), width, DIM)
        lines += self._text(card.key, note.note, width) if note.note else []
        lines += self._foot(reading, card, note, width)
        return [*lines, Line("", ())]

    def _foot(self, reading: Reading, card: Card, note: Annotation, width: int) -> list[Line]:
        said = []
        if card.placement.state in ("changed", "unsure"):
            said.append(f"{card.placement.state} {card.placement.score:.0%}")
        if note.tags:
            said.append(" ".join(f"#{tag}" for tag in note.tags))
        if card.layer.own and (save := reading.saves.get(note.id)):
            said.append(f"NOT SAVED: {save.why}" if save.state == "failed" else save.state)
        elif not card.layer.own:
            said.append(card.layer.author or card.layer.title or card.layer.id)
        return self._text(card.key, " · ".join(said), width, DIM) if said else []

    def _questions(self, reading: Reading, width: int) -> list[Line]:
        found: list[Line] = []
        for key, question, mine in questions(reading):
            found.append(Line(key, ((question.id, BOLD),)))
            found += self._text(key, question.ask, width)
            theirs = f"critique: {question.verdict}"
            own = f"you: {mine.verdict}" if mine else "you: open"
            if mine and (save := reading.saves.get(mine.id)):
                own += f" (NOT SAVED: {save.why})" if save.state == "failed" else f" ({save.state})"
            found.append(Line(key, ((f"{theirs} · ", DIM), (own, BOLD if mine else DIM))))
            if mine and mine.note:
                found += self._text(key, mine.note, width, Style(italic=True))
            if key == reading.chosen:
                found += self._text(key, question.why, width, DIM)
            for label, span in evidence(reading, key):
                where = f" § {span.section}" if span else " (not placed)"
                found += self._text(key, f"→ {label}{where}", width, DIM)
            if mine:
                found += [
                    line
                    for e in mine.evidence
                    if isinstance(e, Quote)
                    for line in self._text(key, f"“{e.exact}”", width)
                ]
            found.append(Line("", ()))
        return found or self._text("", "No questions belong to this document.", width, DIM)

    def on_click(self, event: events.Click) -> None:
        row = event.y + self.top
        if 0 <= row < self.count() and self._lines[row].key:
            self.post_message(self.Chosen(self._lines[row].key))
