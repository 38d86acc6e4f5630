"""Sub-interpreters, in which the package isn't to be used."""

from __future__ import annotations

from mmstats._interpreter import REFUSED
from support import PACKAGE, python


def test_other_interpreters_are_refused() -> None:
    # They are an experiment of Python's own, which warns of them.
    done = python("-W", "ignore", PACKAGE / "tests/interpreters.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [REFUSED, REFUSED, "2 counted by the main interpreter"]
