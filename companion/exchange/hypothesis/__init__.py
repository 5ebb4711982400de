"""Exports of Hypothesis both ways; a note that was not changed goes back as it came."""

from companion.exchange.hypothesis.inward import read, recognise
from companion.exchange.hypothesis.outward import write

__all__ = ["read", "recognise", "write"]
