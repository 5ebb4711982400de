"""The process: what is answered before anything is imported, the streams of a screen, and how it all ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from companion.cli import Screen

KEYBOARD, DRAWING = 0, 2
"""The descriptors Textual reads keys from and draws on."""


def main() -> int:
    """Run the command line; the exit status: 0 done, 1 a problem with the data, 2 usage, 130 interrupted."""
    try:
        code = _answer(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        _discard_output()
        return _complain(f"companion: the output could not be written: {error.strerror or error}")
    return code


def _answer(args: list[str]) -> int:
    if args == ["--version"]:
        from companion import __version__

        print(f"companion {__version__}")
        return 0
    if sys.platform == "win32":
        return _complain(
            "companion needs Linux or macOS; on Windows it runs inside WSL, the Windows Subsystem for Linux"
        )
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    return run(args)


def run(args: list[str]) -> int:
    """Carry out a command; where the first word is none, `read` is understood. The one place that words errors."""
    import click  # a third of the cost of --version

    from companion.cli import Screen, commands, complain
    from companion.model import CompanionError, NotSaved

    known = {*commands.commands, "--help", "-h", "--version"}
    words = args if args and args[0] in known else ["read", *args]
    try:
        with commands.make_context("companion", list(words)) as context:
            result = commands.invoke(context)
        return show_screen(result) if isinstance(result, Screen) else int(result or 0)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.Abort:
        return 130
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "companion"
        complain(f"{path}: {error.format_message()}")
        complain(f"`{path} --help` tells how it is used")
        return 2
    except NotSaved as error:
        complain(f"NOT SAVED: {error}")
    except CompanionError as error:
        complain(str(error))
        for line in getattr(error, "places", ()):
            complain(f"  {line}")
    return 1


def show_screen(wanted: Screen) -> int:
    """Give the terminal to the reader until they leave. Textual is imported here and nowhere else."""
    desk = wanted.desk
    with screen_streams():
        from companion.tui.app import run as run_screen  # ten times the cost of all other imports

        return run_screen(
            desk.opened,
            places=desk.places,
            settings=desk.settings,
            with_=wanted.with_,
            section=wanted.section,
            mouse=wanted.mouse,
            notebook=desk.folder,
        )


@contextmanager
def screen_streams() -> Iterator[None]:
    """Where keyboard or drawing is no terminal, `/dev/tty` stands in for it; afterwards all is as it was.

    Raises CompanionError where there is no terminal at all: Textual would spin at the end of its input.
    """
    missing = [number for number in (KEYBOARD, DRAWING) if not os.isatty(number)]
    kept = {number: _duplicate(number) for number in missing}
    try:
        if missing:
            _use_terminal(missing)
        yield
    finally:
        for number, copy in kept.items():
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


def _discard_output() -> None:
    """Nobody reads standard output any more: let the interpreter's last flush go nowhere, without a word."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def _complain(text: str) -> int:
    if sys.stderr is not None:
        print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
