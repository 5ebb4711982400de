"""The reading as a dialogue of lines, for screen readers and terminals that can only print: nothing is drawn again."""

from companion.linear.dialogue import converse

__all__ = ["converse"]
