"""companion with a fault built in, for tests and figures: `python -m tests.terminal.failing WHERE [ARGUMENT]…`.

`busy`: while leaving, the screen goes on drawing. `key`: a command raises (on `]`).
`drawing`: a pane raises while it draws the second section. `editor`: typing into the note editor raises.
`early`: notes are told as saved before they are on disk. `two`: two threads save at once.
Each of the first four has text of the document or of the note among its variables.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from typing import Any

WORD = "planted"


def fail(words: str) -> None:
    """Raise with a text of the reader's in the variables and in the words of the error."""
    private = f"{words}!"
    raise RuntimeError(f"{WORD}: {private}")


def in_key() -> None:
    from companion.tui.reader import ReaderScreen

    async def action_run(self: Any, name: str) -> None:
        fail(self.now.section.text)

    ReaderScreen.action_run = action_run  # type: ignore[method-assign]


def in_drawing() -> None:
    from companion.tui.widgets.passage import Passage

    drawn = Passage.render_line

    def render_line(self: Any, y: int) -> Any:
        if self.reading is not None and self.reading.cursor.section:
            fail(self.reading.section.text)
        return drawn(self, y)

    Passage.render_line = render_line  # type: ignore[method-assign]


def in_editor() -> None:
    from companion.tui.dialogs.note_editor import NoteEditor

    def written(self: Any) -> None:
        fail(self.query_one("#note-text").text)

    NoteEditor.written = written  # type: ignore[assignment,method-assign]


def while_busy() -> None:
    from companion.tui.exit import Exit

    settle = Exit.settle

    async def settle_busily(self: Any) -> None:
        for _ in range(60):
            self._app._driver.write("\x1b[0m")
        await settle(self)

    Exit.settle = settle_busily  # type: ignore[method-assign]


def telling_early() -> None:
    from companion.store.notebook import Notebook, Saved

    save = Notebook.save

    def save_later(self: Any, record: Any, **given: Any) -> Saved:
        def late() -> None:
            time.sleep(1.0)
            save(self, record, **given)

        threading.Thread(target=late).start()
        return Saved(record)

    Notebook.save = save_later  # type: ignore[method-assign]


def two_savers() -> None:
    from companion.tui.saver import Saver

    def work(self: Any, tell: Any) -> None:
        while True:
            with self._queue:
                if not self._waiting:
                    return
                write = self._waiting.pop(0)
            time.sleep(random.random() * 0.5)
            if outcome := self._save(write):
                tell(outcome)

    def run(self: Any, tell: Any) -> None:
        threads = [threading.Thread(target=work, args=(self, tell)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    Saver.run = run  # type: ignore[method-assign]


FAULTS = {
    "busy": while_busy,
    "key": in_key,
    "drawing": in_drawing,
    "editor": in_editor,
    "early": telling_early,
    "two": two_savers,
}

if __name__ == "__main__":
    FAULTS[sys.argv.pop(1)]()
    from companion.__main__ import main

    sys.exit(main())
