"""Help and layers, and what the app is asked whether it can."""

from __future__ import annotations

from companion.tui.reader import ReaderScreen


def notebook_unsure(screen: ReaderScreen) -> bool:
    """Whether it is not settled which notebook belongs to the document."""
    return bool(screen.app.check_action("choose_notebook", ()))


def layers(screen: ReaderScreen) -> None:
    """Turn layers on and off."""
    from companion.tui.dialogs.layers import LayersDialog  # only when asked for

    screen.app.push_screen(LayersDialog(screen.now, screen.keys.keys("layers")))


def show_help(screen: ReaderScreen) -> None:
    """Show the keys that work now."""
    from companion.tui.dialogs.help import HelpDialog  # only when asked for

    own = list(screen.app.get_system_commands(screen))
    screen.app.push_screen(HelpDialog(screen.keys, list(screen.keys.rows(screen.works)), own))
