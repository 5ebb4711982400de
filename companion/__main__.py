"""Entry point: answers `--version` before any import, gives the screen its streams, and sets the exit status."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from companion.store.session import Session

KEYBOARD, DRAWING = 0, 2
"""The descriptors Textual reads keys from and draws on."""


def main() -> int:
    """Run the command line. Exit status: 0 done, 1 a problem with the data, 2 wrong usage, 130 interrupted (SIGINT)."""
    try:
        code = _answer(sys.argv[1:])
    except BrokenPipeError:
        code = 0
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        code = _report_crash(error)
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        _discard_output()
        if code == 0 and not isinstance(error, BrokenPipeError):
            code = _print_errors(f"the output could not be written: {error.strerror}")
    return code


def _answer(args: list[str]) -> int:
    if args == ["--version"]:
        from companion import __version__

        print(f"companion {__version__}")
        return 0
    if sys.platform == "win32":
        return _print_errors(
            "companion needs Linux or macOS; on Windows it runs inside WSL, the Windows Subsystem for Linux"
        )
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    if instruction := os.environ.get("_COMPANION_COMPLETE"):
        return _print_completions(instruction)
    return run(args)


def _print_completions(instruction: str) -> int:
    """Tell a shell what may come next in its line."""
    from companion.cli.commands import group
    from companion.cli.completion import complete
    from companion.cli.output import say

    say(complete(group, instruction).splitlines())
    return 0


def run(args: list[str]) -> int:
    """Run a command and print its CompanionError, if any, in one line. Exit status as for `main`."""
    from companion.model import CompanionError, NotSaved

    try:
        if not args and sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
            from companion.store.session import SHIPPED, open_session

            return show_screen(open_session(SHIPPED), tour=True)  # without the command line's imports
        return _command(args)
    except NotSaved as error:
        return _print_errors(f"NOT SAVED: {error}")
    except CompanionError as error:
        return _print_errors(str(error), *(f"  {place}" for place in getattr(error, "places", ())))


def _command(args: list[str]) -> int:
    """Run a command of the table, `read` if the first word is none, and print wrong usage in two lines."""
    import click

    from companion.cli.commands import group

    known = {*group.commands, "--help", "-h", "--version"}
    words = args if args and args[0] in known else ["read", *args]
    if words is not args and args and (wrong := _no_command(args, list(group.commands))):
        _print_errors(f"companion: {wrong}", "`companion --help` lists the commands")
        return 2 if len(args) > 1 else 1
    try:
        with group.make_context("companion", list(words)) as context:
            result = group.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return 130
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "companion"
        _print_errors(f"{path}: {error.format_message()}", f"`{path} --help` tells how it is used")
        return 2
    return int(result or 0) if isinstance(result, int | None) else _face(result)


def _no_command(args: list[str], commands: list[str]) -> str:
    """What is wrong with a first word that is neither a command nor a document, "" if nothing is.

    A word that is near no command, and alone, is taken for the name of a document that is not there.
    """
    from companion.model import Unreadable
    from companion.store.paths import shipped_names
    from companion.store.session import present

    if (first := args[0]).startswith("-"):
        return ""
    try:
        present((first,))
    except Unreadable:
        from difflib import get_close_matches

        near = get_close_matches(first[:100], [*commands, *shipped_names()], 1)
        more = [word for word in args[1:] if not word.startswith("-")]
        meant = f"; did you mean {near[0]}?" if near else ""
        return f"there is no command {first}, and no document{meant}" if near or more else ""
    return ""


def _face(result: object) -> int:
    """Show what a command asks for: the screen, its lines, its keys, or a browser's page of it."""
    from companion.cli.commands import Screen
    from companion.cli.program import BrowserScreen, KeyList

    if isinstance(result, Screen) and result.linear:
        from companion.linear import converse

        return converse(result.session, with_=result.with_, section=result.section)
    if isinstance(result, Screen):
        return show_screen(result.session, with_=result.with_, section=result.section, mouse=result.mouse)
    if isinstance(result, KeyList):
        from companion.cli.output import report, say
        from companion.tui.key_list import key_lines

        say(key_lines(result.settings))
        return report(result.settings.faults)
    assert isinstance(result, BrowserScreen)
    from companion.tui.browser import serve

    return serve(result.words, host=result.host, port=result.port, who=result.who)


def show_screen(
    session: Session, *, with_: tuple[str, ...] = (), section: str = "", mouse: bool = True, tour: bool = False
) -> int:
    """Show the screen until the reader leaves; its exit status. With `tour`, the first start of all shows round."""
    opened = session.begin(section)  # a slow document is read while Textual is imported
    gc.disable()  # nothing that starting makes is garbage; the screen turns collecting on again
    with screen_streams():
        from companion.store.state import State
        from companion.tui.background import Background

        own_theme = not (session.settings.theme or State(session.paths).screen("theme"))
        with Background(KEYBOARD, DRAWING, wanted=own_theme) as ground:
            from companion.tui.run import run as run_screen

            mouse = mouse and session.settings.mouse
            return run_screen(session, opened, ground, with_, section, mouse=mouse, tour=tour)


@contextmanager
def screen_streams() -> Iterator[None]:
    """Replace the keyboard's or the drawing's descriptor by `/dev/tty` if it is no terminal, and restore it afterwards.

    Raises CompanionError where there is no terminal at all: Textual would spin at the end of its input.
    """
    from companion.store.paths import is_served

    missing = [] if is_served() else [number for number in (KEYBOARD, DRAWING) if not os.isatty(number)]
    saved = {number: _duplicate(number) for number in missing}
    try:
        if missing:
            _use_terminal(missing)
        yield
    finally:
        for number, copy in saved.items():
            if copy is not None:
                os.dup2(copy, number)
                os.close(copy)


def _use_terminal(numbers: list[int]) -> None:
    from companion.model import CompanionError

    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        what = " and ".join({KEYBOARD: "standard input", DRAWING: "standard error"}[number] for number in numbers)
        raise CompanionError(
            f"no terminal: {what} is none and /dev/tty cannot be opened; `companion show` prints the reading instead"
        ) from None
    for number in numbers:
        if number != terminal:
            os.dup2(terminal, number)
    if terminal not in numbers:
        os.close(terminal)
    if sys.__stdin__ is None:  # the descriptor was closed when Python started
        sys.stdin = sys.__stdin__ = os.fdopen(KEYBOARD, closefd=False)  # type: ignore[misc]
    if sys.__stderr__ is None:
        sys.stderr = sys.__stderr__ = os.fdopen(DRAWING, "w", closefd=False)  # type: ignore[misc]


def _duplicate(number: int) -> int | None:
    try:
        return os.dup(number)
    except OSError:
        return None


def _report_crash(error: Exception) -> int:
    """Print the type of an unexpected exception, without its message, which may hold private text. Exit status 1."""
    import traceback

    from companion.model import CompanionError
    from companion.store.errors import ASK, details

    try:
        with details() as file:
            traceback.print_exception(error, file=file)
    except CompanionError as refusal:
        _print_errors(str(refusal))
    return _print_errors(f"companion ended by a fault of its own ({type(error).__name__}). {ASK}")


def _discard_output() -> None:
    """Point standard output at /dev/null, so that the interpreter's last flush does not fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _print_errors(*lines: str) -> int:
    """Print cleaned lines on standard error. Exit status 1."""
    from companion.text.clean import clean_line

    for line in lines:
        if sys.stderr is not None:
            print(clean_line(line), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
