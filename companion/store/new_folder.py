"""A new companion folder for a document: front matter and text or headings, empty layers, a checklist, the schema.

Markdown becomes the folder's `report.md`. Of any other document only its facts and headings
go there, each to be filled with a digest of one's own: the original stays what it is, and is read with
`companion ORIGINAL --with FOLDER`.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from companion.layers.json_schema import layer_schema
from companion.layers.write import write_layer, write_mapping
from companion.model import CompanionError, Document, Layer, valid_id
from companion.store import errors, files
from companion.store.layers import load_kinds
from companion.store.library import OpenDocument, raw_of
from companion.text.clean import clean_line

SCHEMA = "layer.schema.json"
NAMED = f"# yaml-language-server: $schema={SCHEMA}\n".encode()
"""The first line of a layer, by which an editor finds its schema; a comment to us."""
_DIGEST = "To be told in your own words."
_ASKED = ("title", "publisher", "published", "pages", "language", "url")


def make_folder(opened: OpenDocument, where: str, checklist: Layer, *, author: str = "") -> list[str]:
    """Make a companion folder, whole or not at all; the names of its files. Raises CompanionError."""
    folder = Path(os.path.abspath(Path(where).expanduser()))
    label = clean_line(where)
    if os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir())):
        raise CompanionError(f"{label}: exists already; name a new folder")
    made = contents(opened, folder.name, checklist, author)
    temporary = folder.parent / f"{files.LEFT_OVER}{secrets.token_hex(8)}"
    try:
        files.make_folders(temporary)
        with files.opened_folder(temporary) as descriptor:
            for name, data in made.items():
                files.save_new(descriptor, name, data, f"{label}/{name}")
        os.rename(temporary, folder)
        os.chmod(folder, 0o777 & ~_umask())
    except OSError as error:
        raise CompanionError(f"{label}: not made: {errors.words(error)}") from None
    finally:
        with suppress(OSError):
            shutil.rmtree(temporary)
    return list(made)


def contents(opened: OpenDocument, name: str, checklist: Layer, author: str) -> dict[str, bytes]:
    """The files of a new companion folder."""
    about = name if valid_id(name) else ""
    head = Layer("critique", title="A critique", author=author, about=about)
    questions = replace(checklist, id="questions", about=about, faults=(), origin="")
    schema = json.dumps(layer_schema(load_kinds().values()), ensure_ascii=False, indent=2)
    return {
        "report.md": _report(opened, clean_line(name)),
        "critique.yaml": NAMED + write_layer(head) + b"annotations: []\n",
        "questions.yaml": NAMED + write_layer(questions),
        SCHEMA: f"{schema}\n".encode(),
    }


def _report(opened: OpenDocument, folder: str) -> bytes:
    """The document's text under front matter, or its facts and headings."""
    document = opened.document
    given = {name: value for name, value in document.facts if name}
    data = raw_of(opened) if document.format == "markdown" else None
    if data is not None and given:
        return data
    facts = {name: given.pop(name, "") for name in _ASKED} | given
    facts |= {"title": document.title, "language": document.language or facts["language"]}
    if data is not None:
        return _front_matter(facts) + data.removeprefix(b"\xef\xbb\xbf")
    facts["note"] = "A digest in our own words, not the document itself."
    facts["original"] = f"companion {document.name} --with {folder} puts these layers beside the document itself."
    return _front_matter(facts) + "\n".join(_headings(document)).encode()


def _front_matter(facts: Mapping[str, str]) -> bytes:
    """The facts that are known; those asked for are left to be filled in."""
    return b"---\n" + write_mapping({name: clean_line(value) for name, value in facts.items()}) + b"---\n\n"


def _headings(document: Document) -> list[str]:
    lines = [f"# {_plain(document.title)}", ""]
    for heading in document.headings:
        lines += [f"{'#' * max(2, min(heading.level, 6))} {_plain(heading.title)} {{#{heading.id}}}", "", _DIGEST, ""]
    return lines


def _plain(title: str) -> str:
    """A title that Markdown reads as these words."""
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>#|~&!" else char for char in clean_line(title))


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
