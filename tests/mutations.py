"""Every language on files that are cut off or have a byte flipped: nobody crashes, and all
come to the verdicts of the reference decoder.

`make test` does that with the fixtures that have the reference's digests in the manifest. Called by
`make mutations` this takes every fixture up to 64 KiB, and holds all languages to one verdict: the
work grows with the square of the size, and larger ones would take hours.
"""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import agents
from agents import Agent

# Decoding takes a small multiple of a file's size, and these files are of a page or two; a
# program takes this much before it decodes anything, in MiB.
MEMORY = {"python": 96, "java": 96}
MEMORY_OTHERS = 32
PRINTED = re.compile(r"truncated ([0-9a-f]{16}) flipped ([0-9a-f]{16}) cases (\d+)")


# The largest fixture that is damaged in every way.
LARGEST = 64 << 10


class Differs(Exception):
    """A language that came to other verdicts, or to none."""


def check(root: Path, agent: Agent) -> int:
    """Runs an agent over the corpus. Returns how many mutated files it decoded."""
    manifest = json.loads((root / "conformance/manifest.json").read_text())
    cases = 0
    for case in manifest["cases"]:
        expected = case.get("mutations")
        if expected is None:
            continue
        path = root / "conformance" / case["file"]
        truncated, flipped, count = _run(agent, path)
        if (truncated, flipped) != (expected["truncated"], expected["flipped"]):
            raise Differs(
                f"{agent.language}: mutations of {path}: expected {expected}, found "
                f"truncated {truncated}, flipped {flipped}"
            )
        cases += count
    print(f"Mutated files in {agent.language}: {cases}", flush=True)
    return cases


def _run(agent: Agent, path: Path) -> tuple[str, str, int]:
    process = agent.popen("mutations", path, stdout=subprocess.PIPE, encoding="utf-8")
    with process.stdout:
        printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    found = PRINTED.fullmatch(printed.strip())
    if process.returncode != 0 or found is None:
        raise Differs(f"{agent.language}: mutations of {path}: ended with {process.returncode}: {printed!r}")
    taken, limit = usage.ru_maxrss / 1024, MEMORY.get(agent.language, MEMORY_OTHERS)
    if taken > limit:
        raise Differs(f"{agent.language}: mutations of {path}: took {taken:.0f} MiB, expected {limit} at most")
    return found[1], found[2], int(found[3])


def check_every_fixture(root: Path, found: list[Agent]) -> int:
    """Runs all agents over all fixtures. Returns how many mutated files each decoded."""
    manifest = json.loads((root / "conformance/manifest.json").read_text())
    cases = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for case in manifest["cases"]:
            path = root / "conformance" / case["file"]
            if path.stat().st_size > LARGEST:
                print(f"{case['id']}: left out, it has {path.stat().st_size} bytes")
                continue
            verdicts = list(pool.map(lambda agent: _run(agent, path), found))
            if len(set(verdicts)) != 1:
                by_language = {agent.language: verdict for agent, verdict in zip(found, verdicts)}
                raise Differs(f"mutations of {path}: {by_language}")
            cases += verdicts[0][2]
            print(f"{case['id']}: {verdicts[0][2]}", flush=True)
    return cases


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    found = agents.find(root, Path(os.environ.get("MMSTATS_PREFIX") or root / "build/prefix"))
    try:
        cases = check_every_fixture(root, found)
    except Differs as differs:
        print(f"FAILED: {differs}")
        return 1
    languages = ", ".join(agent.language for agent in found)
    print(f"{cases} mutated files, the same verdicts in {languages}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
