"""The layers: a module imports from its own layer and from those below it, never from above."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

#: From the bottom up.  Only what this table allows may be imported.
LAYERS = (
    {
        "thence",
        "thence.deadline",
        "thence.errors",
        "thence.stated",
        "thence.shown",
        "thence.executor",
    },
    {
        "thence.expr",
        "thence.parser",
        "thence.domain",
        "thence.asymptotics",
        "thence.statement",
        "thence.measurement",
        "thence.form",
        "thence.claim",
        "thence.feasible",
        "thence.forms",
        "thence.calculus",
    },
    {"thence.notation", "thence.latex", "thence.mathml"},
    {"thence.checker", "thence.verdict", "thence.recheck"},
    {"thence_numeric"},
    {"thence.sympy_bridge", "thence.derivation"},
    {"thence.provers", "thence.refuters"},
    {"thence.pipeline"},
    {"thence.preload"},
    {"thence.cache", "thence.runner"},
    {
        "thence.account",
        "thence.readers",
        "thence.record",
        "thence_reports",
        "thence.mutate",
        "thence.baseline",
    },
    {"thence.outputs"},
    {"thence.terminal", "thence.changed", "thence.cli", "thence.pytest_plugin", "thence.__main__"},
)
#: The package itself imports these on first use of an attribute.
LAZY = {("thence", "thence.derivation"), ("thence", "thence.measurement")}


def _modules() -> dict[str, Path]:
    found = {}
    for root in (ROOT, ROOT / "numeric", ROOT / "reports"):
        for package in ("thence", "thence_numeric", "thence_reports"):
            for file in (root / package).rglob("*.py"):
                parts = file.relative_to(root).with_suffix("").parts
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                found[name] = file
    return found


MODULES = _modules()


def layer(module: str) -> int:
    """The layer of a module: that of the longest prefix of its name that has one."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        prefix = ".".join(parts[:length])
        for number, names in enumerate(LAYERS):
            if prefix in names and (prefix != "thence" or length == len(parts)):
                return number
    raise AssertionError(f"{module} is in no layer; give it one in {Path(__file__).name}")


def imports(file: Path) -> set[str]:
    """The modules of this project that a file imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:  # the checker alone, so that it can be copied and run by itself
                assert file.parent.name == "checker", f"{file}:{node.lineno}: a relative import"
                continue
            base = node.module or ""
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                found.add(inner if inner in MODULES else base)
    return {name for name in found if name.split(".")[0].startswith("thence")}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_go_down(module):
    for other in imports(MODULES[module]):
        if (module, other) not in LAZY:
            assert layer(other) <= layer(module), f"{module} imports {other}, which is above it"


def test_no_imports_in_a_circle():
    below = {
        name: {other for other in imports(file) if other != name and (name, other) not in LAZY}
        for name, file in MODULES.items()
    }
    TopologicalSorter(below).prepare()  # raises CycleError, which names the modules


def test_the_checker_stands_alone():
    files = [file for name, file in MODULES.items() if name.startswith("thence.checker")]
    names = set()
    for node in (n for file in files for n in ast.walk(ast.parse(file.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level < 2:
            names |= set() if node.level else {(node.module or "").split(".")[0]}
    import sys

    assert names - set(sys.stdlib_module_names) == {"flint"}
