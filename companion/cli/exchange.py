"""The commands that take notes away and bring them back."""

from __future__ import annotations

import click

from companion.cli.options import notes_option
from companion.cli.output import report, say
from companion.store.session import open_session


@click.command("import")
@click.argument("file")
@click.option("--into", "document", metavar="DOCUMENT", required=True, help="What the notes are on.")
@click.option("--book", metavar="TITLE", default="", help="Which book, where the file holds several.")
@click.option("--by", metavar="NAME", default="", help="Only what this person wrote.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("-o", "output", metavar="LAYER.yaml", default="", help="Make a layer instead of notes of your own.")
@click.option("--force", is_flag=True, help="Write over LAYER.yaml if it is there.")
@notes_option
@click.option("--notebook", metavar="FOLDER", default="", help="Which notebook, where it is unclear.")
def import_(
    file: str, document: str, book: str, by: str, dry_run: bool, output: str, force: bool, notes: str, notebook: str
) -> int:
    """Bring notes back, or in from elsewhere, found by what FILE holds.

    The same file twice changes nothing, and neither what you changed since nor what you deleted comes back. What finds
    no place in DOCUMENT is kept and counted.
    """
    from companion.store.intake import intake, layer_of, read_file, save
    from companion.store.output_file import write_output

    session = open_session(document, notes=notes, notebook=notebook)
    _, books = read_file(file)
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
