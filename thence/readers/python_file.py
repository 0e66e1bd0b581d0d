"""Python derivations: trusted files, loaded by path.

The module gets a name that nothing else can have, so a file may be called ``numbers.py``; its byte
code is neither read from a cache nor left beside it.
"""

from __future__ import annotations

import hashlib
import os
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import TYPE_CHECKING

from thence.claim import Claim
from thence.errors import InputError
from thence.readers.document import BadInput, Document, Ids, bare_header, shown
from thence.runner import Task

if TYPE_CHECKING:
    from thence.derivation import Derivation


class _FreshLoader(SourceFileLoader):
    """Compiles the file as it is now."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = self.source_to_code(self.get_data(path), path)
        return code


def _module(path: Path) -> ModuleType:
    full = os.path.abspath(path)
    name = f"_thence_file_{hashlib.sha256(full.encode()).hexdigest()[:16]}"
    spec = spec_from_file_location(name, full, loader=_FreshLoader(name, full))
    if spec is None or spec.loader is None:
        raise InputError("cannot be loaded as Python.", shown(path))
    module = module_from_spec(spec)
    # Dataclasses and pickle look their module up by name.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def load(path: Path) -> Derivation:
    """The one derivation of a file; :class:`InputError` names the file, line and failure."""
    from thence.derivation import Derivation

    try:
        module = _module(path)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", shown(path)) from None
    except SyntaxError as error:
        place = f"{shown(path)}:{error.lineno or 1}"
        raise InputError(f"{error.msg}.", place, "Mend the Python of this line.") from None
    except InputError as error:
        raise error.at(f"{shown(path)}:{_line(error, path)}") from None
    # The file is anyone's code: whatever it raises is told to its author, SystemExit included.
    except (Exception, SystemExit) as error:
        place = f"{shown(path)}:{_line(error, path)}"
        what = f"{type(error).__name__}: {error}"
        raise InputError(what, place, "Run the file by itself to see where it fails.") from error
    found = {id(v): v for v in vars(module).values() if isinstance(v, Derivation)}
    if len(found) != 1:
        count = "no derivation" if not found else f"{len(found)} derivations"
        hint = "A file holds one: post = Derivation(...) at the level of the module."
        raise InputError(f"the file holds {count}.", shown(path), hint)
    derivation: Derivation = found.popitem()[1]
    return derivation


def _line(error: BaseException, path: Path) -> int:
    """The last line of the file that the error passed through."""
    full = os.path.abspath(path)
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == full]
    return next((line for line in reversed(lines) if line), 1)


def load_claim(path: str, name: str) -> Claim:
    """One claim of a file, in a worker that cannot be sent it."""
    return next(c for c in _claims(load(Path(path)), Path(path)) if c.id == name)


def _claims(derivation: Derivation, path: Path) -> Iterator[Claim]:
    for claim in derivation.claims:
        yield replace(claim, source=replace(claim.source, file=shown(path)))


def document(path: Path, ids: Ids) -> Document:
    """A derivation as the runner wants it.  A file that fails is one :class:`BadInput`."""
    try:
        derivation = load(path)
    except InputError as error:
        return Document(bare_header(path), iter([BadInput(error, shown(path))]))
    return Document(derivation.header() | {"file": shown(path)}, _items(derivation, path, ids))


def _items(derivation: Derivation, path: Path, ids: Ids) -> Iterator[Task | BadInput]:
    full = os.path.abspath(path)
    for claim in _claims(derivation, path):
        source = claim.source
        try:
            ids.claim(claim.id, f"{source.file}:{source.line}")
        except InputError as error:
            place = f"{source.file}:{source.line}"
            yield BadInput(error.at(place), source.file, source.line)
            continue
        if claim.experiment is None:
            yield Task(claim)
        else:
            code = hashlib.sha256(path.read_bytes()).hexdigest()
            yield Task(claim, partial(load_claim, full, claim.id), code)
