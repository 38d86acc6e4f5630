"""The reference reader and validator against the corpus, and the corpus against SPEC.md."""

import json

import decode
import pytest
import validate
from corpus import spec
from suite import CASES, SUITE


def read(case):
    return (SUITE / case["file"]).read_bytes()


def test_reader(case):
    if case["result"] == "invalid":
        with pytest.raises(decode.FormatError) as caught:
            decode.parse(read(case))
        error = caught.value
        assert {"offset": str(error.offset), "clause": error.clause} == case["error"]
        assert error.section == spec.section(error.clause)
    else:
        committed = (SUITE / case["decoded"]).read_text(encoding="utf-8")
        assert json.dumps(decode.decoded(decode.parse(read(case)))) + "\n" == committed


def test_validator(case):
    found = [departure for departure in validate.departures(read(case)) if departure.must]
    places = [
        {"offset": str(departure.offset), "clause": departure.clause} for departure in found
    ]
    if case["result"] == "invalid":
        assert case["error"] in places
        assert {place["clause"] for place in places} <= {case["error"]["clause"], "F1-PAGES"}
    else:
        assert places == case.get("departures", [])
    for departure in found:
        assert departure.section == spec.section(departure.clause)


def test_offsets_of_items():
    """Each item of each field stands where the one before it ends."""
    data = (SUITE / "v1" / "valid" / "typed-little-tuples-01.mmstats").read_bytes()
    end = 1
    for field in decode.parse(data).fields:
        label = field.name.encode()
        signature = data[field.signature_at : field.write_buffer_at]
        assert field.label_size_at == end
        assert data[end : field.label_at] == len(label).to_bytes(2, "little")
        assert data[field.label_at : field.signature_at - 2] == label
        assert data[field.signature_at - 2 : field.signature_at] == len(signature).to_bytes(
            2, "little"
        )
        assert data[field.write_buffer_at : field.values_at] == b"\x01"
        end = field.end
    assert data[end:] == bytes(len(data) - end)


@pytest.mark.parametrize(
    "case_id, notes",
    [
        ("label-of-256", ["F1-LABEL-256"]),
        ("tuple-gap-not-zero", ["F1-GAP-ZERO"]),
        ("texts-ff", ["F1-TEXT-PAD"] * 3),
        ("char-big-ends-after-last-field", ["F1-LAST-ZERO"]),
        ("system-fields", []),
        ("unread-buffer-garbage", []),
    ],
)
def test_notes(case_id, notes):
    data = (SUITE / "v1" / "valid" / f"{case_id}.mmstats").read_bytes()
    found = validate.departures(data)
    assert [departure.clause for departure in found] == notes
    assert not any(departure.must for departure in found)


def test_files_that_fit_twice_do():
    """The cases of F1-FIT are as ambiguous as their comments say."""
    fits = {
        "typed-fits-both-orders": [("typed", "little"), ("typed", "big")],
        "char-fits-both-orders": [("char", "little"), ("char", "big")],
        "fits-typed-and-char": [("typed", "little"), ("char", "little")],
        "fits-typed-big-and-char-little": [("typed", "big"), ("char", "little")],
        "char-that-looks-typed": [("char", "little")],
        "no-fields": list(decode.FITS),
    }
    for name, expected in fits.items():
        data = (SUITE / "v1" / "valid" / f"{name}.mmstats").read_bytes()
        assert [fit for fit in decode.FITS if does_fit(data, *fit)] == expected, name


def does_fit(data, layout, byte_order):
    try:
        decode.parse_as(data, layout, byte_order)
    except decode.FormatError:
        return False
    return True


UNTESTABLE = {
    "F1-LIMIT-READ": "a limit, and memory, are a reader's own; a case would need more than 16 MiB",
    "F1-COPY-ORDER": "no file shows it: the live tests of each language do",
    "F1-READ-ONLY": "what a reader must not do to a file shows in no file",
}


def test_every_clause_has_a_case():
    bound = {
        clause
        for clause, (_section, binds) in spec.clauses().items()
        if "file" in binds or "reader" in binds
    }
    covered = {clause for case in CASES for clause in case["clauses"]}
    assert bound - covered == UNTESTABLE.keys()
    assert covered <= spec.clauses().keys()


def test_clauses_are_found_where_they_are_given():
    assert len(spec.clauses()) > 25
    assert spec.clauses()["F1-LABEL-UTF8"] == ("1.3", ("file", "reader"))
    assert spec.clauses()["F1-FLIP"] == ("1.10", ("writer",))
