"""Help and layers, and what the app is asked whether it can."""

from __future__ import annotations

from companion import reading as verbs
from companion.tui.desk import NARROWEST, WIDEST, Panes, after
from companion.tui.events import Chosen
from companion.tui.reader import ReaderScreen

NAMES: dict[Panes, str] = {"cards": "Text and cards", "text": "The text alone", "all": "Contents, text and cards"}


def notebook_unsure(screen: ReaderScreen) -> bool:
    """Whether it is not settled which notebook belongs to the document."""
    return bool(screen.app.check_action("choose_notebook", ()))


def welcomed(screen: ReaderScreen) -> bool:
    """Whether the card of a document that nobody wrote about stands among the cards."""
    return screen.look.welcome and verbs.is_bare(screen.now)


def put_welcome_away(screen: ReaderScreen) -> None:
    """Show that card no more, here and for other documents."""
    screen.look = screen.look._replace(welcome=False)
    screen.post_message(Chosen("welcome", "no"))
    screen.tell("Put away; {help} and {palette} tell the same.")


def touring(screen: ReaderScreen) -> bool:
    """Whether the tour is on."""
    return screen.is_arranged and screen.tour.at is not None


def next_step(screen: ReaderScreen) -> None:
    """The next step of the tour."""
    if screen.tour.at is not None:
        screen.tour.go(screen.tour.at + 1)


def end_tour(screen: ReaderScreen) -> None:
    """End the tour."""
    screen.tour.go(None)
    screen.tell("{help} tells the keys.")


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


def left_out(screen: ReaderScreen) -> None:
    """Show what of the original is left out."""
    from companion.tui.dialogs.left_out import LeftOutDialog  # only when asked for

    screen.app.push_screen(LeftOutDialog(screen.now.document))


def show_help(screen: ReaderScreen) -> None:
    """Show the keys that work now, and after them the others."""
    from companion.tui.dialogs.help import HelpDialog  # only when asked for

    own = list(screen.app.get_system_commands(screen))
    later = list(screen.keys.rows(lambda command: not screen.works(command)))
    screen.app.push_screen(HelpDialog(screen.keys, list(screen.keys.rows(screen.works)), later, own))
