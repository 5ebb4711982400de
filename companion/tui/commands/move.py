"""Moving: by block, page, section, sentence and annotation, and back to the text."""

from __future__ import annotations

from collections.abc import Callable

from companion import reading as verbs
from companion.reading import Reading, replace
from companion.tui.reader import ReaderScreen


def selecting(screen: ReaderScreen) -> bool:
    """Whether a selection has begun."""
    return screen.now.cursor.mark is not None


def verb(make: Callable[..., Reading], *given: object) -> Callable[[ReaderScreen], None]:
    """The command that shows the Reading which a verb makes of the present one."""
    return lambda screen: screen.show(make(screen.now, *given))


async def block(screen: ReaderScreen, by: int) -> None:
    """To another block; in the other panes to another card, question or section."""
    margin, reading = screen.margin, screen.now
    if screen.focused is screen.contents:
        screen.contents.step(by)
    elif screen.focused is margin:
        keys, current = margin.keys(), margin.current()
        if keys:
            index = keys.index(current) + by if current in keys else 0
            screen.show(verbs.choose(reading, keys[min(max(index, 0), len(keys) - 1)]))
    else:
        if not 0 <= reading.block + by < len(reading.section.blocks):
            await screen.parse(reading.cursor.section + (1 if by > 0 else -1))
        screen.show(verbs.step_block(screen.now, by))


async def page(screen: ReaderScreen, by: float) -> None:
    """A page of the passage; at its end on into the next section, at its start back into the one before."""
    passage, section = screen.passage, screen.now.cursor.section
    step = 1 if by > 0 else -1
    if passage.view().at_end if by > 0 else passage.top == 0:
        if screen.now.cursor.mark is None and 0 <= section + step < len(screen.now.document):
            await screen.parse(section + step)
            screen.show(verbs.go(screen.now, section + step, 0 if by > 0 else -1))
        else:
            screen.show(verbs.go(screen.now, section, -1 if by > 0 else 0))
        return
    rows = max(int(passage.size.height * abs(by)) - (abs(by) == 1), 1)
    screen.show(verbs.go(screen.now, section, passage.turn(rows * step)))


def edge(screen: ReaderScreen, block: int) -> None:
    """To block `block` of the section, -1 for its last."""
    screen.show(verbs.go(screen.now, screen.now.cursor.section, block))


async def section(screen: ReaderScreen, by: int) -> None:
    """To another section."""
    index = screen.now.cursor.section + by
    if 0 <= index < len(screen.now.document):
        await screen.go_to_section(index)


def annotation(screen: ReaderScreen, by: int) -> None:
    """To another annotation, across sections."""
    screen.show(verbs.show_tab(verbs.step_annotation(screen.now, by), "annotations"))


def leave(screen: ReaderScreen) -> None:
    """Give up the first of these: the selection, the search, the unit, placing, the pane."""
    reading, cursor = screen.now, screen.now.cursor
    if screen.focused is screen.contents and screen.contents.words:
        screen.contents.filter("", typing=False)
    elif cursor.mark is not None:
        screen.show(replace(reading, cursor=replace(cursor, mark=None, unit="block")))
    elif reading.search is not None:
        screen.show(verbs.leave_search(reading))
        screen.set_focus(screen.passage)
    elif cursor.unit != "block":
        screen.show(replace(reading, cursor=replace(cursor, unit="block")))
    elif reading.hand and screen.focused is screen.passage:
        screen.show(verbs.take_in_hand(reading, ""))
    elif reading.held.key and screen.focused is screen.passage:
        screen.show(verbs.let_go(reading))
    else:
        screen.set_focus(screen.passage)
