"""The agents: one test program in each language, all with the same subcommands.

    decode FILE              the decoded form on stdout (conformance/README.md)
    write OUT_FILE           leaves the file that the scenario on stdin says
    mutations FILE           a digest of the verdicts on the file cut off and with bytes flipped
    live-write OUT_FILE      writes until stdin ends
    live-read FILE SECONDS   reads for that time, and checks what it sees
    live-write2, live-read2  the same with a file of format 2
"""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path


class Missing(Exception):
    """An agent that isn't there."""


@dataclass(frozen=True)
class Agent:
    """A test program: how to call it, and what it takes."""

    language: str
    command: tuple[str, ...]
    # Which form of scenarios `write` takes: "lines", or "json".
    scenarios: str = "lines"
    variables: dict = field(default_factory=dict)

    @property
    def shell(self) -> str:
        """The command as one string."""
        return shlex.join(self.command)

    def popen(self, *arguments: object, **options) -> subprocess.Popen:
        """Starts it."""
        words = [*self.command, *(str(word) for word in arguments)]
        return subprocess.Popen(words, env={**os.environ, **self.variables}, **options)


def python_variables(prefix: Path) -> dict[str, str]:
    """The environment in which Python finds the package, its extension and the library of this
    tree."""
    package = Path(__file__).resolve().parent.parent / "bindings/python"
    build = [sys.executable, package / "build_extension.py"]
    extension = subprocess.run(build, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    return {
        "PYTHONPATH": str(package),
        "MMSTATS_LIBRARY": str(prefix / "lib/libmmstats.so"),
        "MMSTATS_EXTENSION": extension.strip(),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def find(root: Path, prefix: Path) -> list[Agent]:
    """Builds those that need it, and returns all."""
    subprocess.run(
        [root / "tests/agents/build-c.sh"],
        env={**os.environ, "MMSTATS_PREFIX": str(prefix)},
        check=True,
    )
    subprocess.run([root / "tests/agents/java/build.sh"], check=True)
    build = root / "build/agents"
    python = (sys.executable, str(root / "tests/agents/agent.py"))
    found = [
        Agent("rust", (str(root / "target/release/agent-rust"),)),
        Agent("c", (str(build / "agent-c"),)),
        Agent("c++", (str(build / "agent-cpp"),)),
        Agent("python", python, scenarios="json", variables=python_variables(prefix)),
        Agent("java", (str(root / "tests/agents/java/agent-java"),)),
    ]
    for agent in found:
        if not Path(agent.command[-1]).exists():
            raise Missing(f"{agent.language}: no agent at {agent.command[-1]}")
    return found
