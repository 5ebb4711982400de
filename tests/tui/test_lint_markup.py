"""No text of strangers is parsed as markup: whatever a parsing widget is handed must be Content, or plain by word.

A look at the source of the screen. What may stand where Textual parses markup: `Content(…)` and what is made of it,
a literal without a bracket, and anything where `markup=False` is said.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import companion.tui

FIRST = """Static Label Button Checkbox RadioButton Option Tab Tooltip Link Selection Placeholder TabPane Tree
DirectoryTree ToggleButton Toast notify update add_option add_leaf add_column set_label panic DiscoveryHit"""
PARSING = {**dict.fromkeys(FIRST.split(), (0,)), "SystemCommand": (0, 1), "Hit": (1,)}
"""Calls that parse a `str`, and where it stands among the arguments."""
MANY = {"OptionList", "SelectionList", "RadioSet", "Select", "add_options", "add_row", "add_columns", "Tabs"}
"""Calls that parse each of their arguments."""
NAMED = {
    "label",
    "title",
    "content",
    "prompt",
    "message",
    "border_title",
    "border_subtitle",
    "tooltip",
    "help",
    "display",
}
"""The same by their names."""
ASSIGNED = {"border_title", "border_subtitle", "BORDER_TITLE", "BORDER_SUBTITLE", "tooltip", "label"}
"""Attributes whose text is parsed, and two of a class body."""
BANNED = {"from_markup", "render_markup"}
LITERAL = {"Content", "Text"}
"""What is never parsed: these classes, and their methods except those banned."""


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def safe(node: ast.expr) -> bool:
    """Whether an expression can be seen to be no text that is parsed."""
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str) or "[" not in node.value
    if isinstance(node, ast.IfExp):
        return safe(node.body) and safe(node.orelse)
    if isinstance(node, ast.Starred):
        return safe(node.value)
    if isinstance(node, ast.GeneratorExp | ast.ListComp):
        return safe(node.elt)
    if isinstance(node, ast.List | ast.Tuple):
        return all(map(safe, node.elts))
    if isinstance(node, ast.Call):
        called = node.func
        if isinstance(called, ast.Attribute) and name_of(called.value) in LITERAL:
            return called.attr not in BANNED
        return name_of(called) in LITERAL or name_of(called) in PARSING
    return False


def said_plain(call: ast.Call) -> bool:
    """Whether `markup=False` stands there."""
    return any(
        k.arg == "markup" and isinstance(k.value, ast.Constant) and k.value.value is False for k in call.keywords
    )


def parsed(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that would be parsed as markup."""
    name = name_of(call.func)
    if name in MANY:
        yield from call.args
    elif name in PARSING:
        yield from (each for at, each in enumerate(call.args) if at in PARSING[name])
        yield from (k.value for k in call.keywords if k.arg in NAMED)
    yield from (k.value for k in call.keywords if k.arg == "tooltip" and name not in PARSING)


def faults(source: str, file: str = "") -> list[str]:
    """`file:line: what` for each text that might be parsed."""
    found = []
    for node in ast.walk(ast.parse(source)):
        wrong: list[tuple[ast.expr, str]] = []
        if isinstance(node, ast.Call):
            name = name_of(node.func)
            if name in BANNED or any(k.arg == "markup" and not said_plain(node) for k in node.keywords):
                wrong.append((node, f"{name} parses markup"))
            if not said_plain(node):
                wrong += [(each, f"{name} is handed text that it parses") for each in parsed(node) if not safe(each)]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            wrong += [(each, f"{target} is parsed") for target, each in assigned(node) if not safe(each)]
        found += [f"{file}:{each.lineno}: {what}: {ast.unparse(each)[:80]}" for each, what in wrong]
    return found


def assigned(node: ast.Assign | ast.AnnAssign) -> Iterator[tuple[str, ast.expr]]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in targets:
        pairs = [(target, node.value)]
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for to, value in pairs:
            of_a_widget = isinstance(to, ast.Attribute) or name_of(to).isupper()
            if value is not None and of_a_widget and name_of(to) in ASSIGNED:
                yield name_of(to), value


FILES = sorted(Path(companion.tui.__path__[0]).rglob("*.py"))
KNOWN: dict[str, str] = {}
"""Faults not mended yet."""


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(each, marks=pytest.mark.xfail(strict=True, reason=KNOWN[each.name]) if each.name in KNOWN else ())
        for each in FILES
    ],
    ids=lambda file: file.name,
)
def test_no_text_of_strangers_is_handed_to_a_widget_that_parses_markup(file: Path) -> None:
    assert faults(file.read_text(), file.name) == []


@pytest.mark.parametrize(
    "planted",
    [
        "Static(name)",
        "Static(f'{name}')",
        "widgets.Label(heading.title)",
        "Button('[b]x')",
        "Checkbox(label=name)",
        "Static(name, markup=True)",
        "self.notify(str(error))",
        "self.app.notify(message=f'{error}', severity='error')",
        "OptionList(*names)",
        "OptionList(Content('a'), name)",
        "Option(name, id='x')",
        "options.add_option(name)",
        "options.add_options([name])",
        "pane.border_title = name",
        "pane.border_title, pane.border_subtitle = Content('a'), name",
        "BORDER_TITLE = f'{name}'",
        "x = Static(Content('a'), tooltip=name)",
        "widget.tooltip = name",
        "area.update(name)",
        "Content.from_markup(name)",
        "Static(Content('a') if name else name)",
        "SystemCommand('Go', asked.question.ask, call)",
        "SystemCommand(f'Section: {title}', 'go there', call)",
        "DiscoveryHit(name, call)",
        "Hit(1.0, name, call)",
        "Hit(1.0, Content('a'), call, help=name)",
        "RichLog(markup=True)",
    ],
)
def test_a_planted_fault_is_found(planted: str) -> None:
    assert faults(planted)


@pytest.mark.parametrize(
    "fine",
    [
        "Static(Content(name))",
        "Static(name, markup=False)",
        "self.notify(str(error), markup=False)",
        "Static('Contents')",
        "OptionList(*(Option(Content(words)) for words in said))",
        "Static(Content.assemble(name, (name, style)))",
        "pane.border_title = Content(title)",
        "BORDER_TITLE = 'Contents'",
        "Input(name, placeholder='tags')",
        "SystemCommand('Save again', 'what is not saved', call)",
    ],
)
def test_what_is_harmless_is_let_through(fine: str) -> None:
    assert faults(fine) == []
