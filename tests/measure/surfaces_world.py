"""A document, layers, notes and drafts full of hostile text that no reader of files has cleaned.

As a program it is companion on that document: `python -m tests.measure.surfaces_world PAYLOADS [KIND [open]]`, where
PAYLOADS is `all`, `some` or a number that random ones are made from; KIND is `reading`, or `notebooks` where it is
not clear which notebook belongs to it, or `opening` while it is read; with `open` the line filter is taken away. What
else guards the terminal is then the screen alone: how widgets draw, and the line filter.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from companion.model import (
    Annotation,
    Answer,
    Block,
    CompanionError,
    Document,
    Fault,
    Heading,
    Kind,
    Layer,
    Mark,
    NotSaved,
    Question,
    Quote,
    Section,
    SectionList,
    Source,
    Versions,
    Where,
)
from companion.store.library import OpenDocument
from companion.store.notebook.match import Ambiguous, NotebookCandidate
from companion.store.paths import Paths, user_paths
from companion.store.session import Session
from companion.store.settings import Settings
from companion.store.state import State
from companion.store.state_values import Draft
from tests.measure.surfaces_names import OF_VERSIONS
from tests.measure.surfaces_payloads import marked, packs, random_packs

RANDOM = 20
"""How many pieces of random characters."""
NOWHERE = ", the rest of which stands in no section of this document, nor do any words like it"
"""Ends quotes that must not be found: the marks alone are so alike that another payload's would be offered."""
ERRING = 2
"""Which of the looks at the disk, one a second, fails with an error of our own."""


@dataclass(frozen=True)
class World:
    """Everything of a reading, with each payload in each field."""

    payloads: Sequence[str]

    def one(self, surface: str, number: int) -> str:
        return marked(surface, number, self.payloads[number])

    def all(self, surface: str) -> str:
        return " ".join(self.one(surface, number) for number in range(len(self.payloads)))

    def section(self, at: int) -> Section:
        kinds = {"hd": "heading", "pa": "paragraph", "it": "item", "qu": "quotation", "co": "code", "ro": "row"}
        blocks, text = [], ""
        for surface, kind in kinds.items():
            words = self.one(surface, at)
            marker = self.one("mk", at) if kind == "item" else ""
            start = len(text)
            blocks.append(Block(kind, start, start + len(words), marker=marker, page=self.one("pg", at)))  # type: ignore[arg-type]
            text += words + "\n\n"
        blocks.append(Block("notice", len(text), len(text), marker=self.one("nt", at)))
        link = Mark(blocks[1].start, blocks[1].end, "link", self.one("ln", at))
        return Section(f"s{at:02}", self.one("st", at), 2, text, tuple(blocks), (link,))

    def document(self) -> Document:
        headings = tuple(Heading(f"s{at:02}", self.one("st", at)) for at in range(len(self.payloads)))
        made = [self.section(at) for at in range(len(self.payloads))]
        return Document(
            self.all("tt"), "hostile", "markdown", "sha256:" + "0" * 64, headings, SectionList(made),
            notices=(self.all("no"),),
        )  # fmt: skip

    def layer(self, at: int) -> Layer:
        here, section = f"s{at:02}", self.section(at)
        paragraph = section.words(section.blocks[1])
        kind = Kind(f"k{at}", "K", self.one("ks", at))
        titled, at_address, seen = Source(self.one("so", at)), Source("", self.one("ur", at)), self.one("ac", at)
        dated = Source("", "", seen)
        given = (Quote(paragraph, section=here),)
        noted = Annotation(
            "A", Quote(self.one("qo", at), section=here), here, given,
            kind=kind.name, note=self.one("an", at), tags=(self.one("tg", at),), sources=(titled, at_address),
        )  # fmt: skip
        quoted = Annotation("E", Quote(self.one("qo", at), section=here), here, given)
        absent = Annotation("B", None, here, searched=(self.one("se", at),), kind=self.one("uk", at), sources=(dated,))
        named = Kind(f"m{at}", self.one("kl", at), "~")
        said = Annotation("C", None, here, kind=named.name, note="C", author=self.one("au", at))
        lost = Annotation("D", Quote(f"{self.one('lq', at)}{NOWHERE}", section=here), here, note="D")
        proof = Quote(f"{self.one('ev', at)}{NOWHERE}")
        asked = Question("Q", self.one("qa", at), self.one("qw", at), self.one("ve", at), (proof,))
        faults = (Fault(Where(self.all("fn"), 3, 7), self.all("fl"), "nothing"),) if at == 0 else ()
        return Layer(
            f"l{at:02}", self.one("lt", at), self.one("la", at), kinds={each.name: each for each in (kind, named)},
            annotations=(noted, quoted, absent, said, lost), questions=(asked,), faults=faults,
        )  # fmt: skip

    def own(self) -> Layer:
        notes, answers = [], []
        for at in range(len(self.payloads)):
            section = self.section(at)
            quote = Quote(section.words(section.blocks[1]), section=section.id)
            tags = (self.one("ot", at),)
            notes.append(Annotation(f"n-{at:02}", quote, kind=self.one("ok", at), note=self.one("ow", at), tags=tags))
            evidence = (Quote(f"{self.one('ae', at)}{NOWHERE}"),)
            answers.append(Answer(f"n-a{at:02}", f"l{at:02}/Q", "evaded", self.one("ar", at), evidence))
        first, second = (Annotation(f"n-{name}", None, "s00", note=self.all(name)) for name in OF_VERSIONS)
        faults = (Fault(Where(self.all("uf"), 1, 1), self.all("uw"), "nothing"),)
        return Layer(
            "own", annotations=(*notes, first, second), answers=tuple(answers), versions=(Versions(first, second),),
            faults=faults, own=True,
        )  # fmt: skip

    def draft(self, at: int) -> Draft:
        here = f"s{at:02}"
        return Draft(f"{here}:absent", Annotation("", None, here, note=self.one("dr", at)), section=here)


class Waiting:
    """A document that is being read and never comes."""

    is_done = False
    percent = None

    def __init__(self, world: World) -> None:
        empty = OpenDocument(replace(world.document(), format=""), "", None, None)
        self.source = SimpleNamespace(name=world.all("on"), file="f", blank=lambda: empty)
        self._given_up = threading.Event()

    def first(self, seconds: float | None = None) -> None:
        if self._given_up.wait(seconds):
            raise CompanionError("given up")

    whole = first

    def cancel(self) -> None:
        self._given_up.set()


class Book:
    """A notebook that holds the world's own notes and can save nothing."""

    folder = None
    faults = ()
    missing = ()

    def __init__(self, world: World) -> None:
        self._world, self._looks = world, 0

    def load(self) -> Layer:
        return self._world.own()

    def others(self) -> list[Layer]:
        return []

    def recognise(self) -> None:
        """There is nothing on disk to recognise."""

    def changed(self) -> bool:
        self._looks += 1
        if self._looks == ERRING:
            raise RuntimeError(self._world.all("we"))
        return False

    def adopt(self) -> None:
        """Nor anything to remember."""

    def save(self, record: object, **_: object) -> None:
        raise NotSaved(self._world.all("ns"))


def patched(world: World, kind: str = "reading") -> ExitStack:
    """Everything that would be read from disk is the world's; the disk is only used for drafts."""

    from companion.store import layers as layers_room
    from companion.store import notebook

    stack = ExitStack()
    layers = [world.layer(at) for at in range(len(world.payloads))]
    book = Book(world)

    def find_notebook(*_: object, **__: object) -> Book:
        if kind == "notebooks":
            raise asked(world)
        return book

    found: dict[str, Any] = {
        "load_layers": lambda *_: layers,
        "load_kinds": lambda *_: {},
        "find_notebook": find_notebook,
    }
    for name, value in found.items():
        room = notebook if name == "find_notebook" else layers_room
        stack.enter_context(mock.patch.object(room, name, value))
    return stack


def asked(world: World) -> Ambiguous:
    """Notebooks that might be meant."""
    folders = [Path(world.one("nf", at).replace("/", "_")) for at in range(len(world.payloads))]
    candidates = [NotebookCandidate(folder, world.one("nb", at), at, "why") for at, folder in enumerate(folders)]
    return Ambiguous(candidates, Path(world.all("nn").replace("/", "_")))


def opened(world: World) -> OpenDocument:
    return OpenDocument(world.document(), "", None, None)


def settings_of(world: World) -> Settings:
    return Settings(theme=world.all("th"), keys={world.all("ky"): "x"})


def keep_drafts(world: World, where: Paths) -> None:
    state = State(where)
    for at in range(len(world.payloads)):
        state.keep_draft(opened(world), world.draft(at))


def payloads(what: str) -> list[str]:
    if what == "some":
        return [packs()[number] for number in (3, 6, 8)]
    return packs() if what == "all" else random_packs(RANDOM, int(what))


def main(what: str, kind: str = "reading", wall: str = "") -> int:
    world = World(payloads(what))
    if kind == "reading":
        keep_drafts(world, user_paths())
    with patched(world, kind) as stack:
        from companion.tui.app import CompanionApp
        from companion.tui.background import Background
        from companion.tui.run import run

        if wall == "open":
            stack.enter_context(mock.patch.object(CompanionApp, "get_line_filters", return_value=[]))
        what_is_read: Any = Waiting(world) if kind == "opening" else opened(world)
        with Background(0, 1, wanted=False) as ground:
            return run(Session(opened(world), user_paths(), settings_of(world)), what_is_read, ground)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
