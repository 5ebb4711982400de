"""Python source as a tree of modules: lines of files, functions and classes, names, rooms, and import circles.

A class counts together with its bases, so that one cut into slices by inheritance is seen whole. Imports count wherever
they stand: in functions, and under `TYPE_CHECKING`.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Size(NamedTuple):
    """Lines and methods of a class with its bases."""

    lines: int
    methods: int


class Module:
    """One file: its dotted name and what stands in it."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.is_package = path.name == "__init__.py"
        text = path.read_text(encoding="utf-8")
        self.lines = len(text.splitlines())
        self.nodes = list(ast.walk(ast.parse(text)))
        self.classes = [node for node in self.nodes if isinstance(node, ast.ClassDef)]
        self.functions = [node for node in self.nodes if isinstance(node, Function)]

    def imports(self) -> Iterator[tuple[str, str]]:
        """Local name and dotted name of what is imported, for every import of the file."""
        for node in self.nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                prefix = f"{self._origin(node)}." if isinstance(node, ast.ImportFrom) else ""
                for alias in node.names:
                    yield alias.asname or alias.name, f"{prefix}{alias.name}"

    def _origin(self, node: ast.ImportFrom) -> str:
        """The dotted name of the module in `from … import`."""
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        parts = parts[: len(parts) - node.level + self.is_package]
        return ".".join([*parts, *([node.module] if node.module else [])])


class SourceTree:
    """All modules of one package below `top`."""

    def __init__(self, top: Path, package: str) -> None:
        self.package = package
        self.modules: dict[str, Module] = {}
        for path in sorted((top / package).rglob("*.py")):
            name = ".".join(path.relative_to(top).with_suffix("").parts).removesuffix(".__init__")
            self.modules[name] = Module(name, path)

    def functions(self) -> dict[str, int]:
        """Lines of each function and method, decorators not counted."""
        return {
            f"{module.name}:{node.lineno} {node.name}": _lines(node)
            for module in self.modules.values()
            for node in module.functions
        }

    @cached_property
    def classes(self) -> dict[str, ast.ClassDef]:
        """Every class by its dotted name."""
        return {f"{module.name}.{node.name}": node for module in self.modules.values() for node in module.classes}

    def composed(self) -> dict[str, Size]:
        """Size of each class with all its bases in the package, each counted once."""
        return {name: self._sum({*self._lineage(name)}) for name in self.classes}

    def repeated(self) -> dict[str, int]:
        """Class names used more than once, and how often."""
        counts = Counter(node.name for module in self.modules.values() for node in module.classes)
        return {name: count for name, count in counts.items() if count > 1}

    def gerunds(self) -> list[str]:
        """Modules whose name ends in -ing; rooms are not asked."""
        return [name for name in self.modules if name.count(".") > 1 and name.endswith("ing")]

    def rooms(self) -> dict[str, float]:
        """Share of the package's lines in each folder or file at its top."""
        lines: Counter[str] = Counter()
        for name, module in self.modules.items():
            lines[name.split(".")[1] if "." in name else "__init__"] += module.lines
        return {room: count / lines.total() for room, count in lines.items()}

    def circles(self) -> list[set[str]]:
        """Modules that import each other, directly or by others; a package and its own parts may."""
        reached = {name: self._reached(name) for name in self.modules}
        rings = {frozenset(m for m in reached[name] if name in reached[m]) for name in reached if name in reached[name]}
        return [set(ring) for ring in rings]

    @cached_property
    def imported(self) -> dict[str, set[str]]:
        """For each module, those of the package that it imports anywhere, and the packages that these are in.

        Importing a module runs the packages above it first; the importer's own packages are running already.
        """
        graph: dict[str, set[str]] = {}
        for name, module in self.modules.items():
            targets = {above for _, origin in module.imports() for above in _with_packages(origin)}
            graph[name] = targets & self.modules.keys() - {*_with_packages(name)}
        return graph

    def _reached(self, start: str) -> set[str]:
        seen: set[str] = set()
        waiting = [start]
        while waiting:
            more = self.imported[waiting.pop()] - seen
            seen |= more
            waiting += more
        return seen

    def _sum(self, lineage: set[str]) -> Size:
        nodes = [self.classes[name] for name in lineage]
        return Size(sum(map(_lines, nodes)), sum(isinstance(part, Function) for node in nodes for part in node.body))

    def _lineage(self, name: str) -> Iterator[str]:
        """The class itself and its bases in the package, some perhaps twice."""
        yield name
        module = name.rpartition(".")[0]
        for base in self.classes[name].bases:
            node = base.value if isinstance(base, ast.Subscript) else base
            if (found := self._defined(module, ast.unparse(node))) and found != name:
                yield from self._lineage(found)

    def _defined(self, module: str, name: str) -> str | None:
        """The dotted name of the class that a name stands for in a module, through what hands it on."""
        if f"{module}.{name}" in self.classes:
            return f"{module}.{name}"
        for local, origin in self.modules[module].imports() if module in self.modules else ():
            if name == local or name.startswith(f"{local}."):
                owner, _, last = f"{origin}{name.removeprefix(local)}".rpartition(".")
                return self._defined(owner, last) if (owner, last) != (module, name) else None
        return None


def _lines(node: Function | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _with_packages(name: str) -> list[str]:
    """A dotted name and all that it is in: `a.b.c`, `a.b`, `a`."""
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]
