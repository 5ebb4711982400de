"""Word families: inflections together, derivations apart, and what the reader joins or splits."""

from __future__ import annotations

import builtins
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from companion.analysis.families import Families, normal_form

FAMILIES = [line.split() for line in Path(__file__).with_name("families.txt").read_text(encoding="utf-8").splitlines()]


def scores(vocabulary: bool) -> tuple[float, float]:
    """Precision and recall of pairs of forms, against the families of the file."""
    forms = {form for family in FAMILIES for form in family}
    families = Families(forms if vocabulary else ())
    made: dict[str, list[str]] = {}
    for form in sorted(forms):
        made.setdefault(families.base(form), []).append(form)
    found = {pair for some in made.values() for pair in combinations(sorted(some), 2)}
    true = {pair for family in FAMILIES for pair in combinations(sorted(family), 2)}
    return len(found & true) / len(found), len(found & true) / len(true)


@pytest.mark.parametrize("vocabulary", [True, False])
def test_families_are_joined_and_kept_apart_as_labelled(vocabulary: bool) -> None:
    precision, recall = scores(vocabulary)
    assert precision >= 0.99
    assert recall >= 0.98


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("misuse", "misuser"),
        ("audit", "auditor"),
        ("custom", "customer"),
        ("plan", "plane"),
        ("authority", "authorise"),
    ],
)
def test_derivations_and_lookalikes_stand_apart(one: str, other: str) -> None:
    families = Families({one, other})
    assert families.base(one) != families.base(other)


def test_case_possessives_soft_hyphens_and_ligatures_go_with_the_word() -> None:
    forms = ["Customer’s", "customers'", "CUSTOMER", "cus\u00adtomer"]
    assert {Families().base(normal_form(form)) for form in forms} == {"customer"}
    assert normal_form("ﬁle") == "file"


def test_the_reader_joins_and_splits() -> None:
    families = Families({"misuse", "misused", "abuse"})
    assert families.changed(apart=["misused"]).base("misused") == "misused"
    assert families.changed(joined={"abuse": "misuse"}).base("abuse") == "misuse"


def test_another_language_without_the_extra_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("simplemma"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    families = Families({"haus", "häuser"}, "de")
    assert families.base("häuser") == "häuser"
    assert "languages" in families.note


def test_another_language_with_the_extra_joins_forms() -> None:
    pytest.importorskip("simplemma")
    families = Families((), "de-AT")
    assert families.base("häuser") == families.base("haus") == "haus"
    assert families.base("prüfte") == families.base("prüfen")
    assert families.note == ""
