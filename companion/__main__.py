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
    return run(args)


def run(args: list[str]) -> int:
    """Run a command and print its CompanionError, if any, in one line. Exit status as for `main`."""
    from companion.model import CompanionError, NotSaved

    try:
        if not args and sys.stdout is not None and sys.stdout.isatty():
            from companion.store.session import SHIPPED, open_session

            return show_screen(open_session(SHIPPED))  # the usual start, without the command line's imports
        return _command(args)
    except NotSaved as error:
        return _print_errors(f"NOT SAVED: {error}")
    except CompanionError as error:
        return _print_errors(str(error), *(f"  {place}" for place in getattr(error, "places", ())))


def _command(args: list[str]) -> int:
    """Run a command of the table, `read` if the first word is none, and print wrong usage in two lines."""
    import click

    from companion.cli.commands import Screen, group

    known = {*group.commands, "--help", "-h", "--version"}
    words = args if args and args[0] in known else ["read", *args]
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
    if isinstance(result, Screen):
        return show_screen(result.session, with_=result.with_, section=result.section, mouse=result.mouse)
    return int(result or 0)


def show_screen(session: Session, *, with_: tuple[str, ...] = (), section: str = "", mouse: bool = True) -> int:
    """Show the screen until the reader leaves; its exit status. Textual is imported here and nowhere else."""
    opened = session.begin(section)  # a slow document is read while Textual is imported
    gc.disable()  # nothing that starting makes is garbage; the screen turns collecting on again
    with screen_streams():
        from companion.tui.app import run as run_screen

        return run_screen(session, opened, with_=with_, section=section, mouse=mouse and session.settings.mouse)


@contextmanager
def screen_streams() -> Iterator[None]:
    """Replace the keyboard's or the drawing's descriptor by `/dev/tty` if it is no terminal, and restore it afterwards.

    Raises CompanionError where there is no terminal at all: Textual would spin at the end of its input.
    """
    missing = [number for number in (KEYBOARD, DRAWING) if not os.isatty(number)]
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
