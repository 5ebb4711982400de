"""The screen from start to end: one document, until the reader leaves."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from companion.store.errors import ASK, ENDED
from companion.store.library import OpenDocument
from companion.store.paths import is_served
from companion.store.session import Session
from companion.tui.app import UNNOTICED, CompanionApp
from companion.tui.background import Background
from companion.tui.key_batch import EarlyKeys

if TYPE_CHECKING:
    from companion.store.library import Opening


def run(
    session: Session,
    opened: OpenDocument | Opening,
    ground: Background,
    with_: Sequence[str] = (),
    section: str = "",
    *,
    mouse: bool = True,
    tour: bool = False,
) -> int:
    """Read a document until the reader leaves; the exit status. Raises CompanionError where it cannot be opened."""
    opening = None
    if not isinstance(opened, OpenDocument):
        opening, first = opened, opened.first(UNNOTICED)
        opened, opening = first or opening.source.blank(), None if opening.is_done else opening
    session.opened = opened
    if os.environ.get("NO_COLOR") == "":
        del os.environ["NO_COLOR"]  # an empty one means colours
    light = ground.is_light()
    early = EarlyKeys(ground.typed, ground.is_late)
    app = CompanionApp(session, with_=with_, section=section, opening=opening, tour=tour, light=light, early=early)
    app.run(mouse=mouse)
    if app.opener.error is not None:
        raise app.opener.error
    if not app.ending.is_orderly and is_served():  # the page was closed, which is a way to leave
        app.sync.save_now()
        return 0
    if not app.ending.is_orderly:
        app.sync.saver.keep_drafts()
        print(f"{ENDED} {ASK}", file=sys.stderr)
        return app.return_code or 1
    return app.return_code or 0
