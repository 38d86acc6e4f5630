"""Released tools read what a conforming writer leaves: a model of mmstats 0.8.0's reader, which
knows nothing of layouts, takes every valid file in the layout that writers write."""

import io
import math
import struct

import decode
import pytest
from suite import CASES, SUITE, load

LITTLE_TYPED = [
    case
    for case in CASES
    if case["result"] == "valid" and case["format"] == 1
    for decoded in [load(SUITE / case["decoded"])]
    if (decoded["layout"], decoded["byte_order"]) == ("typed", "little")
]


def old_reader(data):
    """Labels and values (of several parts the first), all sizes from struct's native mode."""
    file = io.BytesIO(data)
    if file.read(1) != b"\x01":
        raise ValueError("not version 1")
    while (label_size := file.read(2)) not in (b"", b"\0", b"\0\0"):
        label = file.read(*struct.unpack("H", label_size)).decode("utf-8", "ignore")
        signature = file.read(*struct.unpack("H", file.read(2))).decode("ascii")
        size = struct.calcsize(signature)
        (write_buffer,) = file.read(1)
        if write_buffer == 255:
            raw = file.read(size)
        else:
            buffers = file.read(2 * size)
            start = size * (write_buffer ^ 1)
            raw = buffers[start : start + size]
        value = struct.unpack(signature, raw)[0]
        if isinstance(value, bytes):
            value = value.split(b"\0", 1)[0].decode("utf-8", "ignore")
        yield label, value


@pytest.mark.parametrize("valid", LITTLE_TYPED, ids=[case["id"] for case in LITTLE_TYPED])
def test_old_reader_takes_valid_files(valid):
    data = (SUITE / valid["file"]).read_bytes()
    ours = [(field.name, field.parts[0].value) for field in decode.parse(data).fields]
    theirs = list(old_reader(data))
    assert [label for label, _ in theirs] == [label for label, _ in ours]
    for (label, their_value), (_, our_value) in zip(theirs, ours):
        assert type(their_value) is type(our_value), label
        assert their_value == our_value or (math.isnan(their_value) and math.isnan(our_value))


def test_old_reader_fails_on_other_write_buffers():
    data = (SUITE / "v1" / "invalid" / "write-buffer-02.mmstats").read_bytes()
    with pytest.raises(struct.error):
        list(old_reader(data))
