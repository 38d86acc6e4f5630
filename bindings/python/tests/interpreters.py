"""A program that imports mmstats in its main interpreter and in others. Prints what came of it."""

import sys

import mmstats

try:
    import _interpreters
except ImportError:
    import _xxsubinterpreters as _interpreters

TRIED = """
try:
    import mmstats
    print("imported", flush=True)
except ImportError as error:
    print(error, flush=True)
"""


def create(isolated: bool) -> object:
    """Another interpreter: from Python 3.12 on an isolated one has a GIL of its own."""
    if sys.version_info >= (3, 13):
        return _interpreters.create("isolated" if isolated else "legacy")
    return _interpreters.create(isolated=isolated)


stats = mmstats.Writer("test")
hits = stats.counter("hits")
for isolated in (True, False):
    other = create(isolated)
    failed = _interpreters.run_string(other, TRIED)
    assert not failed, failed
    _interpreters.destroy(other)
    hits.inc()
print(hits.value, "counted by the main interpreter")
