"""Answers of a terminal that come late, among the keys: Textual would take them for keys, and run commands."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual._xterm_parser import XTermParser
from textual.driver import Driver
from textual.drivers import linux_driver
from textual.message import Message

from companion.tui.background import LateAnswers


class AnswerParser(XTermParser):
    """Textual's parser of keys, for which the answers of one question are nothing."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._answers = LateAnswers()

    def feed(self, data: str) -> Iterable[Message]:
        rest = self._answers.rest(data)
        return super().feed(rest) if rest or not data else ()


def read_early(driver: Driver, typed: str) -> None:
    """Hand over what was typed early, and from now on take answers for what they are."""
    parser = AnswerParser()
    for event in parser.feed(typed) if typed else ():  # nothing is the end of all input to a parser
        driver.process_message(event)
    following = partial(_following, parser)
    setattr(linux_driver, "XTermParser", following)  # noqa: B010


def _following(first: AnswerParser, debug: bool = False) -> AnswerParser:
    """The parser that goes on where reading early ended; a new one once another program had the terminal."""
    return AnswerParser(debug) if first.is_eof else first
