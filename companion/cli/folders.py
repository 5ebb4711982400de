"""The commands that prepare something to pass on: a companion folder, a shared folder, a schema, a citation."""

from __future__ import annotations

import json

import click

from companion.cli.options import on_document
from companion.cli.output import report, say, say_text
from companion.exchange.citation import FORMS, address_of, cited
from companion.model import CompanionError, Quote
from companion.store.session import Session
from companion.text.clean import clean, normalise


@click.command("new")
@click.option("-o", "folder", metavar="FOLDER", required=True, help="The folder to make.")
@click.option("--checklist", metavar="NAME", default="general", show_default=True, help="The questions to begin with.")
@on_document()
def new(session: Session, folder: str, checklist: str) -> int:
    """Make a companion folder for DOCUMENT: front matter, empty layers, a checklist, and their schema for editors.

    Markdown goes into the folder; of any other document its facts and headings, to be filled with a digest of your own.
    """
    from companion.store.checklists import checklist as questions
    from companion.store.new_folder import make_folder

    names = make_folder(session.opened, folder, questions(checklist), author=session.settings.author)
    say(f"{folder}/{name}" for name in names)
    return report(session.settings.faults)


@click.command("schema")
@click.argument("what", type=click.Choice(["layer", "note", "config"]))
def schema(what: str) -> int:
    """Print the JSON Schema of a layer's or a note's file, or of config.yaml, for editors and other checkers."""
    from companion.layers.json_schema import layer_schema, note_schema
    from companion.store.layers import load_kinds
    from companion.store.settings_schema import settings_schema

    makers = {"layer": layer_schema, "note": note_schema}
    made = settings_schema() if what == "config" else makers[what](load_kinds().values())
    say_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n")
    return 0


@click.command("cite")
@click.option("form", "--format", type=click.Choice(list(FORMS)), default="text", show_default=True, help="How.")
@click.option("--quote", metavar="TEXT", default="", help="A passage: the address leads to it, if there is one.")
@on_document()
def cite(session: Session, form: str, quote: str) -> int:
    """Print a citation of DOCUMENT, from what it says of itself."""
    document, address = session.document, ""
    if quote:
        from companion.anchoring import describe, find
        from companion.exchange.text_fragment import passage_address

        words = clean(normalise(quote))
        spans = find(document, words)
        if not address_of(document):
            raise CompanionError(f"{document.name}: it names no address on the web, so there is no link to a passage")
        target = describe(document, spans[0]) if spans else Quote(words)
        address = passage_address(address_of(document), target, context=len(spans) > 1)
    say_text(FORMS[form](cited(document, address)))
    return report(session.settings.faults)


@click.command("share")
@click.argument("folder", metavar="DIR")
def share(folder: str) -> int:
    """Prepare a folder in which several readers keep their notes, and print the git commands to share it.

    It runs no program and opens no connection. Each reader then reads with --notes DIR.
    """
    from companion.store.shared_folder import prepare

    say(prepare(folder))
    return 0
