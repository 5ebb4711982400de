"""Help and layers, and what the app is asked whether it can."""

from __future__ import annotations

from companion.tui.desk import NARROWEST, WIDEST, Panes, after
from companion.tui.events import Chosen
from companion.tui.reader import ReaderScreen

NAMES: dict[Panes, str] = {"cards": "Text and cards", "text": "The text alone", "all": "Contents, text and cards"}


def notebook_unsure(screen: ReaderScreen) -> bool:
    """Whether it is not settled which notebook belongs to the document."""
    return bool(screen.app.check_action("choose_notebook", ()))


def panes(screen: ReaderScreen) -> None:
    """Show text and cards, the text alone, or all three panes."""
    shown = after(screen.look.panes, screen.size.width)
    screen.look = screen.look._replace(panes=shown)
    screen.post_message(Chosen("panes", shown))
    screen.tell(f"{NAMES[shown]}; {{panes}} changes it.")


def width(screen: ReaderScreen, by: int) -> None:
    """Make the rows of text longer or shorter."""
    columns = min(max(screen.look.width + by, NARROWEST), WIDEST)
    screen.look = screen.look._replace(width=columns)
    screen.post_message(Chosen("width", str(columns)))
    screen.tell(f"Text is at most {columns} columns wide.")


def layers(screen: ReaderScreen) -> None:
    """Turn layers on and off."""
    from companion.tui.dialogs.layers import LayersDialog  # only when asked for

    screen.app.push_screen(LayersDialog(screen.now, screen.keys.keys("layers")))


def show_help(screen: ReaderScreen) -> None:
    """Show the keys that work now, and after them the others."""
    from companion.tui.dialogs.help import HelpDialog  # only when asked for

    own = list(screen.app.get_system_commands(screen))
    later = list(screen.keys.rows(lambda command: not screen.works(command)))
    screen.app.push_screen(HelpDialog(screen.keys, list(screen.keys.rows(screen.works)), later, own))
