"""Completion in a shell: click's own, with names of documents, layers and sections, and `read` where none is said."""

from __future__ import annotations

from contextlib import suppress

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ShellComplete, ZshComplete

from companion.model import CompanionError
from companion.store.library import OpenDocument, find_document
from companion.store.paths import shipped_names, user_paths
from companion.store.session import SHIPPED
from companion.store.state import State

VARIABLE = "_COMPANION_COMPLETE"
"""The variable in which the shell says what it wants."""
SHELLS: dict[str, type[ShellComplete]] = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}
FILES = "file"
"""The type of a completion that the shell makes itself."""


def script(group: click.Group, shell: str) -> str:
    """What a shell reads at its start, so that it asks the program for completions."""
    return _completion(group, shell).source()


def complete(group: click.Group, instruction: str) -> str:
    """What the shell's script is told; `instruction` is the value of VARIABLE, as `bash_complete`."""
    shell = instruction.partition("_")[0]
    return _completion(group, shell).complete() if shell in SHELLS else ""


def _completion(group: click.Group, shell: str) -> ShellComplete:
    base = SHELLS[shell]

    class ReadIfNone(base):  # type: ignore[misc, valid-type]
        """Completes as the program reads its words: the first one may be a document."""

        def get_completion_args(self) -> tuple[list[str], str]:
            words, incomplete = super().get_completion_args()
            if words and words[0] not in group.commands:
                words = ["read", *words]
            return words, incomplete

        def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
            found: list[CompletionItem] = super().get_completions(args, incomplete)
            return found if args or incomplete.startswith("-") else [*found, *_named_documents(incomplete)]

    completion: ShellComplete = ReadIfNone(group, {}, "companion", VARIABLE)
    return completion


def documents(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Shipped companions, recent documents, and files."""
    return _named_documents(incomplete)


def _named_documents(incomplete: str) -> list[CompletionItem]:
    recent: list[str] = []
    with suppress(CompanionError):
        recent = [entry.path for entry in State(user_paths()).recent() if entry.path]
    return [*_beginning(incomplete, [*shipped_names(), *recent]), CompletionItem(incomplete, type=FILES)]


def layers(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of the document's own layers where a command takes them, shipped companions, and files."""
    names: list[str] = []
    if parameter.name == "names" and (opened := _opened(context)):
        from companion.store.layers import load_layers  # needs YAML

        with suppress(CompanionError):
            names = [layer.id for layer in load_layers(opened)]
    return [*_beginning(incomplete, [*names, *shipped_names()]), CompletionItem(incomplete, type=FILES)]


def sections(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ids of the document's sections, with their titles."""
    opened = _opened(context)
    headings = opened.document.headings if opened else ()
    return [CompletionItem(one.id, help=one.title) for one in headings if one.id.startswith(incomplete)]


def _beginning(incomplete: str, names: list[str]) -> list[CompletionItem]:
    return [CompletionItem(name) for name in dict.fromkeys(names) if name.startswith(incomplete)]


def _opened(context: click.Context) -> OpenDocument | None:
    """The document named so far, or the one that is read where none is; None if it is slow, or cannot be read."""
    rest = (word for word in context.args if not word.startswith("-"))  # click gives up at an option without its value
    name = next(rest, None) or context.params.get("document") or (SHIPPED if context.info_name == "read" else "")
    with suppress(CompanionError):
        source = find_document(name) if name and name != "-" else None
        return source.read() if source is not None and not source.is_slow else None
    return None
