"""What is committed is what the generator writes, mutation digests included."""

import generate
import pytest
from corpus import mutations
from suite import CASES

EVERY = 10
"""Of format 2's files, the digests of each tenth are taken anew; `generate.py --check` takes
all."""


def test_committed_files_are_what_the_generator_writes(capsys):
    # The generator takes the mutation digests with the reference reader: where that raised
    # anything but FormatError for one of the two million damaged files, this would too.
    taken = [case for case in CASES if case["format"] == 2 and "mutations" in case]
    known = {case["id"]: case["mutations"] for i, case in enumerate(taken) if i % EVERY}
    assert generate.check(known) == 0, capsys.readouterr().err


def test_every_kind_of_difference_is_told():
    built = {"same": b"1", "changed": b"2", "missing": b"3"}
    found = {"same": b"1", "changed": b"x", "stray": b"4"}
    assert generate.differences(built, found) == [
        "changed: differs",
        "missing: missing",
        "stray: not generated any more",
    ]


@pytest.mark.parametrize(
    "verdicts, digest",
    [
        # From the vectors that FNV is published with: of no byte at all, and of "foobar". A
        # byte of 00 only multiplies by the prime, here eight times and twice.
        ([], "cbf29ce484222325"),
        ([0], f"{0xCBF29CE484222325 * 0x100000001B3**8 % 2**64:016x}"),
        (
            [int.from_bytes(b"foobar", "little")],
            f"{0x85944171F73967E8 * 0x100000001B3**2 % 2**64:016x}",
        ),
    ],
)
def test_digest(verdicts, digest):
    assert mutations.digest(verdicts) == digest


def test_mutations_of_two_bytes():
    seen = []
    mutations.digests(b"\x01\xf0", lambda data: seen.append(data) or 0)
    assert seen == [b"", b"\x01", b"\xfe\xf0", b"\x01\x0f"]
