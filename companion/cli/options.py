"""Options that commands share, and how the document of a command is opened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from companion.cli import completion
from companion.cli.output import FORMATS
from companion.model import Unreadable
from companion.store.library import DOCUMENT_LIMIT
from companion.store.session import open_session


def standard_input(limit: int) -> bytes:
    """All of standard input. Raises Unreadable beyond `limit` bytes."""
    data = sys.stdin.buffer.read(limit + 1) if sys.stdin is not None else b""
    if len(data) > limit:
        raise Unreadable(f"standard input: more than {limit >> 20} MiB; pass on less of it")
    return data


def on_document(**argument: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A decorator for commands on a document: its argument, `--notes` and `--notebook`, opened as a Session."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def opened(document: str, notes: str, notebook: str, **options: Any) -> Any:
            stdin = standard_input(DOCUMENT_LIMIT) if document == "-" else None
            return command(open_session(document, stdin=stdin, notes=notes, notebook=notebook), **options)

        notebook = click.option("--notebook", metavar="FOLDER", default="", help="Which notebook, where it is unclear.")
        return click.argument("document", shell_complete=completion.documents, **argument)(
            notes_option(notebook(opened))
        )

    return decorate


notes_option = click.option("--notes", metavar="DIR", default="", help="Where notebooks are (also: COMPANION_NOTES).")
with_option = click.option(
    "with_",
    "--with",
    metavar="LAYER",
    multiple=True,
    shell_complete=completion.layers,
    help="Add a layer: file, folder or name.",
)


def section_option(about: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--section ID`, completed from the document."""
    return click.option("--section", metavar="ID", default="", shell_complete=completion.sections, help=about)


form_option = click.option(
    "form",
    "--format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    callback=lambda context, parameter, name: FORMATS[name],
)


def result_option(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format` of a command whose result has a module of its own in `exchange`, with a function for each name."""
    return click.option("form", "--format", type=click.Choice(names), default=names[0], show_default=True)
