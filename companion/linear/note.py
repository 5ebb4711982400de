"""A note asked for in lines: its words, kind and tags; what is begun and left is kept as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from companion.linear.panes import Dialogue
from companion.tui.drafts import draft_of
from companion.tui.events import Target, Written

END, LEAVE = ".", ".."
HOW = "Write; a line with only a . ends it, one with only .. gives it up."


def ask_note(dialogue: Dialogue, target: Target, written: Written, heading: str) -> Written | None:
    """What the reader writes, beginning with a draft or the note as it stands; None if it is given up."""
    console, state, opened = dialogue.console, dialogue.state, dialogue.saver.opened
    console.say(heading)
    if target.quote is not None:
        console.say(f"on “{' '.join(target.quote.exact.split())}”")
    draft = state.draft(opened, target.key)
    begun = draft.record.note if draft is not None else written.text
    if begun.strip():
        console.say("a draft:" if draft is not None else "as it stands:", *begun.rstrip("\n").split("\n"))
    searched = _searched(dialogue, target, written)
    text = _words(dialogue, target, written, begun)
    if text is None:
        return None
    kind, tags = (written.kind, written.tags) if target.question else _kind_and_tags(dialogue, written)
    note = written._replace(text=text, kind=kind, tags=tags, searched=searched)
    if note.empty and not target.question:
        console.say("There is nothing to save.")
        return None
    return note


def _words(dialogue: Dialogue, target: Target, written: Written, begun: str) -> str | None:
    """The words; none typed keep those that it began with. Left at the end of the input, they become a draft."""
    console = dialogue.console
    console.say(f"{HOW} Nothing typed keeps the words." if begun.strip() else HOW)
    typed: list[str] = []
    try:
        while (line := console.ask("|")) is not None and line.strip() != LEAVE:
            if line.strip() == END:
                return "\n".join(typed) if any(each.strip() for each in typed) else begun
            typed.append(line)
    except KeyboardInterrupt:
        _keep_draft(dialogue, target, written, typed)
        raise
    _keep_draft(dialogue, target, written, typed)
    return None


def _keep_draft(dialogue: Dialogue, target: Target, written: Written, typed: Sequence[str]) -> None:
    """Keep what was typed for the next time, if it is anything."""
    words = "\n".join(typed)
    if words.strip():
        dialogue.saver.type(target.key, draft_of(target, written._replace(text=words)))
        dialogue.saver.keep_drafts()
        dialogue.console.say("Kept as a draft: the same command goes on with it.")


def _searched(dialogue: Dialogue, target: Target, written: Written) -> tuple[str, ...]:
    if not target.absent:
        return written.searched
    typed = dialogue.console.ask("words you looked for, with commas between:") or ""
    return tuple(filter(None, (word.strip() for word in typed.split(",")))) or written.searched


def _kind_and_tags(dialogue: Dialogue, written: Written) -> tuple[str, tuple[str, ...]]:
    """Kind and tags; a kind that nobody defines is asked about once."""
    console, kinds = dialogue.console, dialogue.now.kinds
    now = f" (now {written.kind})" if written.kind else ""
    kind = (console.ask(f"kind{now}, ? lists them, enter for none:") or written.kind).strip()
    if kind == "?":
        console.say_all(f"{name}: {each.unknown.get('x-means') or each.label}" for name, each in kinds.items())
        kind = (console.ask("kind:") or "").strip()
    if kind and kind not in kinds:
        near = get_close_matches(kind[:100], kinds, 3)
        known = f"near are {', '.join(near)}" if near else "? lists the known ones"
        kind = (console.ask(f"{kind} is no known kind; {known}; enter keeps it:") or kind).strip()
    tags = (console.ask("tags:") or "").replace(",", " ").split()
    return kind, tuple(tag.strip("#") for tag in tags) or written.tags
