"""Markup in every text: it must neither crash the screen nor become live. `python -m tests.figures.markup`.

Each payload stands in every field of a document, its layers, notes and drafts; every screen is drawn under
Textual's headless driver, and what was drawn is looked at: the payload's own words, and no action or link.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from textual.app import App
from textual.pilot import Pilot

from companion.store.places import Places
from tests.figures.store_common import Figures
from tests.figures.surfaces_payloads import Mark
from tests.figures.surfaces_world import EACH, JOINED, TITLES, World, keep_drafts, opened, patched, settings_of

PAYLOADS = (
    "[/]",
    "[/red]",
    "[/bold]",
    "[bold]x[/italic]",
    "[a=\"]",
    "[@click=\"]",
    "[@click=app.quit]x[/]",
    "[@click='app.bell']x",
    "[link=http://x]y[/link]",
    "[link='http://x']y[/]",
    "[red]x[/red]",
    "[on_red]x",
    "[bold]x",
    "[0]",
    "[1,2]",
    "[]",
    "[[]",
    "[not-a-style]x",
    "[$primary]x[/]",
    "\\[/red]",
    "\\\\[/red]",
    "[#ff0000]x[/]",
    "{\"a\":[null]}",
    "[b][i]x[/b][/i]",
    ":smiley:",
    "[x](javascript:y)",
)  # fmt: skip
MOST = 14
"""How much of a payload the narrowest column shows."""
CROPPED = {"ks", "st", "dr", "ok", "ot", "kl", "uk"}
SURFACES = (*EACH, *JOINED, *TITLES)
IN_PALETTE = ("st", "ow", "qa")


class Seen(NamedTuple):
    """Everything drawn so far, row by row, and each action or link found in it."""

    rows: set[str]
    live: set[str]


def look(app: App[None], seen: Seen) -> None:
    """Draw the whole screen, with what is under a dialogue, and look at every segment."""
    for screen in app.screen_stack:
        for strip in screen._compositor.render_strips():
            seen.rows.add(strip.text)
            for segment in strip:
                style = segment.style
                if style is not None and (style.link or "@click" in style.meta):
                    seen.live.add(f"{segment.text!r}: {style.link or style.meta['@click']}")


async def press(pilot: Pilot[None], seen: Seen, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        look(pilot.app, seen)


async def session(world: World, where: Places, seen: Seen) -> None:
    """Go through every surface of the world."""
    from companion.tui.app import CompanionApp

    count = len(world.payloads)
    app = CompanionApp(opened(world), where, settings_of(world))
    async with app.run_test(size=(700, 260), notifications=True) as pilot:
        await asyncio.sleep(0.5)
        await pilot.pause()
        look(app, seen)
        await press(pilot, seen, *["down"] * count, "escape")
        for _ in range(count):
            await press(pilot, seen, "e", "escape", "right_square_bracket")
        await press(pilot, seen, "c", *["j"] * (count - 1), "1", "question_mark", "escape")
        await asyncio.sleep(2.2)  # for the complaint of the look at the disk
        look(app, seen)


async def palette(world: World, where: Places, seen: Seen) -> None:
    """The same for the command palette, by itself, since one entry can bring down all."""
    from companion.tui.app import CompanionApp

    app = CompanionApp(opened(world), where, settings_of(world))
    async with app.run_test(size=(200, 60)) as pilot:
        await asyncio.sleep(0.5)
        await press(pilot, seen, "escape", "colon")
        await asyncio.sleep(0.3)
        await press(pilot, seen, *["pagedown"] * 20)
        await press(pilot, seen, *"sect", *["pagedown"] * 4)
        assert app.is_running


def literal(rows: set[str], mark: Mark, payload: str) -> bool:
    """Whether a payload was drawn as it stands."""
    text = "\n".join(row for row in rows if mark.head in row)
    if mark.surface in CROPPED:
        return (mark.head + payload)[:MOST] in text
    return mark.head + payload + mark.tail in text


def tried(payloads: Sequence[str]) -> Iterator[tuple[str, Seen, str]]:
    """Name, what was drawn, and the words of a crash ("" for none), for the screen and for the palette."""
    for name, run in (("the screen", session), ("the palette", palette)):
        seen, world = Seen(set(), set()), World(payloads)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as top:
            where = Places(Path(top) / "notebooks", Path(top) / "state", Path(top) / "config")
            if run is session:
                keep_drafts(world, where)
            crash = ""
            with patched(world):
                try:
                    asyncio.run(run(world, where, seen))
                except BaseException as error:
                    crash = f"{type(error).__name__}: {error}"
        yield name, seen, crash


def missing(seen: Seen, payloads: Sequence[str], surfaces: Sequence[str]) -> list[str]:
    marks = [Mark(surface, number) for surface in surfaces for number in range(len(payloads))]
    return [mark.head for mark in marks if not literal(seen.rows, mark, payloads[mark.number])]


def measure(figures: Figures, payloads: Sequence[str]) -> None:
    for name, seen, crash in tried(payloads):
        of = f"{len(payloads)} markup payloads in every text field, {name}"
        figures.say(f"crashes from {of}", int(bool(crash)), "0", not crash)
        figures.say(f"live actions and links from {of}", len(seen.live), "0", not seen.live)
        for line in [crash, *sorted(seen.live)][:5]:
            if line:
                print(f"  {line}")
        surfaces = SURFACES if name == "the screen" else IN_PALETTE
        gone = missing(seen, payloads, surfaces)
        every = len(surfaces) * len(payloads)
        figures.say(f"shown as they stand, of {of}", f"{every - len(gone)} of {every}", "all", not gone)
        if gone:
            print(f"  missing: {' '.join(gone[:60])}")


def main(arguments: Sequence[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    figures = Figures()
    measure(figures, PAYLOADS)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
