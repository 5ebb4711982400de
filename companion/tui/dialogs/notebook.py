"""Which notebook belongs to this document, where its marks do not tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from companion.text.clean import clean_line
from companion.tui.dialogs.choice import ChoiceDialog

if TYPE_CHECKING:
    from companion.store.notebook.match import Ambiguous

KEYS_SAID = "enter chooses · j k move · esc decides later; until then no note is saved"


class NotebookDialog(ChoiceDialog):
    """Gives the number of one of the folders in question, the last of them a new one's; None leaves it open."""

    def __init__(self, title: str, asked: Ambiguous) -> None:
        super().__init__(Content(f"Which notes belong to “{title}”?"), list(_options(asked)), KEYS_SAID)


def _options(asked: Ambiguous) -> Iterator[Content]:
    for each in asked.candidates:
        title = each.title or "a notebook without a title"
        yield Content.assemble(f"{title}\n", (f"  {each.told}\n  {clean_line(each.folder.name)}", "dim"))
    fresh = clean_line(asked.fresh.name)
    yield Content.assemble("None of these: begin a new notebook\n", (f"  {fresh}", "dim"))
