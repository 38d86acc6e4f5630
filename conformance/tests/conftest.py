"""A test that takes a `case` runs for every case of the manifest, one that takes a `scenario` for
every scenario."""

from suite import CASES, SCENARIOS


def pytest_generate_tests(metafunc):
    for name, entries in (("case", CASES), ("scenario", SCENARIOS)):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, entries, ids=[entry["id"] for entry in entries])
