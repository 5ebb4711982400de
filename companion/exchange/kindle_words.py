"""Words of the lines that Kindles write above each clipping, in the languages of the devices, and the times there.

Lines seen on real devices, and parsers that were written for one device, are the source. A line in another language
is told by its shape: numbers, bars and a time.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

HIGHLIGHT, NOTE, BOOKMARK = "highlight", "note", "bookmark"
_KINDS = {
    BOOKMARK: "bookmark lesezeichen signet marcador segnalibro закладка 书签 書籤 ブックマーク",
    NOTE: "note notiz nota заметка 笔记 筆記 メモ",
    HIGHLIGHT: "highlight markierung surlignement subrayado evidenziazione destaque отрывок 标注 標註 ハイライト",
}
_PAGES = "page seite página pagina страница странице 页 頁 ページ"
_LOCATIONS = "location loc position emplacement posición posizione posição место месте 位置 位置no"
_MONTHS = """
january february march april may june july august september october november december
januar februar märz april mai juni juli august september oktober november dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
"""


def _alternatives(words: str) -> str:
    """A pattern for one of the words; those of Latin and Cyrillic letters stand alone."""
    parts = [rf"\b{word}\b" if word < "\u2e80" else word for word in sorted(words.split(), key=len, reverse=True)]
    return "|".join(parts)


_KIND = {kind: re.compile(_alternatives(words)) for kind, words in _KINDS.items()}
_NUMBER = r"[0-9]{1,9}(?:[-\u2010-\u2015][0-9]{1,9})?"
_LABEL = rf"{_NUMBER}|[ivxlcdm]{{1,12}}\b(?:-[ivxlcdm]{{1,12}}\b)?"
_BETWEEN = r"[.:]?\s{0,3}(?:no\.?|nº|n°|№|#)?\s{0,3}"
_PAGE = re.compile(rf"(?:{_alternatives(_PAGES)}){_BETWEEN}({_LABEL})|({_NUMBER})\s{{0,3}}(?:页|頁|ページ)")
_LOCATION = re.compile(rf"(?:{_alternatives(_LOCATIONS)}){_BETWEEN}({_NUMBER})")
_ANY_NUMBER = re.compile(_NUMBER)
_CLOCK = re.compile(r"(?<![0-9])([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_AFTERNOON, _MORNING = re.compile(r"\bp\.?\s?m\b|下午|午後|晚上"), re.compile(r"\ba\.?\s?m\b|上午|午前|凌晨|早上")
_ZONE = re.compile(r"\b(?:gmt|utc)\s?([+-])([0-9]{1,2}):?([0-9]{2})")
_EASTERN = re.compile(r"([0-9]{4})\s?年\s?([0-9]{1,2})\s?月\s?([0-9]{1,2})\s?日")
_ISO = re.compile(r"\b([0-9]{4})[-/.]([0-9]{2})[-/.]([0-9]{2})\b")
_YEAR = r"([0-9]{4}|[0-9]{2})\b"
_DAY_MONTH_YEAR = re.compile(
    rf"\b([0-9]{{1,2}})(?:\.|º|er|st|nd|rd|th)?\s+(?:de\s+)?(\w{{3,12}}),?\s+(?:de\s+)?{_YEAR}"
)
_MONTH_DAY_YEAR = re.compile(rf"\b(\w{{3,12}})\s+([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}")


class ClippingPlace(NamedTuple):
    """Where a clipping stands: a page's label and a range of locations, both as they are in the line, or empty."""

    page: str = ""
    location: str = ""


def folded(text: str) -> str:
    """A line to compare: without case, with composed letters."""
    return unicodedata.normalize("NFC", text).casefold()


_MONTH = {folded(word): number % 12 + 1 for number, word in enumerate(_MONTHS.split())}


def kind_of(line: str) -> str:
    """The kind of a clipping by the words of its line; empty where it has none that is known."""
    found = {kind: match.start() for kind, words in _KIND.items() if (match := words.search(line))}
    return min(found, key=lambda kind: found[kind], default="")


def place_of(line: str) -> ClippingPlace:
    """The place in a folded line without its time; where no word is known, the last number is the location."""
    page, location = _PAGE.search(line), _LOCATION.search(line)
    if page or location:
        return ClippingPlace(page[1] or page[2] if page else "", location[1] if location else "")
    numbers = _ANY_NUMBER.findall(line)
    return ClippingPlace(numbers[0] if len(numbers) > 1 else "", numbers[-1] if numbers else "")


def range_of(number: str) -> tuple[int, int] | None:
    """The first and last of a range: `563-64` are 563 and 564."""
    first, _, last = re.sub("[\u2010-\u2015]", "-", number).partition("-")
    if not first.isdecimal() or (last and not last.isdecimal()):
        return None
    if last and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    ends = sorted((int(first), int(last or first)))
    return ends[0], ends[1]


def has_clock(text: str) -> bool:
    return _CLOCK.search(text) is not None


def time_of(text: str) -> str:
    """The time in a folded text as ISO 8601, without a zone where it says none; empty where it cannot be read."""
    clock, day = _CLOCK.search(text), _day_of(text)
    if clock is None or day is None:
        return ""
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    if _AFTERNOON.search(text) and hour < 12:
        hour += 12
    elif _MORNING.search(text) and hour == 12:
        hour = 0
    year, month, date = day
    if hour > 23 or minute > 59 or second > 59 or not 1 <= month <= 12 or not 1 <= date <= 31:
        return ""
    zone = _ZONE.search(text)
    offset = f"{zone[1]}{int(zone[2]):02}:{zone[3]}" if zone and int(zone[2]) < 15 and int(zone[3]) < 60 else ""
    return f"{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}{offset}"


def _day_of(text: str) -> tuple[int, int, int] | None:
    """Year, month and day."""
    if numbers := _EASTERN.search(text) or _ISO.search(text):
        return int(numbers[1]), int(numbers[2]), int(numbers[3])
    for match in _DAY_MONTH_YEAR.finditer(text):
        if match[2] in _MONTH:
            return _year(match[3]), _MONTH[match[2]], int(match[1])
    for match in _MONTH_DAY_YEAR.finditer(text):
        if match[1] in _MONTH:
            return _year(match[3]), _MONTH[match[1]], int(match[2])
    return None


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)
