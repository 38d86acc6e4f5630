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
    text = SPEC.read_text(encoding="utf-8")
    for section, rules in re.findall(r"^## ([1-9]\.[0-9]+) (.*?)(?=^## |\Z)", text, re.M | re.S):
        for clause, binds in re.findall(r"\[(F[0-9]-[A-Z0-9-]+)\](?:\s+\(([a-z,\s]+)\))?", rules):
            found.setdefault(clause, Clause(section, tuple(re.findall("[a-z]+", binds))))
    return found


def section(clause: str) -> str:
    return clauses()[clause].section
