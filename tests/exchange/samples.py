"""Sample files of each format that comes in, in every shape its makers write, on the small report of `tests.making`.

A new importer adds its shapes to SAMPLES under its format's name; the figure and the fuzzing then know them.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from tests.documents.words import docx, paragraph, part
from tests.exchange import foreign_files
from tests.making import LENS

ANNO = "http://www.w3.org/ns/anno.jsonld"
WORDS = {"type": "TextQuoteSelector", "exact": "No customer is named anywhere", "suffix": ", and"}
DOCUMENT = "https://example.org/report"
TARGET = {"source": DOCUMENT, "selector": WORDS}


def annotation(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"urn:example:{number}", "type": "Annotation", "target": TARGET, "bodyValue": "By whom?", **more}


def alone(**more: Any) -> dict[str, Any]:
    return {"@context": ANNO, **annotation(1, **more)}


def body(value: Any) -> dict[str, Any]:
    shape = alone(body=value)
    del shape["bodyValue"]
    return shape


def selected(selector: Any) -> dict[str, Any]:
    return alone(target={"source": DOCUMENT, "selector": selector})


PAGE = {"@context": ANNO, "type": "AnnotationPage", "items": [annotation(1), annotation(2)]}
SET = {
    "@context": ANNO,
    "type": "AnnotationSet",
    "about": {"dc:title": "Annual Report"},
    "items": [annotation(1, target={**TARGET, "source": "c1.xhtml", "meta": {"headings": [{"txt": "Customers"}]}})],
}
WEB: dict[str, Any] = {
    "one annotation": alone(),
    "a list": [alone(), {**alone(), "id": "urn:example:2"}],
    "a page": PAGE,
    "a collection": {"@context": ANNO, "type": "AnnotationCollection", "label": "L", "total": 2, "first": PAGE},
    "a list of collections": [{"@context": ANNO, "type": "AnnotationCollection", "first": PAGE}],
    "body: an address": body("https://example.org/why"),
    "body: HTML": body({"type": "TextualBody", "value": "<p>By <b>whom</b>?</p>", "format": "text/html"}),
    "body: a list with tags": body([{"type": "TextualBody", "value": "t", "purpose": "tagging"}]),
    "body: a choice": body({"type": "Choice", "items": [{"value": "one"}, {"value": "two"}]}),
    "target: a text": alone(target=DOCUMENT),
    "target: several": alone(target=[TARGET, {**TARGET, "selector": {**WORDS, "exact": "on-site audit"}}]),
    "target: in another document": alone(target=[TARGET, {"source": "https://e.org/", "selector": WORDS}]),
    "selector: nested": selected({"type": "FragmentSelector", "value": "customers", "refinedBy": WORDS}),
    "selector: others beside it": selected([{"type": "XPathSelector", "value": "/p[1]"}, WORDS]),
    "selector: no words": selected({"type": "SvgSelector", "value": "<svg/>"}),
    "a reply": [alone(), {**annotation(2, target="urn:example:1"), "motivation": "replying"}],
    "creator as text": alone(creator="acct:someone@example.org"),
    "AnnotationSet of Thorium": SET,
}
ROW = {
    "id": "-_aBcDeFgHiJkLmNoPqRsT",
    "created": "2024-01-05T10:00:00.123456+00:00",
    "updated": "2024-01-05T10:00:00.123456+00:00",
    "user": "acct:someone@hypothes.is",
    "uri": DOCUMENT,
    "text": "By whom?",
    "tags": ["audit", "kind:omission"],
    "group": "__world__",
    "permissions": {"read": ["group:__world__"]},
    "target": [{"source": DOCUMENT, "selector": [{"type": "RangeSelector", "startContainer": "/p"}, WORDS]}],
    "document": {"title": ["Annual Report"]},
    "hidden": False,
}
REPLY = {**ROW, "id": "reply", "references": [ROW["id"]], "target": [{"source": DOCUMENT}]}
THEIRS: dict[str, Any] = {
    "the client's export": {"export_date": "2024-01-07", "annotations": [ROW, REPLY]},
    "rows of the API": {"total": 1, "rows": [ROW]},
    "a bare list": [ROW],
    "a highlight": [{**ROW, "text": "", "tags": []}],
    "a page note": [{**ROW, "target": [{"source": DOCUMENT}]}],
    "title as text": [{**ROW, "document": {"title": "Annual Report"}}],
}
LAYERS = {
    "a layer": LENS.encode(),
    "a note": b"companion: 1\nid: n-1\nquote: No customer is named anywhere\nnote: By whom?\n",
    "a whole note": b"companion: 1\nends-with: end\nid: n-1\nsection: audits\nnote: |\n  By whom?\nend: true\n",
}


def packed(name: str) -> bytes:
    """An archive of annotations as EPUB readers make it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, json.dumps({**SET, "@context": "https://www.w3.org/ns/epub-anno.jsonld"}))
    return file.getvalue()


SAMPLES: dict[str, dict[str, bytes]] = {
    "webannotation": {name: json.dumps(shape).encode() for name, shape in WEB.items()}
    | {"EPUB, beside the book": packed("annotations.json"), "EPUB, in it": packed("META-INF/annotations.json")},
    "hypothesis": {name: json.dumps(shape).encode() for name, shape in THEIRS.items()},
    "layer": LAYERS,
}
NOTED = docx(
    paragraph("No customer is named", more="<w:r><w:commentReference w:id='1'/></w:r>"),
    {"word/comments.xml": part("comments", f'<w:comment w:id="1" w:author="B">{paragraph("Really?")}</w:comment>')},
)
"""A document of Word with one comment."""
FOREIGN_SAMPLES: dict[str, dict[str, bytes]] = {
    name: {f"shape {number}": data for number, data in enumerate(files, 1)}
    for name, files in ({**foreign_files.SAMPLES, **foreign_files.SLOW_SAMPLES, "comments": [NOTED]}).items()
}
"""The same of what other programs write, which `tests.measure.importers` damages."""
