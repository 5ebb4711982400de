"""A dialog that asks which notebook belongs to the document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from companion.text.clean import clean_line
from companion.tui.dialogs.choice import ChoiceDialog

if TYPE_CHECKING:
    from companion.store.notebook.match import Ambiguous

KEYS = "enter chooses · {move} move · {close} decides later; until then no note is saved"


class NotebookDialog(ChoiceDialog):
    """Returns the number of a folder, the last of them for a new notebook; None leaves it open."""

    def __init__(self, title: str, match: Ambiguous) -> None:
        super().__init__(Content(f"Which notes belong to “{title}”?"), list(_options(match)), KEYS)


def _options(match: Ambiguous) -> Iterator[Content]:
    for candidate in match.candidates:
        title = candidate.title or "a notebook without a title"
        yield Content.assemble(f"{title}\n", (f"  {candidate.told}\n  {clean_line(candidate.folder.name)}", "dim"))
    folder = clean_line(match.fresh.name)
    yield Content.assemble("None of these: begin a new notebook\n", (f"  {folder}", "dim"))
