"""Sections that are kept, and those that are dropped."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from companion.documents.sections import MOST, SectionCache
from companion.model import Document, Heading, Section


def shelf() -> tuple[SectionCache, list[int]]:
    made: list[int] = []

    def make(index: int) -> Section:
        made.append(index)
        return Section(str(index), "", 2, "", ())

    return SectionCache(make), made


def test_a_section_is_made_once_and_the_one_asked_for_longest_ago_is_dropped_first() -> None:
    kept, made = shelf()
    first = kept.get(0)
    for index in range(1, MOST):
        kept.get(index)
    assert kept.get(0) is first
    kept.get(MOST)
    assert (kept.holds(0), kept.holds(1), kept.holds(MOST)) == (True, False, True)
    assert made == list(range(MOST + 1))
    kept.get(1)
    assert made[-1] == 1


def test_several_threads_get_one_and_the_same_section() -> None:
    kept, _ = shelf()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(kept.get, [index % 50 for index in range(2_000)]))
    assert all(found[index] is kept.get(index % 50) for index in range(2_000))


def test_going_past_a_section_keeps_none() -> None:
    kept, made = shelf()
    document = Document("", "n", "text", "f", tuple(Heading(str(each), "") for each in range(200)), kept)
    document.section(7)
    assert [document.pass_by(index).id for index in range(200)] == [str(index) for index in range(200)]
    assert (document.holds(7), document.holds(8)) == (True, False)
    assert len(made) == 201
