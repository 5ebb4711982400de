"""Quotes to Placements and back: where words stand in a document, also after it was edited."""

from companion.anchoring.exact import describe, find
from companion.anchoring.layers import place_layers
from companion.anchoring.placing import place

__all__ = ["describe", "find", "place", "place_layers"]
