"""Quotes to Placements and back: where words stand in a document, also after it was edited."""

from companion.anchoring.exact import describe, find
from companion.anchoring.place import place, place_layers

__all__ = ["describe", "find", "place", "place_layers"]
