"""Questions: verdicts and evidence."""

from __future__ import annotations

from companion import reading as verbs
from companion.tui.commands.notes import in_merge
from companion.tui.events import VERDICT_KEYS, now
from companion.tui.reader import ReaderScreen


def asking(screen: ReaderScreen) -> bool:
    """Whether the keys go to the questions."""
    return screen.now.tab == "questions" and screen.focused is screen.margin


def toggle(screen: ReaderScreen) -> None:
    """To the questions, or back to the annotations and the text."""
    asked = screen.now.tab == "questions"
    screen.show(verbs.show_tab(screen.now, "annotations" if asked else "questions"))
    screen.set_focus(screen.passage if asked else screen.margin)


def next_verdict(screen: ReaderScreen) -> None:
    """The verdict after the present one."""
    answer = verbs.answer_to(screen.now, screen.margin.current())
    at = VERDICT_KEYS.index(answer.verdict) if answer and answer.verdict in VERDICT_KEYS else -1
    set_verdict(screen, VERDICT_KEYS[(at + 1) % len(VERDICT_KEYS)])


def set_verdict(screen: ReaderScreen, verdict: str) -> None:
    """Give the chosen question a verdict."""
    key = screen.margin.current()
    if key and not _answer_in_merge(screen, key):
        screen.commit(verbs.choose(verbs.answer(screen.now, key, now(), verdict=verdict), key))


def link(screen: ReaderScreen) -> None:
    """Link the passage under the cursor as evidence for the chosen question."""
    quote, _, span = verbs.target(screen.now)
    key = screen.margin.current()
    if not key or quote is None or span is None:
        screen.tell("Choose a block, a sentence or words as evidence; a whole section is too much.")
        return
    if _answer_in_merge(screen, key):
        return
    reading = verbs.link_evidence(screen.now, key, quote, span, now())
    if reading is screen.now:
        screen.tell("This passage is linked already.")
    screen.commit(verbs.choose(reading, key))


def _answer_in_merge(screen: ReaderScreen, key: str) -> bool:
    answer = verbs.answer_to(screen.now, key)
    return answer is not None and in_merge(screen, answer.id)
