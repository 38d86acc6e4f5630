"""The manifest keeps its schema, and names what is there."""

import copy

import jsonschema
import pytest
from suite import CASES, SUITE, load

SCHEMA = load(SUITE / "manifest.schema.json")
MANIFEST = load(SUITE / "manifest.json")


def test_manifest_keeps_its_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(MANIFEST)


@pytest.mark.parametrize("key", ["error", "decoded", "departures"])
def test_schema_asks_for_what_belongs_to_a_result(key):
    manifest = copy.deepcopy(MANIFEST)
    case = next(case for case in manifest["cases"] if key in case)
    del case[key]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(manifest)


def test_ids_are_unique():
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids))


def test_every_file_of_the_corpus_is_a_case():
    named = {case["file"] for case in CASES}
    named |= {case["decoded"] for case in CASES if "decoded" in case}
    there = {
        path.relative_to(SUITE).as_posix()
        for folder in ("valid", "nonconforming", "invalid", "foreign")
        for path in SUITE.glob(f"v[12]/{folder}/**/*")
        if path.suffix in (".mmstats", ".json")
    }
    assert named == there
