"""Standard output and standard error of the commands: results and faults, every line of both cleaned.

FORMATS is the table of what `--format` takes: a new format is a module in `exchange`, and a row here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import TextIOWrapper
from typing import Any, NamedTuple, Protocol

from companion.analysis.arrange import Placements
from companion.model import CompanionError, Document, Fault, Kind, Layer
from companion.text.clean import clean_line


class Exporter(Protocol):
    """What a format's module in `exchange` has: for each command the lines it prints, without line ends."""

    def show(
        self,
        document: Document,
        layers: Sequence[Layer],
        placements: Placements,
        *,
        only: str | None = None,
        kinds: Mapping[str, Kind] | None = None,
        cells: bool = False,
    ) -> Iterable[str]: ...

    def notes(
        self, document: Document, own: Layer, placements: Placements, kinds: Mapping[str, Kind]
    ) -> Iterable[str]: ...

    def anchors(self, document: Document, layers: Sequence[Layer], placements: Placements) -> Iterable[str]: ...

    def listing(self, documents: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterable[str]: ...


class OutputFormat(NamedTuple):
    """A row of FORMATS: its name, what imports its module once it is asked for, and whether it is always UTF-8."""

    name: str
    exporter: Callable[[], Exporter]
    utf8: bool = True


def _text() -> Exporter:
    from companion.exchange import text

    return text


def _json() -> Exporter:
    from companion.exchange import json

    return json


FORMATS = {
    row.name: row
    for row in (
        OutputFormat("text", _text, utf8=False),  # for people, so in the encoding of their terminal
        OutputFormat("json", _json),
    )
}


def say(lines: Iterable[str], form: OutputFormat = FORMATS["text"]) -> None:
    """Print the lines of a result. Raises CompanionError if they cannot be written."""
    if form.utf8 and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    for line in lines:
        try:
            print(clean_line(line))
        except BrokenPipeError:
            raise
        except OSError as error:
            raise CompanionError(f"the output could not be written: {error.strerror}") from None


def say_result(module: object, form: str, value: object) -> None:
    """Print what a module of `exchange` makes of a value by its function of that name: text as `say`, else UTF-8."""
    say(getattr(module, form)(value), FORMATS["text" if form == "text" else "json"])


def say_text(text: str) -> None:
    """Print a whole file, always UTF-8, without control characters. Raises CompanionError if it cannot be written."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    try:
        sys.stdout.write(text)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CompanionError(f"the output could not be written: {error.strerror}") from None


def report(faults: Iterable[Fault]) -> int:
    """Print each fault on standard error; the exit status: 1 if one of them is more than a warning, else 0."""
    status = 0
    for fault in faults:
        status |= not fault.warning
        if sys.stderr is not None:
            print(clean_line(f"{fault} (a warning)" if fault.warning else str(fault)), file=sys.stderr)
    return int(status)
