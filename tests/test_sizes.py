"""How large and how entangled the source may get. A size is a sign to look, never a reason to cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.source_tree import Size, SourceTree

ROOT = Path(__file__).parents[1]
FILE, FUNCTION = 400, 40
"""Lines of a file and of a function, in the package and in the tests."""
CLASS = Size(350, 40)
"""Lines and methods of a class, together with its bases in the package."""
GERUNDS = 3
ROOM = 1 / 3
PACKAGE = SourceTree(ROOT, "companion")
TESTS = SourceTree(ROOT, "tests")
BOTH = pytest.mark.parametrize("tree", [PACKAGE, TESTS], ids=lambda tree: tree.package)


@BOTH
def test_files_are_one_idea_each(tree: SourceTree) -> None:
    lines = {name: module.lines for name, module in tree.modules.items()}
    assert over(lines, FILE) == {}, largest(lines)


@BOTH
def test_functions_are_short(tree: SourceTree) -> None:
    assert over(tree.functions(), FUNCTION) == {}, largest(tree.functions())


def test_classes_are_small_together_with_their_bases() -> None:
    assert too_large(PACKAGE.composed()) == {}


def test_classes_of_the_tests_are_small_too() -> None:
    assert too_large(TESTS.composed()) == {}


def test_a_class_name_is_used_once() -> None:
    assert PACKAGE.repeated() == {}


def test_modules_are_named_by_nouns() -> None:
    assert len(PACKAGE.gerunds()) <= GERUNDS, PACKAGE.gerunds()


def test_nothing_imports_in_a_circle() -> None:
    assert PACKAGE.circles() == []


def test_no_room_holds_more_than_a_third() -> None:
    assert over(PACKAGE.rooms(), ROOM) == {}, largest(PACKAGE.rooms())


def over(sizes: dict[str, int] | dict[str, float], limit: float) -> dict[str, float]:
    return {name: size for name, size in sizes.items() if size > limit}


def too_large(sizes: dict[str, Size]) -> dict[str, Size]:
    return {name: size for name, size in sizes.items() if size.lines > CLASS.lines or size.methods > CLASS.methods}


def largest(sizes: dict[str, int] | dict[str, float]) -> list[tuple[float, str]]:
    """The five largest, for the message: growth is seen before it hurts."""
    return sorted(((size, name) for name, size in sizes.items()), reverse=True)[:5]


@pytest.fixture
def planted(tmp_path: Path) -> SourceTree:
    """A package with one fault of each sort."""
    files = {
        "__init__": "",
        "base/__init__": "from house.base.part import Part as Part",
        "base/part": "class Part:\n    def one(self): ...\n    def two(self): ...",
        "whole": "import house.base\nfrom house.base import Part\n"
        "class Whole(Part):\n    def three(self): ...\nclass Other(house.base.Part[int], Whole):\n    x = 1",
        "twice": "class Whole: ...",
        "late/round": "def run():\n    from house.late import back\n    return back",
        "late/back": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..late.round import run",
        "late/sawing": "from house.late import round",
        "own/__init__": "from house.own import inner",
        "own/inner": "from house.own import *",
        "own/left": "from house.own import right",
        "own/right": "import house.own.left",
        "deep/__init__": "from house.shallow import word",
        "deep/part": "",
        "shallow": "from house.deep.part import word",
    }
    for name, text in files.items():
        file = tmp_path / "house" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return SourceTree(tmp_path, "house")


def test_a_class_is_measured_with_bases_that_another_module_hands_on(planted: SourceTree) -> None:
    sizes = planted.composed()
    assert sizes["house.base.part.Part"] == (3, 2)
    assert sizes["house.whole.Whole"] == (5, 3)
    assert sizes["house.whole.Other"] == (7, 3), "a base met on two ways counts once"
    assert sizes["house.twice.Whole"] == (1, 0)
    assert list(too_large({"house.a.A": Size(351, 1), "house.a.B": Size(1, 41), "house.a.C": CLASS})) == [
        "house.a.A",
        "house.a.B",
    ]


def test_a_name_used_twice_and_a_participle_are_seen(planted: SourceTree) -> None:
    assert planted.repeated() == {"Whole": 2}
    assert planted.gerunds() == ["house.late.sawing"]


def test_a_circle_of_late_and_type_checking_imports_is_seen(planted: SourceTree) -> None:
    assert {"house.late.round", "house.late.back"} in planted.circles()


def test_a_circle_between_parts_of_one_package_is_seen_and_none_with_the_package_itself(planted: SourceTree) -> None:
    assert {"house.own.left", "house.own.right"} in planted.circles()


def test_a_circle_by_way_of_the_package_that_a_module_is_in_is_seen(planted: SourceTree) -> None:
    assert {"house.shallow", "house.deep"} in planted.circles()
    assert len(planted.circles()) == 3


def test_a_long_file_a_long_function_and_a_large_room_are_seen(tmp_path: Path) -> None:
    (tmp_path / "house/large").mkdir(parents=True)
    (tmp_path / "house/large/file.py").write_text("def long():\n" + "    x = 1\n" * FILE)
    (tmp_path / "house/small.py").write_text("x = 1\n" * FILE)
    tree = SourceTree(tmp_path, "house")
    assert over({name: module.lines for name, module in tree.modules.items()}, FILE) == {"house.large.file": FILE + 1}
    assert over(tree.functions(), FUNCTION) == {"house.large.file:1 long": FILE + 1}
    assert list(over(tree.rooms(), 1 / 2)) == ["large"]
