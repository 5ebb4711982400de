"""Files of other programs as they write them, made here after their sources: a few marks each, in every shape."""

from __future__ import annotations

import json

from companion.exchange.input_file import Incoming
from tests.documents.pdf.pdfs import Sheet, pdf

TITLE, AUTHOR = "Water and Power", "A. Writer"
WORDS = "The pump was repaired twice."


def incoming(data: bytes | str, name: str = "file") -> Incoming:
    return Incoming(data if isinstance(data, bytes) else data.encode(), name)


def koreader_entry(**fields: object) -> dict[str, object]:
    entry = {"chapter": "The Pumps", "color": "yellow", "drawer": "lighten", "page": 12, "sort": "highlight"}
    return entry | {"text": WORDS, "time": 1572000000} | fields


def koreader_json(*entries: dict[str, object], title: str = TITLE) -> bytes:
    book = {"title": title, "author": AUTHOR, "file": "/mnt/us/water.epub", "number_of_pages": 90}
    return json.dumps(book | {"entries": list(entries), "created_on": 1572100000, "version": "json/1.0.0"}).encode()


def koreader_library(*books: tuple[str, dict[str, object]]) -> bytes:
    documents = [json.loads(koreader_json(entry, title=title)) for title, entry in books]
    return json.dumps({"created_on": 1572100000, "version": "json/1.0.0", "documents": documents}).encode()


SIDECAR = rb"""-- /mnt/us/documents/water.sdr/metadata.epub.lua
return {
    ["annotations"] = {
        [1] = {
            ["chapter"] = "The Pumps",
            ["color"] = "yellow",
            ["datetime"] = "2024-05-06 07:08:09",
            ["datetime_updated"] = "2024-05-07 01:02:03",
            ["drawer"] = "underscore",
            ["note"] = "First line.\
Second \"line\" \\ and a tab\9.",
            ["page"] = "/body/DocFragment[4]/body/p[2]/text().0",
            ["pageno"] = 12,
            ["pageref"] = "ix",
            ["pos0"] = "/body/DocFragment[4]/body/p[2]/text().0",
            ["pos1"] = "/body/DocFragment[4]/body/p[2]/text().28",
            ["text"] = "The pump was repaired twice.",
        },
        [2] = {
            ["chapter"] = "The Pumps",
            ["datetime"] = "2024-05-06 08:00:00",
            ["page"] = "/body/DocFragment[4]/body/p[9]/text().0",
            ["text"] = "in The Pumps",
        },
        [3] = {
            ["datetime"] = "2024-05-06 09:00:00",
            ["drawer"] = "lighten",
            ["page"] = 7,
            ["pos0"] = { ["page"] = 7, ["x"] = 12.5, ["y"] = 1e2, ["zoom"] = 0.75 },
            ["pos1"] = { ["page"] = 7, ["x"] = -3, ["y"] = 120 },
            ["pboxes"] = { [1] = { ["h"] = 10, ["w"] = 20, ["x"] = 1, ["y"] = 2 } },
            ["text"] = "caf\195\169",
        },
    },
    ["doc_props"] = { ["authors"] = "A. Writer", ["title"] = "Water and Power" },
    ["percent_finished"] = 0.5,
    ["render_mode"] = 0,
    ["show_status"] = false,
}
"""
OLD_SIDECAR = rb"""-- we can read Lua syntax here!
return {
    ["bookmarks"] = {
        [1] = {
            ["datetime"] = "2019-01-02 03:04:05",
            ["highlighted"] = true,
            ["notes"] = "The pump was repaired twice.",
            ["page"] = "/body/p[2]",
            ["text"] = "Who paid?",
        },
        [2] = {
            ["datetime"] = "2019-01-02 04:04:05",
            ["highlighted"] = true,
            ["notes"] = "It broke again.",
            ["page"] = "/body/p[3]",
            ["text"] = "Page 13 It broke again. @ 2019-01-02 04:04:05",
        },
        [3] = { ["datetime"] = "2019-01-02 05:04:05", ["notes"] = "in The Pumps", ["page"] = "/body/p[9]" },
    },
    ["highlight"] = {
        [12] = {
            [1] = {
                ["chapter"] = "The Pumps",
                ["datetime"] = "2019-01-02 03:04:05",
                ["drawer"] = "lighten",
                ["pos0"] = "/body/p[2]/text().0",
                ["text"] = "The pump was repaired twice.",
            },
        },
        [13] = {
            [1] = {
                ["datetime"] = "2019-01-02 04:04:05",
                ["pos0"] = "/body/p[3]/text().0",
                ["text"] = "It broke again.",
            },
        },
    },
    ["stats"] = { ["authors"] = "A. Writer", ["title"] = "Water and Power" },
}
"""


def clipping(line: str, words: str, title: str = f"{TITLE} ({AUTHOR})") -> str:
    return f"\ufeff{title}\r\n{line}\r\n\r\n{words}\r\n==========\r\n"


KINDLE_LINES = {
    "en": (
        "- Your Highlight on page 5 | location 563-64 | Added on Monday, April 21, 2014 10:08:07 PM",
        "- Your Note on page 5 | location 564 | Added on Monday, 21 April 2014 22:09:07",
        "- Your Bookmark on page 6 | location 600 | Added on Monday, April 21, 2014 10:10:07 PM",
    ),
    "de": (
        "- Ihre Markierung auf Seite 5 | bei Position 563-564 | Hinzugefügt am Montag, 21. April 2014 um 22:08:07 Uhr",
        "- Ihre Notiz auf Seite 5 | bei Position 564 | Hinzugefügt am Montag, 21. April 2014 22:09:07",
        "- Ihr Lesezeichen auf Seite 6 | bei Position 600 | Hinzugefügt am Montag, 21. April 2014 22:10:07",
    ),
    "fr": (
        "- Votre surlignement sur la page 5 | à l’emplacement 563-564 | Ajouté le lundi 21 avril 2014 à 22:08:07",
        "- Votre note sur la page 5 | à l'emplacement 564 | Ajouté le lundi 21 avril 2014 22:09:07",
        "- Votre signet sur la page 6 | Emplacement 600 | Ajouté le lundi 21 avril 2014 22:10:07",
    ),
    "es": (
        "- La subrayado en la página 5 | posición 563-564 | Añadido el lunes, 21 de abril de 2014 22:08:07",
        "- Tu nota en la página 5 | posición 564 | Añadido el lunes, 21 de abril de 2014 22:09:07",
        "- Tu marcador en la página 6 | posición 600 | Añadido el lunes, 21 de abril de 2014 22:10:07",
    ),
    "it": (
        "- La tua evidenziazione a pagina 5 | alla posizione 563-564 | Aggiunto in data lunedì 21 aprile 2014 22:08:07",
        "- La tua nota a pagina 5 | alla posizione 564 | Aggiunto in data lunedì 21 aprile 2014 22:09:07",
        "- Il tuo segnalibro a pagina 6 | alla posizione 600 | Aggiunto in data lunedì 21 aprile 2014 22:10:07",
    ),
    "pt": (
        "- Seu destaque na página 5 | na posição 563-564 | Adicionado: segunda-feira, 21 de abril de 2014 22:08:07",
        "- Sua nota na página 5 | posição 564 | Adicionado: segunda-feira, 21 de abril de 2014 22:09:07",
        "- Seu marcador ou posição 600 | Adicionado: segunda-feira, 21 de abril de 2014 22:10:07",
    ),
    "ru": (
        "– Ваш выделенный отрывок на странице 5 | Место 563–564 | Добавлено: понедельник, 21 апреля 2014 г. в 22:08:07",
        "– Ваша заметка на странице 5 | Место 564 | Добавлено: понедельник, 21 апреля 2014 г. в 22:09:07",
        "– Ваша закладка в месте 600 | Добавлено: понедельник, 21 апреля 2014 г. в 22:10:07",
    ),
    "zh": (
        "- 您在第 5 页（位置 #563-564）的标注 | 添加于 2014年4月21日星期一 下午10:08:07",
        "- 您在第 5 页（位置 #564）的笔记 | 添加于 2014年4月21日星期一 下午10:09:07",
        "- 您在位置 #600 的书签 | 添加于 2014年4月21日星期一 下午10:10:07",
    ),
    "ja": (
        "- 5ページ|位置No. 563-564のハイライト |作成日: 2014年4月21日月曜日 22:08:07",
        "- 5ページ|位置No. 564のメモ |作成日: 2014年4月21日月曜日 22:09:07",
        "- 位置No. 600のブックマーク |作成日: 2014年4月21日月曜日 22:10:07",
    ),
}
"""In each language a highlight at 563–564, a note at its end one minute later, and a bookmark."""


def kindle(language: str) -> bytes:
    highlight, note, bookmark = KINDLE_LINES[language]
    return (clipping(highlight, WORDS) + clipping(note, "Who paid?") + clipping(bookmark, "")).encode()


READWISE_OUT = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,"
    "Highlighted at,Document tags\n"
    f'{WORDS},{TITLE},{AUTHOR},B00,".claim Who paid?",yellow,"money, water",page,12,2021-03-05 01:26:56+00:00,\n'
    f'"Two lines,\nand a ""word"".",{TITLE},{AUTHOR},B00,,,,location,563,2021-03-05 01:27:56+00:00,\n'
    "Elsewhere.,Another Book,B. Writer,B01,,,,order,3,2021-03-05 01:28:56+00:00,\n"
).encode()
READWISE_IN = (
    "Highlight,Title,Author,URL,Note,Location,Date\r\n"
    f"{WORDS},{TITLE},{AUTHOR},https://example.org,Who paid?,12,2021-03-05 01:26:56\r\n"
).encode()


def calibre_mark(**fields: object) -> dict[str, object]:
    mark = {"type": "highlight", "highlighted_text": WORDS, "notes": "Who paid?", "uuid": "bzkxRFFvVg"}
    place = {"start_cfi": "/2/4/6/1:0", "end_cfi": "/2/4/6/1:28", "spine_index": 3, "toc_family_titles": ["The Pumps"]}
    return mark | place | {"timestamp": "2020-09-10T11:12:13.000Z"} | fields


def calibre(*marks: dict[str, object], book: int = 7) -> bytes:
    whose = {"book_id": book, "format": "EPUB", "user_type": "local", "user": "viewer"}
    rows = [whose | {"annotation": mark} for mark in marks]
    whole = {"version": 1, "type": "calibre_annotation_collection", "annotations": rows}
    return b"\xef\xbb\xbf" + json.dumps(whole, indent=2).encode()


def calibre_viewer(*marks: dict[str, object]) -> bytes:
    return json.dumps({"version": 1, "type": "calibre_highlights", "highlights": list(marks)}).encode()


SAMPLES: dict[str, list[bytes]] = {
    "koreader": [
        koreader_json(koreader_entry(note="Who paid?"), koreader_entry(text="It broke again.", page="ix")),
        koreader_library((TITLE, koreader_entry()), ("Another", koreader_entry())),
    ],
    "koreader-sidecar": [SIDECAR, OLD_SIDECAR],
    "kindle": [kindle(language) for language in KINDLE_LINES],
    "readwise": [READWISE_OUT, READWISE_IN],
    "calibre": [calibre(calibre_mark(), calibre_mark(removed=True, uuid="x")), calibre_viewer(calibre_mark())],
}
"""Files by the name of their format, the shapes in which each comes."""


def marked_pdf() -> bytes:
    """A page with a highlight, an answer to it, a note, a suggestion and a drawing."""
    over = "/Rect [94 698 177 708] /QuadPoints [94 708 177 708 94 698 177 698]"
    marks = [
        f"/Subtype /Highlight {over} /Contents (Who paid?) /T (Ana) /NM (m-1) /M (D:20240506070809+02'00')",
        "/Subtype /Text /Rect [0 0 9 9] /Contents (You did) /T (Ben) /IRT @0",
        "/Subtype /Text /Rect [30 680 50 700] /Contents (See here)",
        f"/Subtype /StrikeOut {over} /IRT @4",
        "/Subtype /Caret /Rect [177 690 180 700] /Contents (was mended)",
        "/Subtype /Ink /Rect [90 690 180 700] /InkList [[90 690 180 700]]",
    ]
    return pdf([Sheet(marks=marks).lines(72, 700, [WORDS, "It broke again."])])


SLOW_SAMPLES = {"pdf": [marked_pdf()]}
"""The same, of formats that are read in a process of their own."""
