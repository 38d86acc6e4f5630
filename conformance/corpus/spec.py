"""The clauses of SPEC.md: the ids, where they stand and whom they bind."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

SPEC = Path(__file__).parents[2] / "SPEC.md"


class Clause(NamedTuple):
    section: str
    binds: tuple[str, ...]


@lru_cache(maxsize=None)
def clauses() -> dict[str, Clause]:
    """Every id where it is given: `[F1-BOOL] (file) ...`. Part 0 only mentions some."""
    found = {}
    section = "0"
    for line in SPEC.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## ([0-9]+\.[0-9]+) ", line):
            section = heading[1]
        if section.startswith("0"):
            continue
        for clause, binds in re.findall(r"\[(F[0-9]-[A-Z0-9-]+)\](?: \(([a-z, ]+)\))?", line):
            found.setdefault(clause, Clause(section, tuple(binds.split(", ")) if binds else ()))
    return found


def section(clause: str) -> str:
    return clauses()[clause].section
