"""A test that takes a `case` runs for every case of the manifest, one that takes a `scenario` for
every scenario, a `scenario_1` for those of format 1, an `identical` one for those with a file to
compare."""

from suite import CASES, SCENARIOS

PARAMETERS = {
    "case": CASES,
    "scenario": SCENARIOS,
    "scenario_1": [scenario for scenario in SCENARIOS if scenario["format"] == 1],
    "identical": [scenario for scenario in SCENARIOS if "identical" in scenario],
}


def pytest_generate_tests(metafunc):
    for name, entries in PARAMETERS.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, entries, ids=[entry["id"] for entry in entries])
