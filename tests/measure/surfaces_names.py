"""Every surface on which somebody else's text is painted, by two letters, in the groups in which they are seen."""

from __future__ import annotations

IN_SECTION = {
    "hd": "heading in the text",
    "pa": "paragraph",
    "it": "list item",
    "mk": "marker of a list item",
    "qu": "quotation",
    "co": "code",
    "ro": "table row",
    "nt": "notice in the text",
    "pg": "page label",
    "qo": "quote of an annotation",
    "an": "note of an annotation",
    "se": "words looked for",
    "kl": "label of a kind",
    "ks": "sign of a kind",
    "uk": "unknown kind",
    "ow": "own note",
    "ok": "own kind",
}
"""Surfaces of one section, each with one payload, as often as there are payloads."""
OF_CARDS = {
    "tg": "tag",
    "au": "author",
    "so": "title of a source",
    "ur": "address of a source",
    "ac": "date of a source",
    "ot": "own tag",
}
"""What a card shows only while it is chosen."""
IN_EDITOR = {
    "pa": "paragraph",
    "ow": "own note",
    "ok": "own kind",
    "ot": "own tag",
}
"""What the note editor shows again."""
OF_QUESTION = {
    "qa": "question",
    "qw": "why a question matters",
    "lt": "title of a layer",
    "ve": "verdict",
    "ev": "evidence",
    "ar": "own reason",
    "ae": "own evidence",
}
IN_PALETTE = {"st": "title of a section", "qa": "question", "ow": "own note"}
AT_START = {
    "tt": "title of the document",
    "no": "notice about the document",
    "fn": "file name in a complaint",
    "fl": "complaint about a layer",
    "ky": "complaint about settings",
    "th": "theme that is not there",
    "we": "error of our own",
}
"""Surfaces that hold all payloads one after the other."""
TITLES = {"st": "title of a section"}
OF_LAYER = {"lt": "title of a layer", "la": "author of a layer"}
IN_TRAY = {"lq": "quote that is lost"}
UNREAD = {"uf": "file that could not be read", "uw": "why it could not"}
OF_LINKS = {"ln": "address of a link", "ur": "address of a source"}
OF_VERSIONS = {"va": "one version of a note", "vb": "the other version"}
PASTED = {"ps": "text pasted into the editor"}
UNSAVED = {"ns": "reason why a note is not saved"}
OF_DRAFTS = {"dr": "draft"}
OPENING = {"on": "name of a document that is being read"}
OF_NOTEBOOKS = {
    "nb": "title of a notebook",
    "nf": "folder of a notebook",
    "nn": "folder of a new notebook",
}
_TEXT = IN_SECTION | OF_CARDS | OF_QUESTION | AT_START | TITLES | OF_LAYER | IN_TRAY | UNREAD | OF_LINKS | OF_VERSIONS
SURFACES = _TEXT | PASTED | UNSAVED | OF_DRAFTS | OPENING | OF_NOTEBOOKS
CUT = {"mk", "ks", "st", "dr", "ok", "ot"}
"""Where there is room for the beginning of a payload only."""
FILE_NAMES = {"nf", "nn"}
"""Where a slash cannot stand: `_` stands for it."""
