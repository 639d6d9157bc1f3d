"""Finds every place in the simulator's source that makes a refusal, and notes which of them a run has come by."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import simulator
from simulator import checks
from simulator.refusals import RefusedError

ROOT = Path(simulator.__file__).parent
ERRORS = ("RefusedError", "_WrongError")
PROOF = ROOT / "sentences"
GENERIC = ("checks", "wording", "refusals")
"""Modules whose refusals are generated of every field, and proved so."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Site(NamedTuple):
    """A call that makes a refusal: the module, the lines, and what is called."""

    module: str
    first: int
    last: int
    called: str
    source: str

    def __str__(self) -> str:
        return f"{self.module}:{self.first} {self.source}"


@cache
def trees() -> dict[str, ast.Module]:
    """Return the source of every module that may refuse, parsed, by the module's name within the simulator."""
    paths = [path for path in ROOT.rglob("*.py") if PROOF not in path.parents]
    return {_name(path): ast.parse(path.read_text("utf-8")) for path in paths}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@cache
def makers() -> frozenset[str]:
    """Return the names of what makes a refusal: the errors themselves, and functions that return what a maker made."""
    names: set[str] = set(ERRORS)
    functions = [node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, Function)]
    while found := {each.name for each in functions if each.name not in names and _returns_made(each, names)}:
        names |= found
    return frozenset(names)


def _returns_made(function: Function, names: set[str]) -> bool:
    return any(_made_in(node.value, names) for node in ast.walk(function) if isinstance(node, ast.Return))


def _made_in(value: ast.expr | None, names: set[str] | frozenset[str]) -> bool:
    match value:
        case ast.Call():
            return _called(value) in names
        case ast.IfExp():
            return _made_in(value.body, names) or _made_in(value.orelse, names)
        case ast.BoolOp():
            return any(_made_in(each, names) for each in value.values)
        case _:
            return False


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="wording" | "refusals" | "self"), attr=name):
            return name
        case _:
            return ""


@cache
def sites() -> frozenset[Site]:
    """Return every place in a function that makes a refusal; makers pass on what they are told, and are none."""
    return frozenset(site for module, tree in trees().items() for site in _sites_in(module, tree))


def constants() -> Iterator[tuple[str, RefusedError]]:
    """Yield the refusals that modules keep ready, by name."""
    for name in trees():
        module = sys.modules.get(f"simulator.{name}")
        yield from ((key, value) for key, value in vars(module or ast).items() if isinstance(value, RefusedError))


def _sites_in(module: str, node: ast.AST) -> Iterator[Site]:
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, Function) and inner.name in makers():
            continue
        if isinstance(inner, ast.Assign) and isinstance(node, ast.Module):
            continue
        if isinstance(inner, ast.Call) and _called(inner) in makers():
            yield Site(module, inner.lineno, inner.end_lineno or inner.lineno, _called(inner), ast.unparse(inner))
        yield from _sites_in(module, inner)


@contextmanager
def noting(monkeypatch: Any, seen: set[Site]) -> Iterator[None]:  # noqa: ANN401 - pytest's, or anything that sets attributes
    """Note every place that makes a refusal meanwhile."""
    with monkeypatch.context() as patch:
        for error in (RefusedError, checks._WrongError):
            patch.setattr(error, "__init__", _noting(error.__init__, seen))
        yield


def _noting(init: Callable[..., None], seen: set[Site]) -> Callable[..., None]:
    def noted(self: object, *given: object, **named: object) -> None:
        init(self, *given, **named)
        if site := _site_of(sys._getframe(1), type(self).__name__):
            seen.add(site)

    return noted


def _site_of(frame: FrameType | None, called: str) -> Site | None:
    while frame is not None and frame.f_code.co_name in makers():
        called, frame = frame.f_code.co_name, frame.f_back
    if frame is None or ROOT not in Path(frame.f_code.co_filename).parents:
        return None
    module, line = _name(Path(frame.f_code.co_filename)), frame.f_lineno
    return next(
        (each for each in sites() if each[0] == module and each.first <= line <= each.last and each.called == called),
        None,
    )


# -- which method may come by which place


@cache
def reachable(module: str, name: str) -> frozenset[Site]:
    """Return the places that a function may come by through the functions and classes it names."""
    seen: set[tuple[str, str]] = set()
    waiting = [(module, name)]
    while waiting:
        here = waiting.pop()
        if here in seen or here[0] in GENERIC:
            continue
        seen.add(here)
        waiting += _named_by(*here)
    passing = (here for here in seen if here[1] not in makers())
    return frozenset(site for here in passing for site in _sites_in(here[0], _definitions(here[0])[here[1]]))


@cache
def _definitions(module: str) -> dict[str, ast.AST]:
    return {node.name: node for node in trees()[module].body if isinstance(node, Function | ast.ClassDef)}


@cache
def _imports(module: str) -> dict[str, tuple[str, str]]:
    """Return what a module's names stand for: a module of the simulator, and a name in it or ""."""
    found: dict[str, tuple[str, str]] = {}
    for node in trees()[module].body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("simulator"):
            source = (node.module or "").removeprefix("simulator").removeprefix(".")
            for alias in node.names:
                inner = f"{source}.{alias.name}".lstrip(".")
                found[alias.asname or alias.name] = (inner, "") if inner in trees() else (source, alias.name)
    return found


def _is_class(module: str, name: str) -> bool:
    module, name = (module, name) if name in _definitions(module) else _imports(module).get(name, ("", ""))
    return module in trees() and isinstance(_definitions(module).get(name), ast.ClassDef)


def _named_by(module: str, name: str) -> list[tuple[str, str]]:
    """Return the functions that a function names, and the classes it makes something of."""
    found = []
    nodes = list(ast.walk(_definitions(module)[name]))
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    for node in nodes:
        match node:
            case ast.Name(id=named) if not _is_class(module, named) or id(node) in called:
                target = (module, named) if named in _definitions(module) else _imports(module).get(named)
            case ast.Attribute(value=ast.Name(id=alias), attr=named) if alias in _imports(module):
                target = (_imports(module)[alias][0], named)
            case _:
                target = None
        if target and target[0] in trees() and target[1] in _definitions(target[0]):
            found.append(target)
    return found
