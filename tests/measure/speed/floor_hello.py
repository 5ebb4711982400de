"""The floor of a start: a Textual application that shows one line and waits for a key."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static


class Hello(App[None]):
    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Static(Content("hello from the floor"))


if __name__ == "__main__":
    Hello().run()
