"""The commands that take notes away and bring them back."""

from __future__ import annotations

from typing import Any

import click

from companion.cli.options import notes_option, on_document, with_option
from companion.cli.output import report, say, say_text
from companion.exchange.formats import ExchangeFormat, exports, named
from companion.store.session import Session, open_session, present


def _format(context: click.Context, parameter: click.Parameter, name: str) -> ExchangeFormat:
    return named(name)


@click.command("export")
@click.option(
    "made",
    "--format",
    type=click.Choice([row.name for row in exports()]),
    required=True,
    callback=_format,
    help="What to make.",
)
@click.option("layer", "--layer", metavar="own|all|FILE", default="", help="Whose notes: a layer's id or file, too.")
@click.option("-o", "output", metavar="FILE", default="", help="Write this file; else to standard output.")
@click.option("--force", is_flag=True, help="Write over FILE if it is there.")
@click.option("dialect", "--for", type=click.Choice(["obsidian", "pandoc"]), help="Which program reads the Markdown.")
@click.option("--section", metavar="ID", default="", help="Only this section.")
@click.option("--question", metavar="ID", default="", help="Only this question, with all its evidence.")
@click.option("--full", is_flag=True, help="The whole text, also of a document that is not yours to pass on.")
@click.option("--shared", is_flag=True, help="Let others read the notes where they are imported.")
@with_option
@on_document()
def export(
    session: Session, made: ExchangeFormat, output: str, force: bool, with_: tuple[str, ...], **options: Any
) -> int:
    """Take notes away: a page to read, or a file for another program."""
    from companion.store.export import outgoing
    from companion.store.output_file import write_output

    what, faults = outgoing(session, made, present(with_), **options)
    text = made.write(what)
    if output:
        write_output(output, text.encode("utf-8", "surrogatepass"), force=force)
        say([f"{len(what.cards_out)} annotations and {len(what.questions)} questions written to {output}"])
    else:
        say_text(text)
    return report(faults)


@click.command("import")
@click.argument("file")
@click.option("--into", "document", metavar="DOCUMENT", required=True, help="What the notes are on.")
@click.option("--book", metavar="TITLE", default="", help="Which book, where the file holds several.")
@click.option("--by", metavar="NAME", default="", help="Only what this person wrote.")
@click.option("--colours", is_flag=True, help="Tag each note with the colour it has there.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("-o", "output", metavar="LAYER.yaml", default="", help="Make a layer instead of notes of your own.")
@click.option("--force", is_flag=True, help="Write over LAYER.yaml if it is there.")
@notes_option
@click.option("--notebook", metavar="FOLDER", default="", help="Which notebook, where it is unclear.")
def import_(
    file: str,
    document: str,
    book: str,
    by: str,
    colours: bool,
    dry_run: bool,
    output: str,
    force: bool,
    notes: str,
    notebook: str,
) -> int:
    """Bring notes back, or in from elsewhere, found by what FILE holds.

    The same file twice changes nothing, and neither what you changed since nor what you deleted comes back. What finds
    no place in DOCUMENT is kept and counted.
    """
    from companion.store.intake import intake, layer_of, read_file, save
    from companion.store.output_file import write_output

    session = open_session(document, notes=notes, notebook=notebook)
    _, books = read_file(file)
    if colours:
        from companion.exchange.foreign import coloured

        books = tuple(map(coloured, books))
    if output:
        from companion.layers.write import write_layer

        layer, plan = layer_of(session, books, book=book, by=by)
        data = write_layer(layer)
        if not dry_run:
            write_output(output, data, force=force)
    else:
        plan = intake(session, books, book=book, by=by)
        if not dry_run:
            save(session, plan)
    say(plan.lines())
    return report(session.settings.faults)
