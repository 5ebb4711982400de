"""The commands that tell how a report does: by a checklist, by several readers, and section by section."""

from __future__ import annotations

import click

from companion.cli.options import notes_option, on_document, result_option, with_option
from companion.cli.output import report, say_result
from companion.model import Fault
from companion.store.session import Session, open_session, present


@click.command("score")
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@click.option("--checklist", metavar="FILE", required=True, help="A file, or the name of a shipped checklist.")
@click.option("--editions", is_flag=True, help="The documents are editions of one report, the oldest first.")
@with_option
@result_option("text", "csv", "json")
@notes_option
def score(
    documents: tuple[str, ...], checklist: str, editions: bool, with_: tuple[str, ...], form: str, notes: str
) -> int:
    """Score one or many reports by the verdicts on a checklist's questions.

    The rule is printed with the result. While more than a quarter of the questions are open, a range is told. Of the
    further layers, one that says what it is about counts for that document only.
    """
    from companion.analysis.scores import score_card
    from companion.exchange import scores
    from companion.store.layers import load_checklist

    asked, faults, cards = load_checklist(checklist), list[Fault](), []
    for name in documents:
        session = open_session(name, notes=notes)
        layers = session.load(present(with_))
        faults += [*session.settings.faults, *layers.faults]
        about = [each for each in layers.all if each.own or len(documents) == 1 or each.about in ("", name)]
        cards.append(score_card(session.document.name, session.document.title, asked, about))
    say_result(scores, form, scores.ScoreResult(cards, editions))
    return report(dict.fromkeys(faults))


@click.command("readers")
@with_option
@click.option("--checklist", metavar="FILE", default="", help="Only its questions, and its scale.")
@click.option("--blind", is_flag=True, help="Hide others' verdicts where you have given none yet.")
@result_option("text", "json")
@on_document()
def readers(session: Session, with_: tuple[str, ...], checklist: str, blind: bool, form: str) -> int:
    """Lay several readers' verdicts side by side, those that differ first, and tell how far they agree.

    Readers are those of the notebook, as git or a synchronised folder shares it, and further layers.
    """
    from companion.analysis.readers import blinded, reader_table
    from companion.exchange import readers as lines
    from companion.store.layers import load_checklist

    layers = session.load(present(with_))
    asked = load_checklist(checklist) if checklist else None
    table = reader_table(session.document, layers.all, asked, layers.memory)
    say_result(lines, form, blinded(table) if blind else table)
    return report([*session.settings.faults, *layers.faults])


@click.command("overview")
@with_option
@result_option("text", "json", "svg")
@on_document()
def overview(session: Session, with_: tuple[str, ...], form: str) -> int:
    """Show sections against kinds of annotations, your notes, the verdicts' evidence, and what you have read."""
    from companion.analysis.overview import overview_of
    from companion.anchoring import place_layers
    from companion.exchange import overview as lines
    from companion.store.state import State

    layers = session.load(present(with_))
    read = State(session.paths).progress(session.opened).read
    placements = place_layers(session.document, layers.all, layers.memory)
    say_result(lines, form, overview_of(session.document, layers.all, placements, layers.kinds, read))
    return report([*session.settings.faults, *layers.faults])
