"""Going where a passage leads: to its card or footnote and back, and along links and sources."""

from __future__ import annotations

from textual.content import Content

from companion import reading as verbs
from companion.model import Span
from companion.reading import Link, replace
from companion.tui.commands import tray
from companion.tui.dialogs.choice import ChoiceDialog
from companion.tui.events import OpenAddress
from companion.tui.reader import ReaderScreen


async def follow(screen: ReaderScreen) -> None:
    """From card or question to its passage and back, to a footnote or a section; or show a table's cells whole."""
    passage, margin = screen.passage, screen.margin
    if screen.focused is passage and not verbs.noted(screen.now) and (reading := screen.trail.follow(screen.now)):
        screen.show(reading)
    elif screen.focused is passage and not verbs.noted(screen.now) and passage.fold_row(screen.now.block):
        screen.show(screen.now)
    elif screen.focused is screen.contents:
        await screen.go_to_section(screen.contents.at)
        screen.set_focus(passage)
    elif screen.focused is margin and screen.now.tab == "questions":
        key = margin.current()
        screen.show(verbs.take_in_hand(screen.now, key))
        if _places(screen, key):
            _to_passage(screen, key)
        else:
            screen.set_focus(passage)
    elif screen.focused is margin:
        _to_passage(screen, margin.current())
    elif margin.keys():
        screen.show(verbs.choose(screen.now, margin.current()))
        screen.set_focus(margin)


def _to_passage(screen: ReaderScreen, key: str) -> None:
    """To the passage of a card, or to one piece of a question's evidence after another."""
    reading = screen.now
    if key and key == reading.held.key and reading.tab == "annotations":
        tray.next_offer(screen)
        return
    spans = _places(screen, key)
    if not spans:
        screen.tell("This has no place in the text.")
        return
    number = screen.visits[key] % len(spans)
    screen.visits[key] += 1
    screen.show(replace(verbs.go_to(reading, spans[number]), chosen=key))
    if reading.tab == "questions" and len(spans) > 1:
        screen.tell(f"Evidence {number + 1} of {len(spans)}; {{open}} twice for the next.")
    screen.set_focus(screen.passage)


def _places(screen: ReaderScreen, key: str) -> list[Span]:
    if screen.now.tab == "questions":
        return [proof.span for proof in verbs.evidence(screen.now, key) if proof.span]
    placement = screen.now.placements.get(key)
    return list(placement.spans[:1]) if placement else []


def links(screen: ReaderScreen) -> None:
    """Let the reader choose among the links of the section and the sources beside it."""
    screen.run_worker(_choose_link(screen))


async def _choose_link(screen: ReaderScreen) -> None:
    reading = screen.now
    choices = verbs.links(reading)
    if not choices:
        screen.tell("There are no links in this section, and no sources beside it.")
        return
    heading = Content(f"Links of {reading.section.title}, and sources beside it")
    at = next((i for i, link in enumerate(choices) if link.span and link.span.start >= reading.span.start), 0)
    number = await screen.app.push_screen_wait(ChoiceDialog(heading, [_described(link) for link in choices], at=at))
    if number is None:
        return
    address = choices[number].address
    index = reading.document.index(address[1:]) if address.startswith("#") else None
    if index is None:
        screen.post_message(OpenAddress(address))
    else:
        screen.show(verbs.go(screen.now, index))


def _described(link: Link) -> Content:
    about = f"{link.card} · " if link.card else ""
    return Content.assemble(f"{about}{' '.join(link.words.split())}\n", (f"  {link.address}", "dim"))


def copy(screen: ReaderScreen) -> None:
    """The passage with its citation, for the terminal's clipboard."""
    screen.app.copy_to_clipboard(verbs.citation(screen.now))
    screen.tell("Sent to the terminal's clipboard.")
