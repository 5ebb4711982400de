"""Web Annotation, the standard of the W3C, both ways: nothing of a notebook or layer is lost in it."""

from companion.exchange.web_annotation.inward import read, recognise
from companion.exchange.web_annotation.outward import write

__all__ = ["read", "recognise", "write"]
