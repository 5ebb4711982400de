"""What stands where on a PDF page: columns, boxes, tables with and without rules, crop boxes, single letters."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from companion.documents import read_document
from companion.model import Unreadable
from tests.documents.pdf.pdfs import Sheet, pdf
from tests.documents.pdf.test_pdf import WORDS, opened, words

ROWS = (("Office", "Cameras", "Kept for"), ("Trams", "290", "7 days"), ("Schools", "141", "14 days"))
STORY = (
    "The company says that",
    "every customer is seen",
    "before a contract with",
    "them is signed, and it",
    "can be switched off in",
    "the night of that same",
)


def blocks(sheets: list[Sheet]) -> list[tuple[str, str]]:
    """Kind and words of each block."""
    document = opened(pdf(sheets))
    sections = [document.section(index) for index in range(len(document))]
    return [(block.kind, section.words(block)) for section in sections for block in section.blocks]


def rows(sheets: list[Sheet]) -> list[str]:
    return [said for kind, said in blocks(sheets) if kind == "row"]


def table(sheet: Sheet, xs: tuple[float, ...], top: float, cells: tuple[tuple[str, ...], ...] = ROWS) -> Sheet:
    """Rows 20 points apart, the first at `top`; words begin at `xs`."""
    for number, row in enumerate(cells):
        for x, cell in zip(xs, row, strict=True):
            sheet.put(x, top - 20 * number, cell)
    return sheet


def test_words_outside_the_crop_box_are_left_out_and_counted() -> None:
    sheet = Sheet(crop=(50, 50, 560, 740)).lines(72, 700, WORDS).put(72, 20, "secret slug line", 7)
    document = opened(pdf([sheet]))
    assert "secret" not in " ".join(words(document))
    assert document.notices == (
        "Left out, in characters: 1 of hyphens at line ends, 14 of words outside the pages' crop boxes.",
    )


def test_a_ruled_table_is_read_row_by_row_however_narrow_its_cells_stand() -> None:
    sheet = table(Sheet().lines(72, 700, WORDS), (102, 140, 184), 600)
    sheet.rules((100, 138, 182, 230), (612, 594, 574, 554))
    assert rows([sheet]) == ["Office | Cameras | Kept for", "Trams | 290 | 7 days", "Schools | 141 | 14 days"]


def test_cells_of_a_ruled_table_keep_their_lines_and_empty_ones_their_place() -> None:
    sheet = Sheet().put(102, 600, "Roads and").put(102, 588, "bridges").put(250, 600, "yes").put(102, 560, "Parks")
    sheet.put(202, 560, "88").put(250, 560, "no").rules((100, 200, 248, 300), (612, 580, 550))
    assert rows([sheet]) == ["Roads and bridges |  | yes", "Parks | 88 | no"]


def test_a_cell_over_two_columns_stands_once() -> None:
    sheet = table(Sheet(), (102, 202, 302), 580, (("Trams", "290", "7"), ("Parks", "88", "3")))
    sheet.put(102, 600, "What the cameras of the city do").rules((100, 300, 400), (612, 594, 574, 554))
    sheet.content.append("200 594 m 200 554 l S")
    assert rows([sheet]) == ["What the cameras of the city do | ", "Trams | 290 | 7", "Parks | 88 | 3"]


def test_rows_that_no_rule_parts_are_parted_by_their_lines() -> None:
    sheet = Sheet().put(102, 640, "Offence").put(302, 640, "All").put(352, 640, "Men")
    for number, name in enumerate(("Fraud", "Arson", "Theft", "Murder", "Drugs")):
        y = 620 - 11 * number
        sheet.put(102, y, f"{name} . . . . . . . .", 9).put(302, y, f"{number}12.4", 9).put(352, y, f"{number}2.5", 9)
    sheet.rules((100, 300, 350, 400), (652, 632, 570))
    expected = [
        "Offence | All | Men",
        *(f"{name} | {n}12.4 | {n}2.5" for n, name in enumerate(("Fraud", "Arson", "Theft", "Murder", "Drugs"))),
    ]
    assert rows([sheet]) == expected


@pytest.mark.parametrize("xs", [(72, 200, 330), (72, 116, 164)])
def test_a_table_without_rules_is_read_by_the_gaps_its_rows_share(xs: tuple[float, ...]) -> None:
    sheet = table(Sheet().lines(72, 700, WORDS), xs, 620).lines(72, 520, WORDS)
    assert rows([sheet]) == ["Office | Cameras | Kept for", "Trams | 290 | 7 days", "Schools | 141 | 14 days"]


def test_the_head_of_a_table_that_goes_on_is_not_repeated() -> None:
    def page(first: int) -> Sheet:
        cells = (("Place", "Cameras", "Kept"), *((f"Street {n}", str(n), "7 days") for n in range(first, first + 3)))
        return table(Sheet(), (102, 202, 302), 700, cells).rules((100, 200, 300, 400), (712, 694, 674, 654, 634))

    document = opened(pdf([page(1), page(4)]))
    assert [said.split(" | ")[0] for said in words(document)] == ["Place", *(f"Street {n}" for n in range(1, 7))]
    assert document.notices == ("Left out, in characters: 16 of heads of tables on their next pages.",)


def test_three_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet()
    for column in range(3):
        sheet.lines(60 + 170 * column, 700, [f"{line} {column}{number}" for number, line in enumerate(STORY)])
        sheet.lines(60 + 170 * column, 628, STORY)
    said = " ".join(words(opened(pdf([sheet]))))
    places = [said.index(f"{column}{number}") for column in range(3) for number in range(6)]
    assert all(before < after for before, after in pairwise(places))


def test_a_column_may_have_a_table_and_the_last_few_lines_another() -> None:
    sheet = Sheet().lines(60, 700, 3 * STORY).lines(330, 700, STORY)
    table(sheet, (332, 372, 420), 600, ROWS).rules((330, 370, 418, 480), (612, 594, 574, 554))
    said = " ".join(words(opened(pdf([sheet.lines(330, 530, ["the end of it all here"])]))))
    assert said.count("night of that same") == 4
    assert said.index("Office | Cameras") > said.rindex("night of that same")
    assert said.endswith("the end of it all here")


def test_a_box_does_not_cut_the_sentence_it_stands_in() -> None:
    sheet = Sheet().lines(60, 700, 2 * STORY).lines(330, 700, STORY)
    sheet.box(325, 480, 500, 600).lines(
        332, 585, ["Words that we use here", "A camera is a thing that", "looks at a street."]
    )
    said = [text for _, text in blocks([sheet.lines(330, 460, ["and goes on below the box", "to its end."])])]
    assert said[-1] == "Words that we use here A camera is a thing that looks at a street."
    assert said[-2].endswith("the night of that same and goes on below the box to its end.")


def test_letters_that_are_set_one_by_one_are_words() -> None:
    sheet = Sheet().letters(72, 700, "cameras answer to the city")
    assert words(opened(pdf([sheet]))) == ["cameras answer to the city"]


def test_a_table_on_a_page_that_stands_on_its_side() -> None:
    sheet = Sheet()
    for number, row in enumerate(ROWS):
        for at, cell in enumerate(row):
            sheet.put(100 + 20 * number, 102 + 46 * at, cell, turned=True)
    sheet.rules((86, 106, 126, 146), (100, 146, 192, 240))
    assert rows([sheet]) == ["Office | Cameras | Kept for", "Trams | 290 | 7 days", "Schools | 141 | 14 days"]


def test_a_large_first_letter_belongs_to_its_word() -> None:
    sheet = Sheet().put(72, 676, "T", 34).lines(96, 700, ["he spring was late and", "nobody came to see it"])
    sheet.lines(72, 664, WORDS)
    assert words(opened(pdf([sheet])))[0].startswith("The spring was late and nobody came")


def test_a_number_in_words_keeps_its_hyphen() -> None:
    said = words(opened(pdf([Sheet().lines(72, 700, ["Of all that we counted there, fifty-", "eight were left."])])))
    assert said == ["Of all that we counted there, fifty-eight were left."]


def test_a_page_of_very_many_strokes_is_read_all_the_same() -> None:
    sheet = Sheet().lines(72, 700, WORDS)
    sheet.content += [f"{x % 600} {x // 600} m {x % 600 + 5} {x // 600} l S" for x in range(30_000)]
    assert words(opened(pdf([sheet])))[0].startswith("The company says that every customer")


def test_where_a_program_for_scans_is_installed_its_command_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = pdf([Sheet(pictures=[(0, 0, 612, 792)])])
    with pytest.raises(Unreadable) as without:
        read_document(scan, "my scan.pdf")
    (tmp_path / "ocrmypdf").write_text("#!/bin/sh\n")
    (tmp_path / "ocrmypdf").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(Unreadable) as told:
        read_document(scan, "my scan.pdf")
    assert "ocrmypdf 'my scan.pdf' 'my scan-text.pdf'" in str(told.value)
    assert "my scan-text" not in str(without.value)


def test_a_title_that_running_heads_repeat_stays_on_the_cover() -> None:
    pages = [Sheet().put(100, 780, "Seen in Ashmere", 9).lines(100, 700, WORDS) for _ in range(4)]
    document = opened(pdf([Sheet().put(100, 780, "Seen in Ashmere", 28).put(100, 740, "A review", 14), *pages]))
    assert "".join(document.section(0).text.split()).startswith("SeeninAshmere")
