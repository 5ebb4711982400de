"""Commands of close reading: terms, found places, absence and signs, with the numbers the screens have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

from companion.cli.options import form_option, on_document, with_option
from companion.cli.output import FORMATS, OutputFormat, report, say
from companion.model import CompanionError, Fault, Question
from companion.store.session import Session, present

if TYPE_CHECKING:
    from companion.analysis.concordance import Concordance
    from companion.exchange.close_reading import Counted


@click.command()
@on_document()
@click.argument("queries", metavar="[QUERY]...", nargs=-1)
@click.option("--list", "lists", metavar="LIST", multiple=True, help="Count a list of terms: a file, or a shipped one.")
@click.option("--unusual", is_flag=True, help="Words unusually common here.")
@click.option("--against", metavar="DOC", multiple=True, help="The documents that --unusual compares with.")
@click.option("--phrases", is_flag=True, help="Phrases of three to six words that come back.")
@click.option("--sort", "by", metavar="N,N", default="", help="Sort places by neighbours: 1 to 3, or -1 to -3.")
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def terms(
    session: Session,
    queries: tuple[str, ...],
    lists: tuple[str, ...],
    unusual: bool,
    against: tuple[str, ...],
    phrases: bool,
    by: str,
    form: str,
) -> int:
    """Count terms, and show every place.

    QUERY is a word (its family: misuse, misused), a phrase, a stem (audit*), a word in quotation marks (that form
    alone), or two near each other (audit* ~3 customer). Without any, the words unusually common here, or most frequent.
    """
    from companion.analysis.concordance import concordance
    from companion.exchange import close_reading as exchange

    words = concordance(session.document)
    faults: list[Fault] = []
    if unusual or against:
        counted = _unusual(words, against)
    elif phrases:
        from companion.analysis.phrases import phrases as recurring

        counted = exchange.Counted(words, recurring(words))
    else:
        counted = _counted(words, queries, lists, faults)
    counted = exchange.Counted(counted.words, counted.terms, counted.against, counted.unusual, _neighbours(by))
    if form == "json":
        say(exchange.json_lines(exchange.terms_shape(counted)), FORMATS["json"])
    elif form == "csv":
        say(exchange.terms_csv(counted), FORMATS["json"])
    else:
        say(exchange.terms_text(counted, places=bool(queries or lists)))
    return report(faults)


def _counted(words: Concordance, queries: Sequence[str], lists: Sequence[str], faults: list[Fault]) -> Counted:
    from companion.analysis.signs import listed_terms
    from companion.analysis.terms import frequent, term
    from companion.exchange.close_reading import Counted

    found = [term(words, query) for query in queries]
    for name in lists:
        from companion.store.term_lists import find_term_list

        terms = find_term_list(name)
        faults += terms.faults
        found += listed_terms(words, terms)
    if not queries and not lists:
        found = frequent(words)
    return Counted(words, found)


def _unusual(words: Concordance, against: Sequence[str]) -> Counted:
    from companion.analysis.concordance import concordance
    from companion.analysis.unusual import general, reference, unusual
    from companion.exchange.close_reading import Counted
    from companion.store.library import open_document

    if against:
        others = [open_document(name).document for name in against]
        with_ = reference(", ".join(other.name for other in others), *map(concordance, others))
    else:
        with_ = general(words)
    found = unusual(words, with_)
    return Counted(words, [one.term for one in found], with_.name, found)


def _neighbours(by: str) -> list[int]:
    parts = [part.strip() for part in by.split(",") if part.strip()]
    if any(part.lstrip("-") not in ("1", "2", "3") for part in parts):
        raise click.UsageError("--sort takes numbers from 1 to 3, or -1 to -3 for the left, with commas between")
    return [int(part) for part in parts]


@click.command()
@on_document()
@click.option("--question", metavar="ID|TEXT", required=True, help="A question's id in the layers, or its words.")
@with_option
@form_option
def find(session: Session, question: str, with_: tuple[str, ...], form: OutputFormat) -> int:
    """List five places that share a question's words, the best first, with those words marked."""
    from companion.analysis.concordance import concordance
    from companion.analysis.relevance import find as found
    from companion.exchange import close_reading as exchange

    asked = _question(session, question, present(with_))
    text = asked.ask if asked else question
    places = found(concordance(session.document), text, asked.look_for if asked else ())
    if form.name == "json":
        say(exchange.json_lines(exchange.found_shape(text, places)), form)
    else:
        say(exchange.found_text(text, places), form)
    return 0


def _question(session: Session, name: str, with_: Sequence[str]) -> Question | None:
    """The question of that id (`layer/id`, or bare where one layer alone has it); None where the words are meant."""
    if not name or any(char.isspace() for char in name):
        return None
    layers = session.load(with_).all
    known: dict[str, Any] = {layer.key(each): each for layer in layers for each in layer.questions}
    found = [key for key in known if name in (key, key.rpartition("/")[2])]
    if len(found) > 1:
        raise CompanionError(f"{name} is asked in several layers: {', '.join(found)}")
    if not found and "?" not in name and not name.isalpha():
        raise CompanionError(f"no question {name}; asked are {', '.join(known) or 'none'}")
    return known[found[0]] if found else None


@click.command()
@on_document()
@click.argument("searched", metavar="[WORD]...", nargs=-1)
@click.option("--section", metavar="ID", default="", help="Look in this section only.")
@with_option
@form_option
def absent(
    session: Session, searched: tuple[str, ...], section: str, with_: tuple[str, ...], form: OutputFormat
) -> int:
    """Look for words that may not be there; without any, count those of the notes on what is absent again.

    WORD is a word, phrase or stem, as for terms. What comes near is told, and what could not be read.
    """
    from companion.analysis.absence import recounts, search
    from companion.analysis.concordance import concordance
    from companion.exchange import close_reading as exchange

    words = concordance(session.document)
    only = session.section(section)
    if searched:
        found = search(words, searched, only)
        lines: Iterable[str] = exchange.absence_text(words, found)
        shape: object = exchange.absence_shape(words, found)
    else:
        again = [one for one in recounts(words, session.load(present(with_)).all) if only in ("", one.now.section)]
        lines, shape = exchange.recount_text(words, again), exchange.recount_shape(words, again)
    say(exchange.json_lines(shape) if form.name == "json" else lines, form)
    return 0


@click.command()
@on_document()
@click.option("--list", "lists", metavar="LIST", multiple=True, help="Only this list: a file, or a shipped one.")
@form_option
def signs(session: Session, lists: tuple[str, ...], form: OutputFormat) -> int:
    """Show what is worth a look by its words alone, and how often each list is wrong.

    Passives without an agent, promises without date or measure, vague amounts and the like: never a verdict.
    """
    from companion.analysis.concordance import concordance
    from companion.analysis.signs import sign, style
    from companion.exchange import close_reading as exchange
    from companion.store.term_lists import find_term_list, shipped_term_lists

    words = concordance(session.document)
    chosen = [find_term_list(name) for name in lists] or shipped_term_lists()
    found, whole = [sign(words, each) for each in chosen], style(words)
    if form.name == "json":
        say(exchange.json_lines(exchange.signs_shape(words, found, whole)), form)
    else:
        say(exchange.signs_text(words, found, whole), form)
    return report([fault for each in chosen for fault in each.faults])


COMMANDS = (terms, find, absent, signs)
