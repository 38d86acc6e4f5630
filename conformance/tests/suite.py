"""Where the suite is, and what it has. Importing this makes its own modules importable."""

from __future__ import annotations

import json
import sys
from pathlib import Path

SUITE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(SUITE), str(SUITE / "reference")]


def load(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


CASES = load(SUITE / "manifest.json")["cases"]
SCENARIOS = [load(path) for path in sorted(SUITE.glob("v[12]/scenarios/*.json"))]
