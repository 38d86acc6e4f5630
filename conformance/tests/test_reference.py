"""The reference reader and validator against the corpus, and the corpus against SPEC.md."""

import json

import decode
import pytest
import v1
import v2
import validate
from corpus import spec
from runner import checks
from suite import CASES, SUITE


def read(case):
    return (SUITE / case["file"]).read_bytes()


def test_reader(case):
    if case["result"] == "invalid":
        with pytest.raises(decode.FormatError) as caught:
            decode.parse(read(case))
        error = caught.value
        assert {"offset": str(error.offset), "clause": error.clause} in checks.errors(case)
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
        errors = checks.errors(case)
        assert any(error in places for error in errors)
        assert {place["clause"] for place in places} <= {
            "F1-PAGES",
            *(error["clause"] for error in errors),
        }
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
        "no-fields": list(v1.FITS),
    }
    for name, expected in fits.items():
        data = (SUITE / "v1" / "valid" / f"{name}.mmstats").read_bytes()
        assert [fit for fit in v1.FITS if does_fit(data, *fit)] == expected, name


def does_fit(data, layout, byte_order):
    try:
        v1.parse_as(data, layout, byte_order)
    except decode.FormatError:
        return False
    return True


def test_format_1_gives_the_same_with_or_without_format_2(case_1):
    """But for the one file of format 1's that begins as format 2 does."""
    data = read(case_1)
    same = outcome(decode.parse, data) == outcome(v1.parse, data)
    assert same != (case_1["id"] == "v1/invalid/version-02-format-2")


def outcome(parse, data):
    try:
        return repr(parse(data))
    except decode.FormatError as error:
        return str(error)


def test_format_2_alone_has_a_clause_of_its_own_for_its_magic():
    """F2-MAGIC; a reader of both formats has F1-VERSION for what begins as neither."""
    cases = [case for case in CASES if case.get("error", {}).get("clause") == "F2-MAGIC"]
    assert cases
    for case in cases:
        with pytest.raises(decode.FormatError) as caught:
            v2.parse(read(case))
        assert (caught.value.offset, caught.value.clause) == (0, "F2-MAGIC")


UNTESTABLE = {
    "F1-LIMIT-READ": "a limit, and memory, are a reader's own; a case would need more than 16 MiB",
    "F1-COPY-ORDER": "no file shows it: the live tests of each language do",
    "F1-READ-ONLY": "what a reader must not do to a file shows in no file",
    **{
        clause: "no file shows it: test_live.py and the live tests of each language do"
        for clause in (
            "F2-BUSY",
            "F2-COPY",
            "F2-LENGTH-AGAIN",
            "F2-SEQUENCED-READ",
            "F2-STATE-READ",
            "F2-WINDOW-READ",
        )
    },
    "F2-LIVENESS": "it takes a process, dead or alive: mmstats/tests/liveness",
    **{
        clause: "no single file shows it: mmstats/tests/application and mmstats/tests/fold"
        for clause in ("F2-FOLD-READ", "F2-MERGE", "F2-MERGE-BUCKETS", "F2-MERGE-WINDOWS")
    },
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
    assert spec.clauses()["F2-HEAD"] == ("2.3", ("file", "reader"))
    assert spec.clauses()["F2-STRIPE-ZERO"] == ("2.3", ("file",))
