"""The shipped critique on another text of what it is about: `python -m tests.measure.anchoring_shipped FILE`.

FILE is the published critique that the shipped companion digests, as plain text. It is read as it is, wrapped
into short lines with typographic quotation marks, and as an HTML page. For each of the 28 annotations the place
was chosen by hand: words around it in square brackets, or the section it stands on. Right is one shown as
`exact` or `changed` that shares at least half of the longer of both; wrong is one so shown anywhere else.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

from companion.anchoring import find, place_layers
from companion.documents import read_document
from companion.layers.read import read_layer
from companion.model import Document, Placement, Span, Unreadable
from tests.measure.figures import figure, skip

SHIPPED = Path(__file__).parents[2] / "annotations" / "nso-2023" / "critique.yaml"
RIGHT = 22
"""At least so many of the 28 right, and none wrong."""

PLACES = {
    "C01": "On [New Year's Eve], after a year",
    "C02": "were often [facilitated by the use of end-to-end encryption applications] which",
    "C03": "Report [to share who we are, what we do], and how we approach",
    "C04": "there has been [a significant decrease in reports of product misuse] during",
    "C05": "characterization of misuse is [used 62 times] through",
    "C06": "[even terminated customers who failed to meet our compliance expectations], and",
    "C07": "in risk of [missing its debt payments] and its",
    "C08": "limited by the fact that [we do not operate our products], nor",
    "C09": "Pegasus against being [a mass surveillance tool], which",
    "C10": "continue to [exploit off-the-shelf encryption capabilities] offered",
    "C11": "protect their information from [malicious hackers]",
    "C12": "[does not operate Pegasus, nor do we have any knowledge about the individuals]",
    "C13": "Pegasus is “[subject to strict regulatory oversight from export control authorities]",
    "C14": "operations of sovereign governments [prevent publication of details related to these success stories]",
    "C15": "# Our Products",
    "C16": "there are [inadequate protections in place] to mitigate",
    "C17": "right to privacy, [chill free speech, and undermine public discourse]",
    "C18": "human rights compliance program [in 2019], we have",
    "C19": "in order to identify, [prevent, and mitigate the risks of adverse human rights impact]",
    "C20": "including [the right to privacy under UDHR Article 12 and ICCPR Article 17]",
    "C21": "or [countries that do not pass our human rights due diligence]",
    "C22": "we undertake [some or all of the following measures] to prevent",
    "C23": "[Periodic on-site audit by the company’s Compliance Team] or by",
    "C24": "[Periodic activity reports submitted by client executives]",
    "C25": "[Receive and review] NSO Group’s Human Rights Policy",
    "C26": "training sessions for [a total of 546 participants] across",
    "C27": "even enrolling [former diplomats to lobby] on its behalf",
    "C28": "importance of preserving [civil rights and privacy]",
}
"""Where each annotation belongs: the words in brackets, or a whole section by its title."""


def true_span(document: Document, place: str) -> Span | None:
    """The one Span that a line of `PLACES` means in this text; None where its words are not there."""
    if place.startswith("# "):
        titled = [heading.id for heading in document.headings if heading.title == place[2:]]
        return Span(titled[0], 0, len(document.section(titled[0]).text)) if titled else None
    before, words, after = re.split(r"[][]", place)
    found = find(document, words, prefix=before, suffix=after)
    return found[0] if len(found) == 1 else None


def verdict(document: Document, place: str, placement: Placement) -> str:
    """`right`, `wrong`, `unsure` or `lost`."""
    if placement.state in ("unsure", "lost"):
        return placement.state
    true = true_span(document, place)
    if true is None:
        return "wrong"
    shared = sum(
        max(0, min(true.end, span.end) - max(true.start, span.start))
        for span in placement.spans
        if span.section == true.section
    )
    length = sum(span.end - span.start for span in placement.spans)
    return "right" if 2 * shared >= max(true.end - true.start, length) > 0 else "wrong"


def verdicts(document: Document) -> dict[str, str]:
    """What became of each shipped annotation on this text."""
    layer = read_layer(SHIPPED.read_bytes(), SHIPPED.name)
    placed = place_layers(document, [layer])
    return {each: verdict(document, place, placed[f"{layer.id}/{each}"]) for each, place in PLACES.items()}


def as_it_is(text: str) -> bytes:
    return text.encode()


def wrapped(text: str) -> bytes:
    """Lines of at most 66 characters, with typographic quotation marks and a few soft hyphens."""
    curled = re.sub(r"(?<=\w)\'(?=\w)", "’", re.sub(r'"(?=\w)', "“", re.sub(r'(?<=[\w.,])"', "”", text)))
    softened = curled.replace("encryption", "encryp\u00adtion")
    return "\n".join(textwrap.fill(line, 66, break_on_hyphens=True) for line in softened.split("\n")).encode()


def page(text: str) -> bytes:
    """An HTML page: short lines are headings, bullets a list; menu and footer around it say some of the same words."""
    title, *parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    body = [f"<h1>{html.escape(title)}</h1>"]
    for part in parts:
        lines = part.split("\n")
        if len(lines) == 1 and len(part) < 60 and part[-1].isalnum():
            body.append(f"<h2>{html.escape(part)}</h2>")
        elif part.startswith("•"):
            body.append("<ul>" + "".join(f"<li>{html.escape(line.strip(' •'))}</li>" for line in lines) + "</ul>")
        else:
            body.append(f"<p>{html.escape(part)}</p>".replace("Pegasus", "<em>Pegasus</em>"))
    menu = "<nav><a href='/'>Misuse</a> <a href='/civil'>civil rights and privacy</a> <a href='/2019'>in 2019</a></nav>"
    footer = "<footer>Receive and review our letter. Malicious hackers read it too.</footer>"
    head = f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{html.escape(title)}</title></head>"
    return f"{head}<body>{menu}<article>{''.join(body)}</article>{footer}</body></html>".encode()


COPIES: dict[str, Callable[[str], bytes]] = {"as text": as_it_is, "as wrapped text": wrapped, "as an HTML page": page}


def report(name: str, found: dict[str, str]) -> bool:
    right, wrong = (sum(each == word for each in found.values()) for word in ("right", "wrong"))
    for what, value, goal, met in (
        ("right", right, f"at least {RIGHT}", right >= RIGHT),
        ("wrong", wrong, "0", not wrong),
    ):
        figure(f"{name}: {what} of {len(found)}", value, goal, met)
    others = [f"{each} {what}" for each, what in found.items() if what != "right"]
    if others:
        print(f"  {', '.join(others)}")
    return right >= RIGHT and not wrong


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="the published critique as plain text")
    text = parser.parse_args(arguments).file.read_text(encoding="utf-8")
    fine = True
    for name, made in COPIES.items():
        try:
            document = read_document(made(text), "critique")
        except Unreadable as error:
            skip(name, str(error))
            continue
        fine = report(name, verdicts(document)) and fine
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
