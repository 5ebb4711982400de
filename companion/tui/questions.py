"""What the reader asked to be asked or told: two versions, what is NOT SAVED, what is hidden, how it was read.

Each is a coroutine that puts its dialogs on the screen, waits for the answer and carries it out.
"""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

from textual.content import Content

from companion import reading as verbs
from companion.documents.hidden import Concealed
from companion.model import CompanionError, Versions
from companion.reading import Save
from companion.text.clean import clean_line
from companion.tui import messages
from companion.tui.dialogs.choice import ChoiceDialog
from companion.tui.sync import Sync

BOTH = 2
"""The number of keeping both among the answers to which version is to stay."""
AGAIN, ELSEWHERE, LEAVE = range(3)
SAVE_KEYS = "enter chooses · {move} move · {close} leaves it on screen"
QUIT_KEYS = "enter chooses · {move} move · {leave} leaves all the same · {close} stays"
HIDDEN_KEYS = "enter goes there · {move} move · {scroll} scroll · {close} closes"


async def which_version(sync: Sync, versions: Versions) -> None:
    """Let the reader choose one of two versions of a note, or both."""
    app, reading = sync.app, sync.reader.now
    heading, options = messages.version_heading(versions), messages.version_options(reading, versions)
    app.clear_notifications()  # they would cover what is to be read now
    number = await app.push_screen_wait(ChoiceDialog(heading, options, messages.VERSION_KEYS))
    if number is None:
        return
    await sync.saves_end()
    if versions not in sync.reader.now.own.versions:  # what was read in the dialog is not what stands there
        app.notify(messages.CHANGED_ONCE_MORE, severity="error", markup=False, timeout=10)
        return
    keep = partial(_keep_version, sync, versions, number)
    app.run_worker(keep, thread=True, group="save", exit_on_error=False)


def _keep_version(sync: Sync, versions: Versions, number: int) -> None:
    version, other = versions.first.id, versions.second.id
    if number == 1:
        version, other = other, version
    settled = True
    try:
        result = sync.saver.choose(version, other, both=number == BOTH)
        message = messages.choice_made(result, both=number == BOTH)
    except KeyError:
        message = "There are no two versions of it any more."
    except CompanionError as error:
        settled, message = False, f"NOT SAVED: {error}. Both versions are as they were."
    sync.app.call_from_thread(_show_version, sync, versions if settled else None, message)


def _show_version(sync: Sync, versions: Versions | None, message: str) -> None:
    if versions is not None:
        sync.reader.reading = verbs.chosen_version(sync.reader.now, versions)
    sync.app.notify(message, severity="information" if versions else "error", markup=False, timeout=10)
    sync.load()


def unsafe(sync: Sync, *, leaving: bool) -> list[str]:
    """The ids of what is not saved; on leaving, what has a copy elsewhere is safe."""
    saves = sync.reader.now.saves.items()
    return [name for name, save in saves if save.state == "failed" and not (leaving and save.elsewhere)]


async def what_is_unsaved(sync: Sync, *, leaving: bool) -> bool:
    """Offer to save again or elsewhere; True if the reader wants to leave all the same, or can now."""
    app = sync.app
    while failed := unsafe(sync, leaving=leaving):
        reading = sync.reader.now
        message = f"NOT SAVED: {reading.saves[failed[0]].why}\n{messages.unsaved_lines(reading, failed)}"
        options = [Content("Try again"), Content("Save elsewhere: a folder or file that I name")]
        options.append(Content("Leave companion all the same" if leaving else "Leave it on screen for now"))
        keys = QUIT_KEYS if leaving else SAVE_KEYS
        app.clear_notifications()
        number = await app.push_screen_wait(
            ChoiceDialog(Content(message), options, keys, leaving=LEAVE if leaving else None)
        )
        if number in (None, LEAVE):
            return number == LEAVE
        if number == AGAIN:
            sync.save_again()
            await sync.saves_end()
        elif not await _save_elsewhere(sync, failed):
            continue
        if not leaving:
            return False
    return True


async def _save_elsewhere(sync: Sync, names: list[str]) -> bool:
    """Ask for a place until the notes stand there, or the reader gives up."""
    from companion.tui.dialogs.path import PathDialog  # needs Input

    heading, where, wrong = f"Save {len(names)} note{'s' * (len(names) != 1)} where?", "", ""
    while where := await sync.app.push_screen_wait(PathDialog(heading, where, wrong)):
        put = partial(_put_elsewhere, sync, names, where)
        worker = sync.app.run_worker(put, thread=True, group="save", exit_on_error=False)
        await asyncio.gather(worker.wait(), return_exceptions=True)
        wrong = worker.result or ""
        if not wrong:
            return True
    return False


def _put_elsewhere(sync: Sync, names: list[str], where: str) -> str:
    """Put notes where the reader said; what went wrong, if anything."""
    try:
        path = sync.saver.save_elsewhere(names, where)
    except CompanionError as error:
        return f"NOT SAVED there either: {error}"
    sync.app.call_from_thread(_show_elsewhere, sync, names, path)
    return ""


def _show_elsewhere(sync: Sync, names: list[str], path: Path) -> None:
    where = clean_line(str(path))
    for name in names:
        if (save := sync.reader.now.saves.get(name)) and save.state == "failed":
            sync.reader.reading = verbs.saved(sync.reader.now, name, Save("failed", save.why, where))
    press = sync.reader.keys.press("unsaved")
    message = f"Saved in {where}. In the notebook it is still NOT SAVED: {press} tries again."
    sync.app.notify(message, markup=False, timeout=15)


async def which_hidden(sync: Sync, characters: list[Concealed]) -> None:
    """Show which hidden characters the document has, and go to one of them."""
    app, document = sync.app, sync.opened.document
    if not characters:
        app.notify("Nothing is hidden in the text of this document.", markup=False)
        return
    places = [(character, number) for character in characters for number in range(len(character.places))]
    options = [messages.hidden_option(document, character, number) for character, number in places]
    app.clear_notifications()
    answer = await app.push_screen_wait(ChoiceDialog(messages.hidden_heading(characters), options, HIDDEN_KEYS))
    if answer is not None:
        character, number = places[answer]
        sync.reader.go_exactly(character.places[number])
