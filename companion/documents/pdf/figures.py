"""Pictures of a PDF page, told in place by their alternative text; backgrounds and logos are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from companion.documents.pdf.blocks import CAPTION
from companion.documents.pdf.lines import TextLine
from companion.documents.pdf.page import PdfPage, Picture
from companion.documents.sections import Piece

_BACKGROUND = 0.6
_OFTEN = 3
_NEAR = 60.0
"""Points between a picture and its caption at most."""


class Pictures:
    """Learns from some pages which pictures stand on many."""

    def __init__(self, pages: Iterable[PdfPage]) -> None:
        self._places = Counter(_place(picture) for page in pages for picture in page.pictures)

    def is_scan(self, page: PdfPage) -> bool:
        """True if pictures take so much of the page that a text may be in them."""
        return sum(picture.share for picture in page.pictures) > 0.5

    def placed(self, page: PdfPage, lines: Sequence[TextLine]) -> dict[int, Piece]:
        """What is said about pictures, by the line before which it stands; a caption in the text says it itself."""
        places: dict[int, list[Picture]] = {}
        for picture in page.pictures:
            often = self._places[_place(picture)] >= _OFTEN
            if picture.share < _BACKGROUND and not often and not _has_caption(picture, lines):
                middle = (picture.bottom + picture.top) / 2
                below = (number for number, line in enumerate(lines) if line.y < middle and _beside(picture, line))
                places.setdefault(next(below, len(lines)), []).append(picture)
        return {at: _piece(pictures) for at, pictures in places.items()}


def _piece(pictures: Sequence[Picture]) -> Piece:
    words = " ".join(dict.fromkeys(picture.words for picture in pictures if picture.words))
    if words:
        return Piece("figure", words)
    what = "an image stands" if len(pictures) == 1 else f"{len(pictures)} images stand"
    return Piece("notice", "", marker=f"{what} here, without a caption or alternative text")


def _place(picture: Picture) -> tuple[int, ...]:
    return tuple(round(number / 3) for number in picture[:4])


def _has_caption(picture: Picture, lines: Sequence[TextLine]) -> bool:
    return any(
        CAPTION.match(line.text) and min(abs(picture.bottom - line.y), abs(line.y - picture.top)) < _NEAR
        for line in lines
        if _beside(picture, line)
    )


def _beside(picture: Picture, line: TextLine) -> bool:
    """True if the line is above or below the picture."""
    return line.x0 < picture.right and line.x1 > picture.left
