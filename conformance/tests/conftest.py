"""A test that takes a `case` runs for every case of the manifest, one that takes a `scenario` for
every scenario; `_1` and `_2` are those of one format, an `identical` one has a file to compare."""

from suite import CASES, SCENARIOS

PARAMETERS = {
    "case": CASES,
    "case_1": [case for case in CASES if case["format"] == 1],
    "case_2": [case for case in CASES if case["format"] == 2],
    "scenario": SCENARIOS,
    "scenario_1": [scenario for scenario in SCENARIOS if scenario["format"] == 1],
    "identical": [scenario for scenario in SCENARIOS if "identical" in scenario],
}


def pytest_generate_tests(metafunc):
    for name, entries in PARAMETERS.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, entries, ids=[entry["id"] for entry in entries])
