"""The commands, each of which returns its exit status; those of exchange and of analysis are in modules of their own.

The screen is opened in `__main__`, from the `Screen` that `read` returns; so is what `keys` and `serve` return.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import click

from companion import __version__
from companion.cli import close_reading, completion, program
from companion.cli.editions import compare
from companion.cli.exchange import export, import_
from companion.cli.folders import cite, new, schema, share
from companion.cli.options import form_option, notes_option, on_document, section_option, standard_input, with_option
from companion.cli.output import FORMATS, OutputFormat, report, say
from companion.cli.verdicts import overview, readers, score
from companion.model import CompanionError, Fault, Quote, Where
from companion.store.errors import fault_of
from companion.store.library import OpenDocument
from companion.store.paths import is_served, user_paths
from companion.store.session import SHIPPED, Session, open_session, present
from companion.store.settings import origins, set_setting, settings
from companion.store.state import State
from companion.text.clean import clean, clean_line, normalise

TEXT_LIMIT = 1 << 20  # bytes of the longest note that is taken from standard input


@dataclass(frozen=True)
class Screen:
    """What `read` returns for `__main__` to show: a session, further layers, a section's id; `linear` as lines."""

    session: Session
    with_: tuple[str, ...]
    section: str
    mouse: bool
    linear: bool = False


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
@section_option("Open this section.")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@click.option("--linear", is_flag=True, help="As a dialogue of lines, for screen readers.")
@on_document(default=SHIPPED)
def read(session: Session, with_: tuple[str, ...], section: str, no_mouse: bool, linear: bool) -> Screen | int:
    """Read a document beside its critique, questions and notes.

    DOCUMENT is a shipped companion's name, a path, or - for standard input. Where standard output is no terminal, this
    is the same as show. A terminal that can only print (TERM=dumb) gets lines.
    """
    if not (linear or is_served()) and (sys.stdout is None or not sys.stdout.isatty()):
        return _show(session, section, with_, FORMATS["text"])
    linear = linear or (os.environ.get("TERM") == "dumb" and not is_served())
    at = section if session.is_slow and not linear else session.section(section)
    return Screen(session, present(with_), at, not no_mouse, linear)


@group.command()
@section_option("Only this section.")
@with_option
@form_option
@click.option(
    "--tables",
    type=click.Choice(["rows", "lines"]),
    default="rows",
    show_default=True,
    help="Tables row by row, or a line for each cell, to be heard.",
)
@on_document()
def show(session: Session, section: str, with_: tuple[str, ...], form: OutputFormat, tables: str) -> int:
    """Print the reading as lines of text, or as JSON.

    Each section comes with its annotations, then its questions.
    """
    return _show(session, section, with_, form, cells=tables == "lines")


def _show(session: Session, section: str, with_: tuple[str, ...], form: OutputFormat, *, cells: bool = False) -> int:
    from companion.analysis.absence import recount_faults
    from companion.anchoring import place_layers

    only = session.section(section) or None
    layers = session.load(present(with_))
    placements = place_layers(session.document, layers.all, layers.memory)
    show = form.exporter().show
    lines = show(session.document, layers.all, placements, only=only, kinds=layers.kinds, cells=cells)
    say(lines, form)
    unclear = [fault_of(layers.ambiguous, session.document.name)] if layers.ambiguous else []
    again = recount_faults(session.document, layers.all)
    return report([*session.settings.faults, *unclear, *layers.faults, *again])


@group.command()
@click.option("--quote", metavar="TEXT", default="", help="The words the note is about, as they stand there.")
@click.option("--prefix", metavar="TEXT", default="", help="What stands before them.")
@click.option("--suffix", metavar="TEXT", default="", help="What stands after them.")
@section_option("Where the words stand; alone, what the note is about.")
@click.option("--document", "whole", is_flag=True, help="The note is about the document.")
@click.option("--text", metavar="NOTE", required=True, help="The note; - reads standard input.")
@click.option("--kind", metavar="K", default="", help="The move the passage makes, one of kinds.yaml.")
@click.option("--kind-anyway", is_flag=True, help="Keep a kind that nobody defines, without a word.")
@click.option("--tag", "tags", metavar="T", multiple=True, help="A tag; may be given again.")
@on_document()
def note(
    session: Session, whole: bool, text: str, kind: str, kind_anyway: bool, tags: tuple[str, ...], **about: str
) -> int:
    """Add a note without a screen; print its id once it is on disk.

    A kind that nobody defines is asked about in a terminal; elsewhere it is kept, with a warning.
    """
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
    meant, faults = (clean_line(kind), []) if kind_anyway else _kind_meant(session, clean_line(kind))
    say([session.add(words, quote=quote, section=section, kind=meant, tags=tuple(map(clean_line, tags)))])
    report([*session.settings.faults, *faults])
    return 0


def _kind_meant(session: Session, kind: str) -> tuple[str, list[Fault]]:
    """The kind that is meant where nobody defines this one: asked in a terminal; else it stays, with a warning."""
    kinds = session.load().kinds if kind else {}
    if kind in kinds or not kind:
        return kind, []
    from companion.analysis.kinds import near

    names, what = near(kind, kinds), f'unknown kind "{kind}"'
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        asks = f"did you mean {' or '.join(names)}?" if names else f"known are {', '.join(kinds)}."
        prompt = f"--kind: {what}; {asks} Enter takes the word in brackets"
        return clean_line(click.prompt(prompt, default=names[0] if names else kind, err=True)), []
    meant = f"did you mean {' or '.join(names)}?" if names else f"known are {', '.join(kinds)}"
    return kind, [Fault(Where("--kind"), what, f"it is shown with a ?; {meant}", True)]


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
@click.argument("names", metavar="LAYER...", nargs=-1, required=True, shell_complete=completion.layers)
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


for _command in (*close_reading.COMMANDS, compare, score, readers, overview):
    group.add_command(_command)


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


group.add_command(export)
group.add_command(import_)
group.add_command(cite)
group.add_command(new)
group.add_command(share)
group.add_command(schema)


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
@click.argument("document", shell_complete=completion.documents)
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
    if not any(dropped):
        return report([Fault(Where(document), "nothing was remembered", "a name or path from `companion list`")])
    say([f"{document}: forgotten"])
    return report(Fault(Where(document), notice, warning=True) for notice in state.notices)


@group.command()
@click.argument("name", default="")
@click.argument("value", default="")
@click.pass_context
def config(context: click.Context, name: str, value: str) -> int:
    """Print each setting, its default and where it comes from, or set one.

    A setting is reader, author, theme, mouse, remember_text or width; the rest of config.yaml stays as it is.
    `reader` says which notes are yours: the folder of that name in each notebook; `new` makes up a name nobody has.
    """
    paths = user_paths()
    if name and context.get_parameter_source("value") is not click.core.ParameterSource.DEFAULT:
        set_setting(paths, name, value)
    rows = [row for row in origins(paths, State(paths).screen("theme")) if name in ("", row.name)]
    if not rows:
        raise click.UsageError(f"there is no setting {clean_line(name)}")
    cells = [("setting", "value", "default", "from")] * (not name)
    cells += [(row.name, row.value or "-", row.default or "-", row.origin) for row in rows]
    say(f"{setting:<14} {value:<20} {default:<8} {origin}" for setting, value, default, origin in cells)
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


for _command in (program.keys, program.completion_script, program.serve):
    group.add_command(_command)
