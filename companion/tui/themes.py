"""The themes of our own: dark as by a lamp, and light as on paper."""

from __future__ import annotations

from textual.theme import Theme

LAMP = Theme(
    "lamp",
    primary="#c9a15a",
    secondary="#8fb3c9",
    accent="#e0b05c",
    warning="#d9a441",
    error="#e0867a",
    success="#9cbf7f",
    foreground="#ddd6c8",
    background="#16181a",
    surface="#1d2023",
    panel="#24282c",
)
PAPER = Theme(
    "paper",
    primary="#6b4a12",
    secondary="#2f5d77",
    accent="#8a4b08",
    warning="#7d5200",
    error="#a3271b",
    success="#3e6b24",
    foreground="#2b2620",
    background="#faf6ee",
    surface="#f2ecdf",
    panel="#e9e1d1",
    dark=False,
)
