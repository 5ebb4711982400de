"""The part of the app that asks: which of two versions, and what to do with notes that are not saved."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual import on, work
from textual.content import Content

from companion import reading as verbs
from companion.model import CompanionError, Versions
from companion.reading import Save
from companion.text.clean import clean_line
from companion.tui import messages
from companion.tui.coming import ComingApp
from companion.tui.dialogs.choice import ChoiceDialog
from companion.tui.events import TwoVersions, Unsaved

BOTH = 2
"""The number of keeping both among the answers to which version is to stay."""
AGAIN, ELSEWHERE, LEAVE = range(3)
SAVE_KEYS = "enter chooses · j k move · esc leaves it on screen"
QUIT_KEYS = "enter chooses · j k move · q leaves all the same · esc stays"


class AskingApp(ComingApp):
    """Lets the reader choose, then has it done in a worker and tells what was done."""

    @on(TwoVersions)
    def choose_version(self, event: TwoVersions | None = None) -> None:
        reading = self.reader.now
        versions = verbs.versions_of(reading, event.key) if event else None
        if versions := versions or next(iter(reading.own.versions), None):
            self._ask_version(versions)

    @work
    async def _ask_version(self, versions: Versions) -> None:
        heading, options = messages.version_heading(versions), messages.version_options(self.reader.now, versions)
        self.clear_notifications()  # they would cover what is to be read now
        number = await self.push_screen_wait(ChoiceDialog(heading, options, messages.VERSION_KEYS))
        if number is not None:
            self._keep_version(versions, number)

    @work(thread=True, group="save", exit_on_error=False)
    def _keep_version(self, versions: Versions, number: int) -> None:
        mine, other = versions.first.id, versions.second.id
        if number == 1:
            mine, other = other, mine
        assert self.notebook is not None  # the versions are its own
        gone, said = True, ""
        try:
            kept = self.notebook.choose(mine, other, both=number == BOTH)
            said = messages.settled(kept, both=number == BOTH)
        except KeyError:
            said = "There are no two versions of it any more."
        except CompanionError as error:
            gone, said = False, f"NOT SAVED: {error}. Both versions are as they were."
        self.call_from_thread(self._told_choice, versions if gone else None, said)

    def _told_choice(self, versions: Versions | None, said: str) -> None:
        if versions is not None:
            self.reader.reading = verbs.chosen_version(self.reader.now, versions)
        self.notify(said, severity="information" if versions else "error", markup=False, timeout=10)
        self.read_again()

    @on(Unsaved)
    def ask_unsaved(self) -> None:
        self._ask_unsaved()

    @work
    async def _ask_unsaved(self) -> None:
        await self.ask_what_is_unsaved(quitting=False)

    async def ask_what_is_unsaved(self, *, quitting: bool) -> bool:
        """Offer to save again or elsewhere; whether the reader wants to leave all the same, or can now."""
        while failed := self._not_safe(quitting):
            saves = self.reader.now.saves
            said = f"NOT SAVED: {saves[failed[0]].why}\n{messages.unsaved_lines(self.reader.now, failed)}"
            options = [Content("Try again"), Content("Save elsewhere: a folder or file that I name")]
            options.append(Content("Leave companion all the same" if quitting else "Leave it on screen for now"))
            keys = QUIT_KEYS if quitting else SAVE_KEYS
            self.clear_notifications()
            number = await self.push_screen_wait(
                ChoiceDialog(Content(said), options, keys, leaving=LEAVE if quitting else None)
            )
            if number in (None, LEAVE):
                return number == LEAVE
            if number == AGAIN:
                self.save_again()
                await self.saves_end()
            elif not await self._save_elsewhere(failed):
                continue
            if not quitting:
                return False
        return True

    @property
    def has_unsafe(self) -> bool:
        """Whether words of the reader's are on screen and nowhere else."""
        return bool(self._not_safe(quitting=True))

    def _not_safe(self, quitting: bool) -> list[str]:
        """The ids of what is not saved; on leaving, what has a copy elsewhere is safe."""
        saves = self.reader.now.saves.items()
        return [name for name, save in saves if save.state == "failed" and not (quitting and save.elsewhere)]

    async def _save_elsewhere(self, names: list[str]) -> bool:
        """Ask for a place until the notes stand there, or the reader gives up."""
        from companion.tui.dialogs.path import PathDialog  # needs Input

        heading, where, said = f"Save {len(names)} note{'s' * (len(names) != 1)} where?", "", ""
        while where := await self.push_screen_wait(PathDialog(heading, where, said)):
            worker = self._put_elsewhere(names, where)
            await asyncio.gather(worker.wait(), return_exceptions=True)
            said = worker.result or ""
            if not said:
                return True
        return False

    @work(thread=True, group="save", exit_on_error=False)
    def _put_elsewhere(self, names: list[str], where: str) -> str:
        """Put notes where the reader said; what went wrong, if anything."""
        from companion.store.notebook.save import save_elsewhere

        records = [self.failed[name].record for name in names if name in self.failed]
        try:
            path = save_elsewhere(records, where)
        except CompanionError as error:
            return f"NOT SAVED there either: {error}"
        self.call_from_thread(self._put_aside, [record.id for record in records], path)
        return ""

    def _put_aside(self, names: list[str], path: Path) -> None:
        for name in names:
            why = self.reader.now.saves[name].why
            self.reader.reading = verbs.saved(self.reader.now, name, Save("failed", why, clean_line(str(path))))
        said = f"Saved in {clean_line(str(path))}. In the notebook it is still NOT SAVED: S tries again."
        self.notify(said, markup=False, timeout=15)
