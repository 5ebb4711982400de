"""The command that lays two editions side by side."""

from __future__ import annotations

import click

from companion.cli.options import on_document, result_option, with_option
from companion.cli.output import report, say_result
from companion.model import Fault, Where
from companion.store.session import Session, open_session, present

CLASS_NAMES = ("same", "numbers", "reworded", "moved", "split", "merged", "dropped", "new")


@click.command("compare")
@with_option
@click.option("only", "--class", type=click.Choice(CLASS_NAMES), multiple=True, help="Only this; may be given again.")
@result_option("text", "json")
@on_document(metavar="OLD")
@click.argument("new")
def compare(session: Session, new: str, with_: tuple[str, ...], only: tuple[str, ...], form: str) -> int:
    """Tell what became of every sentence of OLD in NEW, and of your notes and verdicts on it.

    A sentence is the same, has other numbers, is reworded, moved, split, merged, dropped or new. What disappeared comes
    first, promises and numbers before all. Case, punctuation and layout are no change.
    """
    from companion.analysis.carried import carried
    from companion.analysis.editions import compared
    from companion.exchange import comparison

    document = open_session(new).document
    layers = session.load(present(with_))
    result = compared(session.document, document)
    say_result(
        comparison, form, comparison.ComparisonResult(result, carried(session.document, document, layers.all), only)
    )
    faults = [*session.settings.faults, *layers.faults]
    if result.strangers:
        what = f"next to nothing in common with {document.name}: {result.shared:.0%} of the words stand in both"
        faults.append(Fault(Where(session.document.name), what, "perhaps these are not two editions of one text", True))
    return report(faults)
