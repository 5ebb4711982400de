"""Markup in every text: it must neither crash the screen nor become live. `python -m tests.measure.markup`.

Each payload stands in every field of a document, its layers, notes and drafts; every screen is drawn under
Textual's headless driver, and what was drawn is looked at: the payload's own words, and no action or link.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from textual import events
from textual.app import App

from companion.store.paths import Paths
from companion.store.session import Session
from tests.measure.figures import Figures
from tests.measure.surfaces_names import CUT, FILE_NAMES
from tests.measure.surfaces_payloads import Mark, marked
from tests.measure.surfaces_tour import KINDS, PASTE, tour
from tests.measure.surfaces_world import Waiting, World, keep_drafts, opened, patched, settings_of

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
CROPPED = {*CUT, "kl", "uk"}
FEW = 4
"""How many payloads have room on a screen of common size."""
PATIENCE = 30.0
"""Seconds until something that should be drawn is missed; after that only one is waited for each."""
KEYS = {"<esc>": "escape", "<pgdn>": "pagedown", "<space>": "space", "<cr>": "enter", "<tab>": "tab"}
"""Keys of the tour, as Textual calls them."""


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


async def session(world: World, kind: str, where: Paths, seen: Seen) -> list[Mark]:
    """Go the way past every surface; marks that were not drawn as they stand."""
    from companion.tui.app import CompanionApp

    missing: list[Mark] = []
    waiting: Any = Waiting(world) if kind == "opening" else None
    first = waiting.source.blank() if waiting else opened(world)
    app = CompanionApp(Session(first, where, settings_of(world)), opening=waiting)
    size = (200, 80) if len(world.payloads) <= FEW else (700, 320)  # a frame costs what it is wide and high
    async with app.run_test(size=size, notifications=True) as pilot:
        for stop in tour(kind, len(world.payloads)):
            rows = set(seen.rows) if stop.earlier else set()
            here = Seen(rows, seen.live)
            for key in stop.keys:
                if key.startswith(PASTE):
                    number = int(key.removeprefix(PASTE))
                    app.post_message(events.Paste("\n" + marked("ps", number, world.payloads[number])))
                    await pilot.pause()
                else:
                    await pilot.press(KEYS.get(key, key))
                look(app, here)
            left, deadline = list(stop.wants), time.monotonic() + (1 if missing else PATIENCE)
            while left := [mark for mark in left if not literal(rows, mark, world.payloads[mark.number])]:
                if time.monotonic() >= deadline:
                    break
                await asyncio.sleep(0.02)
                look(app, here)
            missing += left
            seen.rows.update(rows)
        assert app.is_running
        if waiting:
            waiting.cancel()
    return missing


def literal(rows: set[str], mark: Mark, payload: str) -> bool:
    """Whether a payload was drawn as it stands."""
    text = "\n".join(row for row in rows if mark.head in row)
    if mark.surface in FILE_NAMES:
        payload = payload.replace("/", "_")
    if mark.surface in CROPPED:
        return (mark.head + payload)[:MOST] in text
    return mark.head + payload + mark.tail in text


class Tried(NamedTuple):
    """One session: its kind, how many marks were wanted, those missing, what was live, the words of a crash."""

    kind: str
    wanted: int
    missing: list[str]
    live: set[str]
    crash: str


def tried(payloads: Sequence[str]) -> Iterator[Tried]:
    """A session in each kind of world."""
    for kind in KINDS:
        seen, world = Seen(set(), set()), World(payloads)
        stops = [stop.wants for stop in tour(kind, len(payloads))]
        missing: list[Mark] = []
        crash = ""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as top, patched(world, kind):
            where = Paths(Path(top) / "notebooks", Path(top) / "state", Path(top) / "config")
            if kind == "reading":
                keep_drafts(world, where)
            try:
                missing = asyncio.run(session(world, kind, where, seen))
            except BaseException as error:
                crash = f"{type(error).__name__}: {error}"
        yield Tried(kind, sum(map(len, stops)), [mark.head for mark in missing], seen.live, crash)


def measure(figures: Figures, payloads: Sequence[str]) -> None:
    painted = total = 0
    for kind, wanted, missing, live, crash in tried(payloads):
        of = f"{len(payloads)} markup payloads in every text field ({kind})"
        figures.say(f"crashes from {of}", int(bool(crash)), "0", not crash)
        figures.say(f"live actions and links from {of}", len(live), "0", not live)
        for line in [crash, *sorted(live)][:5]:
            if line:
                print(f"  {line}")
        shown = f"{wanted - len(missing)} of {wanted}"
        figures.say(f"shown as they stand, of {of}", shown, "all", not missing and not crash)
        if missing:
            print(f"  missing: {' '.join(missing[:60])}")
        painted, total = painted + wanted - len(missing), total + wanted
    figures.say("shown as they stand, in all", f"{painted:,} of {total:,}", "all", painted == total)


def main(arguments: Sequence[str] | None = None) -> int:
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    figures = Figures()
    measure(figures, PAYLOADS)
    return figures.end()


if __name__ == "__main__":
    sys.exit(main())
