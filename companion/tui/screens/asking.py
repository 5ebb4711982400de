"""The part of the reader's screen for notes that need the reader: two versions of one, or one that is not saved."""

from __future__ import annotations

from companion import reading as verbs
from companion.tui.events import TwoVersions, Unsaved
from companion.tui.keymap import UNSAVED, VERSIONS
from companion.tui.screens.moving import MovingScreen

MERGED = "A merge left two versions of this. Choose one first (x)."


class AskingScreen(MovingScreen):
    """Asks the app for what the disk is needed for."""

    @property
    def states(self) -> set[str]:
        two = {VERSIONS} if self.now.own.versions else set()
        failed = any(save.state == "failed" for save in self.now.saves.values())
        return super().states | two | ({UNSAVED} if failed else set())

    def action_versions(self) -> None:
        self.post_message(TwoVersions(self.margin.current()))

    def action_unsaved(self) -> None:
        self.post_message(Unsaved())

    def in_merge(self, record: str) -> bool:
        """Whether a record cannot be changed before one of two versions is chosen; then that is said."""
        if verbs.merging(self.now, record) is None:
            return False
        self.notify(MERGED, severity="warning", markup=False)
        return True
