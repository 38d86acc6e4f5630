"""Every duty in SPEC.md has an id, and a fixture or a test refers to each."""

import json
import re
from pathlib import Path

ID = re.compile(r"F[12]-[A-Z0-9]+(?:-[A-Z0-9]+)*")
# Where fixtures and tests are. The conformance suite's fixtures are in its manifest.
TESTS = (
    "mmstats-core/tests",
    "mmstats/tests",
    "mmstats-capi/tests",
    "mmstats-cli/tests",
    "bindings/python/tests",
    "bindings/java/src/test",
    "conformance/runner",
    "conformance/tests",
    "tests",
)
SOURCES = {".rs", ".py", ".c", ".h", ".cpp", ".sh", ".java"}


def defined(spec: str) -> set[str]:
    """Ids that SPEC.md gives: those in brackets."""
    return {match[1] for match in re.finditer(rf"\[({ID.pattern})\]", spec)}


def referred_to(root: Path) -> set[str]:
    """Ids that a fixture or a test names."""
    manifest = json.loads((root / "conformance/manifest.json").read_text())
    found = set(ID.findall(json.dumps(manifest)))
    for folder in TESTS:
        for path in (root / folder).rglob("*"):
            if path.suffix in SOURCES and path != Path(__file__).resolve():
                found |= set(ID.findall(path.read_text()))
    return found


def test_every_clause_is_referred_to_by_a_fixture_or_test(root: Path) -> None:
    missing = defined((root / "SPEC.md").read_text()) - referred_to(root)
    assert not missing, f"no fixture and no test refers to {sorted(missing)}"


def test_every_id_that_is_referred_to_is_defined(root: Path) -> None:
    unknown = referred_to(root) - defined((root / "SPEC.md").read_text())
    assert not unknown, f"SPEC.md defines no {sorted(unknown)}"


def test_every_must_stands_in_a_clause_with_an_id(root: Path) -> None:
    spec = (root / "SPEC.md").read_text()
    rules = spec.split("# Part 1", 1)[1].split("\n# Changes", 1)[0]
    paragraphs = re.split(r"\n(?=- )|\n\n", rules)
    bare = [text for text in paragraphs if "MUST" in text and not ID.search(text)]
    # A clause may go on after a list or a block of code.
    bare = [text for text in bare if not text.lstrip().startswith("and ")]
    assert not bare, f"a MUST without an id: {bare}"
