"""Scores: the rule, its parts, ranges while much is open, and how they went since the edition before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.analysis.scores import SCALE, ScoreCard, changes, common_totals, score_card
from companion.layers.check import check_layer
from companion.layers.read import read_layer
from companion.layers.write import write_layer
from companion.model import VERDICTS, Answer, Checklist, Group, Layer, Question
from tests.running import Companion

FILE = """companion: 1
layer: {id: list, title: A list, author: A. Maker, language: en}
checklist:
  version: 2
  after: [{title: A work, year: 2020, url: "https://example.org", license: CC0-1.0}]
  scale: {answered: 2, partly: 0.5, unanswered: 0}
  groups: [{id: one, title: One, weight: 3}, {id: two, title: Two}]
questions:
  - id: a
    ask: Who?
    group: one
    counts-as-answered: A name.
    counts-as-not-applicable: Nobody.
    look-for: [auditor, audit*]
    weight: 0.5
    after: [work:1]
  - {id: b, ask: When?, group: two, applies-if: a}
"""


def card(*verdicts: str, groups: tuple[str, ...] = ("g",), name: str = "d", own: bool = True) -> ScoreCard:
    """A card of questions, spread over groups in turn, with these verdicts; an empty one is no answer."""
    questions = tuple(Question(f"q{n}", "?", group=groups[n % len(groups)]) for n in range(len(verdicts)))
    checklist = Layer("list", checklist=Checklist(groups=tuple(map(Group, groups))), questions=questions)
    answers = tuple(Answer(f"a{n}", f"list/q{n}", verdict) for n, verdict in enumerate(verdicts) if verdict)
    return score_card(name, name, checklist, [Layer("me", answers=answers, own=own)])


def test_the_mean_leaves_out_what_has_no_value() -> None:
    made = card("answered", "partly", "unanswered", "not-applicable", "open")
    assert (made.total, made.whole.points, made.whole.possible) == (0.5, 1.5, 3)
    assert (made.whole.open, made.whole.unseen, made.whole.count("not-applicable")) == (1, 0, 1)


def test_there_is_no_total_while_more_than_a_quarter_is_open() -> None:
    assert card("answered", "answered", "answered", "").total == 1
    made = card("answered", "answered", "", "")
    assert made.total is None
    assert made.range is not None
    assert (made.range.least, made.range.most) == (0.5, 1)
    assert made.whole.unseen == 2
    assert card().range is None


def test_groups_count_by_their_weight_and_questions_by_theirs() -> None:
    layer = read_layer(FILE.encode(), "list.yaml")
    answers = (Answer("x", "list/a", "answered"), Answer("y", "list/b", "unanswered"))
    made = score_card("d", "d", layer, [Layer("me", answers=answers, own=True)])
    assert made.total == pytest.approx(2 * 3 / 4)
    assert (made.groups[0].points, made.groups[0].possible) == (1, 1)
    none = Layer("me", answers=(Answer("x", "list/a", "not-applicable"), answers[1]), own=True)
    assert [row.verdict for row in score_card("d", "d", layer, [none]).whole.rows] == ["not-applicable"] * 2


def test_whose_verdict_counts() -> None:
    checklist = Layer("list", questions=(Question("q", "?", verdict="evaded"),), author="A. Maker")
    one, other = (
        Layer(name, answers=(Answer("a", "list/q", verdict),)) for name, verdict in (("b", "partly"), ("c", "answered"))
    )
    mine = Layer("me", answers=(Answer("a", "list/q", "unanswered"),), own=True)
    settled = Layer("d", answers=(Answer("a", "list/q", "contradicted", status="settled"),))

    def verdict(*layers: Layer) -> str:
        return score_card("d", "d", checklist, layers).whole.rows[0].verdict

    assert [verdict(), verdict(one), verdict(one, other), verdict(one, other, mine)] == [
        "evaded",
        "partly",
        "open",
        "unanswered",
    ]
    assert verdict(one, other, mine, settled) == "contradicted"


def test_only_what_both_editions_were_asked_is_compared() -> None:
    before, after = card("partly", "answered", "", "answered"), card("answered", "partly", "answered", "answered")
    assert {name: change.trend for name, change in changes(before, after).items()} == {"q0": "▲", "q1": "▼", "q3": "="}
    totals = common_totals(before, after)
    assert totals
    assert list(totals) == pytest.approx([2.5 / 3, 2.5 / 3])


@given(st.lists(st.sampled_from(("", *VERDICTS)), max_size=20), st.integers(1, 4))
def test_parts_add_up_and_a_total_lies_in_its_range(verdicts: list[str], groups: int) -> None:
    made = card(*verdicts, groups=tuple(f"g{n}" for n in range(groups)))
    assert len(made.whole.rows) == len(verdicts) == sum(len(group.rows) for group in made.groups)
    assert sum(made.whole.count(verdict) for verdict in VERDICTS) == len(verdicts)
    assert made.whole.points == sum(SCALE.get(verdict, 0) for verdict in verdicts)
    assert made.whole.unseen == verdicts.count("")
    if made.range:
        assert 0 <= made.range.least <= made.range.most <= 1
    if made.total is not None and not made.whole.open and made.range:
        assert made.range.least == pytest.approx(made.total) == pytest.approx(made.range.most)


def test_a_checklist_is_read_and_written() -> None:
    layer = read_layer(FILE.encode(), "list.yaml")
    assert check_layer(FILE.encode(), "list.yaml") == []
    assert layer.checklist is not None
    assert (layer.language, layer.checklist.version, layer.checklist.scale["answered"]) == ("en", "2", 2)
    assert layer.questions[0].counts_as == {"answered": "A name.", "not-applicable": "Nobody."}
    back = read_layer(write_layer(layer), "list.yaml")
    assert (back.checklist, back.questions, back.language) == (layer.checklist, layer.questions, layer.language)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("weight: 0.5", "weight: much"), 'list.yaml:15:13: weight is "much"; a number like 1 or 0.5'),
        (("unanswered: 0", "open: 0"), 'list.yaml:6:37: "open" is no verdict with a value; known are'),
        (("group: two", "group: three"), 'list.yaml:17:5: no group "three" in this checklist; known are one, two'),
        (("applies-if: a", "applies-if: c"), 'list.yaml:17:5: no question "c"'),
        (("applies-if: a", "applies-if: b"), "list.yaml:17:5: applies-if leads back to itself"),
        (("[auditor, audit*]", "auditor"), "list.yaml:14:15: look-for is text; a list was expected"),
    ],
)
def test_a_wrong_checklist_is_told_with_line_column_and_remedy(wrong: tuple[str, str], told: str) -> None:
    assert wrong[0] in FILE
    (fault, *_) = check_layer(FILE.replace(*wrong).encode(), "list.yaml")
    assert str(fault).startswith(told)


def test_the_shipped_questions_are_scored(companion: Companion, tmp_path: Path) -> None:
    ran = companion("score", "nso-2023", "--checklist", "nso-2023", "--format", "json")
    (shape,) = ran.json
    assert (shape["questions_asked"], shape["evaded"], shape["open"]) == (16, 5, 0)
    rows = [row for group in shape["groups"] for row in group["questions"]]
    assert sum(row["value"] for row in rows) == shape["points"]
    text = companion("score", "nso-2023", "--checklist", "surveillance-vendor").out
    assert "between 0.00 and 1.00 · 18 questions" in text
    assert "18 not looked at" in text
    bad = tmp_path / "bad.yaml"
    bad.write_text("companion: 1\nquestions: [{id: a}]\n")
    ran = companion("score", "nso-2023", "--checklist", str(bad))
    assert ran.code == 1
    assert "bad.yaml:2:13: no ask" in ran.err


def test_editions_are_set_beside_each_other(companion: Companion, tmp_path: Path) -> None:
    for name, verdict in (("old", "partly"), ("new", "answered")):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nText.\n")
        layer = f"layer: {{id: r-{name}, about: {tmp_path / name}.md}}\nanswers: {{list/a: {{verdict: {verdict}}}}}\n"
        (tmp_path / f"{name}.yaml").write_text(f"companion: 1\n{layer}")
    (tmp_path / "list.yaml").write_text("companion: 1\nlayer: {id: list}\nquestions: [{id: a, ask: Who?}]\n")
    old, new, asked = (str(tmp_path / name) for name in ("old.md", "new.md", "list.yaml"))
    layers = ["--with", str(tmp_path / "old.yaml"), "--with", str(tmp_path / "new.yaml")]
    text = companion("score", old, new, "--editions", "--checklist", asked, *layers).out
    assert "▲ 1 ▼ 0 = 0, over the 1 questions both were asked: 0.50 → 1.00" in text
    rows = companion("score", old, new, "--editions", "--checklist", asked, *layers, "--format", "csv").out.splitlines()
    assert rows[1:] == ["old.md,list,,a,partly,0.5,1,r-old,", "new.md,list,,a,answered,1,1,r-new,▲"]
