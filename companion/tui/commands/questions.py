"""Questions: the checklist, a question in hand, verdicts and evidence."""

from __future__ import annotations

from companion import reading as verbs
from companion.tui.commands.notes import in_merge, write_reason
from companion.tui.events import VERDICT_KEYS, now
from companion.tui.reader import ReaderScreen


def asking(screen: ReaderScreen) -> bool:
    """Whether the keys go to the questions."""
    return screen.now.tab == "questions" and screen.focused is screen.margin


def answering(screen: ReaderScreen) -> bool:
    """Whether there is a question to answer: one chosen in the checklist, or one in hand."""
    return asking(screen) or verbs.in_hand(screen.now) is not None


def key_of(screen: ReaderScreen) -> str:
    """The question that commands are about: the one chosen in the checklist, else the one in hand."""
    return screen.margin.current() if asking(screen) else screen.now.hand


def toggle(screen: ReaderScreen) -> None:
    """To the questions, or back to the annotations and the text."""
    asked = screen.now.tab == "questions"
    screen.show(verbs.show_tab(screen.now, "annotations" if asked else "questions"))
    screen.set_focus(screen.passage if asked else screen.margin)


def take(screen: ReaderScreen) -> None:
    """Take the chosen question in hand, and go on reading."""
    if key := screen.margin.current():
        screen.show(verbs.show_tab(verbs.take_in_hand(screen.now, key), "annotations"))
        screen.set_focus(screen.passage)


def open_question(screen: ReaderScreen, by: int) -> None:
    """To the next question of the checklist that is open."""
    if key := verbs.next_open(screen.now, screen.margin.current(), by):
        screen.show(verbs.choose(screen.now, key))
    else:
        screen.tell("No other question is open.")


def filter_verdicts(screen: ReaderScreen) -> None:
    """Show the questions of one verdict after another, then all."""
    screen.show(verbs.show_verdict(screen.now))


def next_verdict(screen: ReaderScreen) -> None:
    """The verdict after the present one."""
    answer = verbs.answer_to(screen.now, key_of(screen))
    at = VERDICT_KEYS.index(answer.verdict) if answer and answer.verdict in VERDICT_KEYS else -1
    set_verdict(screen, VERDICT_KEYS[(at + 1) % len(VERDICT_KEYS)])


def set_verdict(screen: ReaderScreen, verdict: str) -> None:
    """Give the question a verdict."""
    key = key_of(screen)
    if key and not _answer_in_merge(screen, key):
        reading = verbs.answer(screen.now, key, now(), verdict=verdict)
        screen.commit(verbs.choose(reading, key) if asking(screen) else reading)


def why(screen: ReaderScreen) -> None:
    """Write the reason for the verdict."""
    if key := key_of(screen):
        write_reason(screen, key)


def link(screen: ReaderScreen) -> None:
    """Link the passage under the cursor as evidence for the question, and say which words it took."""
    key, reading = key_of(screen), screen.now
    quote, _, span = verbs.target(reading)
    if not key or quote is None or span is None:
        screen.tell("Choose a block, a sentence or words as evidence; a whole section is too much.")
        return
    if verbs.is_heading(reading, span):
        screen.tell("A heading is no evidence; choose a block, a sentence or words under it.")
        return
    if _answer_in_merge(screen, key):
        return
    linked = verbs.link_evidence(reading, key, quote, span, now())
    if linked is reading:
        screen.tell("This passage is linked already.")
        return
    screen.commit(verbs.choose(linked, key) if asking(screen) else linked)
    words = " ".join(quote.exact.split())
    shown = words if len(words) <= 48 else f"{words[:47]}…"
    screen.say(f"evidence for {key.partition('/')[2]}: “{shown}”", "information")


def _answer_in_merge(screen: ReaderScreen, key: str) -> bool:
    answer = verbs.answer_to(screen.now, key)
    return answer is not None and in_merge(screen, answer.id)
