"""The commands, and the options they share; each returns its exit status.

The screen is opened in `__main__`, from the `Screen` that `read` returns.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from companion import __version__
from companion.cli.output import FORMATS, OutputFormat, report, say
from companion.model import CompanionError, Fault, Quote, Unreadable, Where
from companion.store.errors import fault_of
from companion.store.library import DOCUMENT_LIMIT, OpenDocument
from companion.store.paths import user_paths
from companion.store.session import SHIPPED, Session, open_session, present
from companion.store.settings import origins, set_setting, settings
from companion.store.state import State
from companion.text.clean import clean, clean_line, normalise

TEXT_LIMIT = 1 << 20  # bytes of the longest note that is taken from standard input


@dataclass(frozen=True)
class Screen:
    """What `read` returns for `__main__` to show: a session, further layers, a section's id."""

    session: Session
    with_: tuple[str, ...]
    section: str
    mouse: bool


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
        return click.argument("document", **argument)(notes_option(notebook(opened)))

    return decorate


notes_option = click.option("--notes", metavar="DIR", default="", help="Where notebooks are (also: COMPANION_NOTES).")
with_option = click.option("with_", "--with", metavar="LAYER", multiple=True, help="Add a layer: file, folder or name.")
form_option = click.option(
    "form",
    "--format",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    callback=lambda context, parameter, name: FORMATS[name],
)


class InOrder(click.Group):
    """Help lists the commands in the order they are defined in."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=InOrder,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Where the first word is no command, read is "
    "understood: companion report.md. A shipped companion's name wins over a file; ./notes opens a file called notes.",
)
@click.version_option(__version__, message="companion %(version)s")
def group() -> None:
    """Read a report beside its critique, with questions to check and notes of your own."""


@group.command()
@with_option
@click.option("--section", metavar="ID", default="", help="Open this section.")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@on_document(default=SHIPPED)
def read(session: Session, with_: tuple[str, ...], section: str, no_mouse: bool) -> Screen | int:
    """Read a document beside its critique, questions and notes.

    DOCUMENT is a shipped companion's name, a path, or - for standard input. Where standard output is no terminal, this
    is the same as show.
    """
    if sys.stdout is None or not sys.stdout.isatty():
        return _show(session, section, with_, FORMATS["text"])
    at = section if session.is_slow else session.section(section)
    return Screen(session, present(with_), at, not no_mouse)


@group.command()
@click.option("--section", metavar="ID", default="", help="Only this section.")
@with_option
@form_option
@on_document()
def show(session: Session, section: str, with_: tuple[str, ...], form: OutputFormat) -> int:
    """Print the reading as lines of text, or as JSON.

    Each section comes with its annotations, then its questions.
    """
    return _show(session, section, with_, form)


def _show(session: Session, section: str, with_: tuple[str, ...], form: OutputFormat) -> int:
    from companion.anchoring import place_layers

    only = session.section(section) or None
    layers = session.load(present(with_))
    placements = place_layers(session.document, layers.all, layers.memory)
    lines = form.exporter().show(session.document, layers.all, placements, only=only, kinds=layers.kinds)
    say(lines, form)
    unclear = [fault_of(layers.ambiguous, session.document.name)] if layers.ambiguous else []
    return report([*session.settings.faults, *unclear, *layers.faults])


@group.command()
@click.option("--quote", metavar="TEXT", default="", help="The words the note is about, as they stand there.")
@click.option("--prefix", metavar="TEXT", default="", help="What stands before them.")
@click.option("--suffix", metavar="TEXT", default="", help="What stands after them.")
@click.option("--section", metavar="ID", default="", help="Where the words stand; alone, what the note is about.")
@click.option("--document", "whole", is_flag=True, help="The note is about the document.")
@click.option("--text", metavar="NOTE", required=True, help="The note; - reads standard input.")
@click.option("--kind", metavar="K", default="", help="The move the passage makes, one of kinds.yaml.")
@click.option("--tag", "tags", metavar="T", multiple=True, help="A tag; may be given again.")
@on_document()
def note(session: Session, whole: bool, text: str, kind: str, tags: tuple[str, ...], **about: str) -> int:
    """Add a note without a screen; print its id once it is on disk."""
    from companion.documents.decode import decode

    exact, prefix, suffix = (clean(normalise(about[name])) for name in ("quote", "prefix", "suffix"))
    if whole + bool(exact or about["section"]) != 1:
        raise click.UsageError("say what the note is about: --quote TEXT, --section ID or --document")
    if (prefix or suffix) and not exact:
        raise click.UsageError("--prefix and --suffix go with --quote")
    section = session.section(about["section"])
    words = clean(normalise(decode(standard_input(TEXT_LIMIT)).text if text == "-" else text))
    if not words.strip():
        raise click.UsageError("the note is empty")
    quote = Quote(exact, prefix, suffix, section) if exact else None
    say([session.add(words, quote=quote, section=section, kind=clean_line(kind), tags=tuple(map(clean_line, tags)))])
    report([*session.settings.faults, *_unknown_kind(session, clean_line(kind))])
    return 0


def _unknown_kind(session: Session, kind: str) -> list[Fault]:
    """A warning if nobody defines a kind, with the names that come near: a note is kept with any."""
    kinds = session.load().kinds if kind else {kind: None}
    if kind in kinds:
        return []
    from difflib import get_close_matches

    near = get_close_matches(kind[:100], kinds, 3)
    meant = f"perhaps meant: {', '.join(near)}" if near else f"known are {', '.join(kinds)}"
    return [Fault(Where("--kind"), f'unknown kind "{kind}"', f"it is shown with a ?; {meant}", True)]


@group.command()
@form_option
@on_document()
def notes(session: Session, form: OutputFormat) -> int:
    """Print your own notes and verdicts."""
    from companion.anchoring import place_layers
    from companion.store.layers import load_kinds

    own = session.own()
    placements = place_layers(session.document, [own], session.find_memory())
    say(form.exporter().notes(session.document, own, placements, load_kinds()), form)
    return report([*session.settings.faults, *own.faults])


@group.command()
@on_document()
@click.argument("names", metavar="LAYER...", nargs=-1, required=True)
@form_option
def anchors(session: Session, names: tuple[str, ...], form: OutputFormat) -> int:
    """Tell where the annotations of a layer stand, after places you gave them.

    LAYER is a file, a folder, a shipped companion's name, or the id of a layer that belongs to DOCUMENT.
    """
    from companion.anchoring import place_layers
    from companion.store.layers import faults_of

    layers, places = session.named(names), session.places()
    placements = place_layers(session.document, [*layers, places], session.find_memory())
    say(form.exporter().anchors(session.document, layers, placements), form)
    return report([*session.settings.faults, *faults_of((*layers, places))])


@group.command("list")
@form_option
@notes_option
def list_(form: OutputFormat, notes: str) -> int:
    """List shipped companions and recent documents."""
    from companion.store.list import listed
    from companion.store.notebook.ownership import unclaimed

    paths = user_paths(Path(notes) if notes else None)
    options = settings(paths)
    lines = [line._asdict() | {"progress": line.progress._asdict()} for line in listed(paths, options)]
    documents = {
        "shipped": [line for line in lines if line["shipped"]],
        "recent": [line for line in lines if not line["shipped"]],
    }
    say(form.exporter().listing(documents), form)
    return report(filter(None, [unclaimed(paths, options)]))


@group.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> int:
    """Validate layers, notes and companion folders."""
    from companion.store.check import check as checked

    status = 0
    for file in files:
        faults, summary = checked(file)
        wrong = report(faults)
        if summary:
            say([f"{summary}: {'faults' if wrong else 'no faults'}"])
        status |= wrong
    return status


@group.command()
@on_document()
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge(session: Session, yes: bool) -> int:
    """Remove for good the notes you deleted, and tell where their text may still stand.

    That is in conflict copies of a synchronised folder, and in the history of git and the like.
    """
    if not yes and (sys.stdin is None or not sys.stdin.isatty()):
        raise click.UsageError("without a terminal to ask on, say --yes")
    own, notebook = session.own(), session.find_notebook()
    count = len(notebook.deleted)
    if count and not yes:
        click.confirm(f"Remove {count} deleted note{'s' * (count != 1)} for good?", abort=True, err=True)
    say([f"{notebook.purge()} removed"])
    return report([*session.settings.faults, *own.faults, *notebook.remains()])


@group.command()
@click.argument("document")
def forget(document: str) -> int:
    """Forget the place, the drafts, the list entry and the kept text of a document.

    All that is kept for it outside its notes goes; notes stay.
    """
    paths = user_paths()
    state, reader = State(paths), settings(paths).reader
    documents: list[str | OpenDocument] = [document]
    notebook: Path | None = None
    with suppress(CompanionError):  # a document that is gone is forgotten by its name alone
        session = open_session(document)
        documents.append(session.opened)
        notebook = session.find_notebook().folder
    dropped = [state.forget(name, reader, notebook) for name in documents]
    say([f"{document}: {'forgotten' if any(dropped) else 'nothing was remembered'}"])
    return report(Fault(Where(document), notice, warning=True) for notice in state.notices)


@group.command()
@click.argument("name", default="")
@click.argument("value", default="")
@click.pass_context
def config(context: click.Context, name: str, value: str) -> int:
    """Print the settings and where each comes from, or set one.

    A setting is reader, author, theme, mouse or remember_text; the rest of config.yaml stays as it is. `reader` says
    which notes are yours: the folder of that name in each notebook; `new` makes up a name that nobody has.
    """
    paths = user_paths()
    if name and context.get_parameter_source("value") is not click.core.ParameterSource.DEFAULT:
        set_setting(paths, name, value)
    rows = [row for row in origins(paths, State(paths).theme()) if name in ("", row.name)]
    if not rows:
        raise click.UsageError(f"there is no setting {clean_line(name)}")
    say(f"{row.name:<14} {row.value or '-':<20} {row.origin}" for row in rows)
    return 0


@group.command()
@notes_option
def where(notes: str) -> int:
    """Print the folders in use, and which walls hold the process that reads HTML, EPUB, Word and PDF."""
    from companion.documents.sandbox import walls_here

    paths = user_paths(Path(notes) if notes else None)
    say(f"{name:<12} {folder}" for name, folder in vars(paths).items())
    say(f"{wall.name:<12} {wall}" for wall in walls_here())
    return 0
