"""Several readers' verdicts as lines of text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from companion.analysis.readers import ENOUGH, Coefficient, ReaderAnswer, ReaderTable
from companion.exchange.json import lines_of


def text(table: ReaderTable) -> Iterator[str]:
    """How far the readers agree, then each question with every verdict and its reason."""
    yield f"Readers: {', '.join(table.readers) or 'none gave a verdict'}"
    yield f"agree on {table.agreed} of {len(table.compared)}"
    for (one, other), keys in table.confused:
        yield f"  {one} or {other}: {len(keys)} ({', '.join(keys)})"
    if table.alpha:
        yield f"α {_words(table.alpha)}" + (
            f" · on the scale α {_words(table.scaled_alpha)}" if table.scaled_alpha else ""
        )
        yield from (f"κ {_words(each)}" for each in (table.kappa,) if each)
    elif table.compared:
        yield f"Coefficients are told from {ENOUGH} questions on."
    for row in table.rows:
        mark = (
            "hidden" if row.hidden else "differ" if row.differs else "agree" if len(row.verdicts) > 1 else "one reader"
        )
        yield from ("", f"{mark if row.answers else 'nobody'}: {' '.join(row.question.ask.split())} [{row.key}]")
        for answer in (*row.answers, *([row.settled] if row.settled else [])):
            yield from _answer_lines(answer)


def _words(value: Coefficient) -> str:
    return f"{value.value:.2f} ({value.low:.2f} to {value.high:.2f})"


def _answer_lines(answer: ReaderAnswer) -> Iterator[str]:
    verdict = "hidden until you give yours" if answer.hidden else answer.verdict
    status = f" ({answer.status}{' ' + ', '.join(answer.settles) if answer.settles else ''})" if answer.status else ""
    places = f" [{', '.join(dict.fromkeys(span.section for span in answer.places))}]" if answer.places else ""
    yield f"  {answer.reader}: {verdict}{status}{places}"
    yield from (f"    {line}".rstrip() for line in answer.note.splitlines())


def json(table: ReaderTable) -> list[str]:
    shape: dict[str, Any] = {
        "readers": list(table.readers),
        "agreed": table.agreed,
        "compared": [row.key for row in table.compared],
        "confused": [{"verdicts": list(pair), "questions": list(keys)} for pair, keys in table.confused],
        **{name: _shape(getattr(table, name)) for name in ("alpha", "scaled_alpha", "kappa")},
        "rows": [
            {
                "question": row.key,
                "ask": row.question.ask,
                "differs": row.differs,
                "answers": [_answer_shape(answer) for answer in row.answers],
                "settled": _answer_shape(row.settled) if row.settled else None,
            }
            for row in table.rows
        ],
    }
    return lines_of(shape)


def _shape(value: Coefficient | None) -> dict[str, float] | None:
    return {name: round(each, 4) for name, each in value._asdict().items()} if value else None


def _answer_shape(answer: ReaderAnswer) -> dict[str, Any]:
    if answer.hidden:
        return {"reader": answer.reader, "hidden": True}
    about: dict[str, Any] = {"reader": answer.reader, "verdict": answer.verdict, "note": answer.note}
    about["places"] = [{"section": span.section, "start": span.start, "end": span.end} for span in answer.places]
    return about | {"status": answer.status, "settles": list(answer.settles)}
