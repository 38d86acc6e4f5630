"""Finding the C extension, which is optional."""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import os
from types import ModuleType

from . import _library

NAME = f"{__package__}._speed"


def load() -> ModuleType | None:
    """The extension: that which MMSTATS_EXTENSION names, else the one inside the package, if there
    is one."""
    chosen = os.environ.get("MMSTATS_EXTENSION")
    extension = _from_file(chosen) if chosen else _packaged()
    if extension is not None:
        extension.connect(_library.holding._handle)
    return extension


def _packaged() -> ModuleType | None:
    # Looked for first: what is there and can't be imported is an error that says why.
    if importlib.util.find_spec(NAME) is None:
        return None
    return importlib.import_module(NAME)


def _from_file(path: str) -> ModuleType:
    loader = importlib.machinery.ExtensionFileLoader(NAME, os.path.abspath(path))
    spec = importlib.util.spec_from_loader(NAME, loader)
    assert spec is not None
    try:
        extension = importlib.util.module_from_spec(spec)
        loader.exec_module(extension)
    except ImportError as error:
        raise ImportError(
            f"found no extension of mmstats in {path}, which MMSTATS_EXTENSION names: {error}. Set "
            "it to the path of mmstats/_speed.*.so, or to nothing."
        ) from error
    return extension
