"""What this package believes of the C ABI, and what the header says."""

from __future__ import annotations

import ctypes
import re
import struct
from collections.abc import Iterator
from typing import Any

import pytest

import mmstats
from mmstats import _abi as shared
from mmstats import _abi2, _abi_application, _function, folding
from mmstats.application import ProblemKind
from mmstats.application import _decode as _decode_application
from mmstats.reader import _decode as _decode2
from mmstats.reader import Histogram, _distribution
from mmstats.v1 import Liveness, _abi, _decode
from support import ROOT

HEADER = (ROOT / "include/mmstats.h").read_text()
CODE = re.sub(r"/\*.*?\*/|//.*?$|^#.*?$", "", HEADER, flags=re.S | re.M)

STRUCTS: dict[str, list[type[Any]]] = {
    "mmstats_str": [shared.Str, shared.Borrowed],
    "mmstats_v1_options": [_abi.Options],
    "mmstats_v1_counter": [_abi.Cell],
    "mmstats_v1_text_field": [_abi.WideCell],
    "mmstats_v1_tuple_field": [_abi.WideCell],
    "mmstats_v1_payload": [_abi.Payload],
    "mmstats_v1_value": [_abi.Value],
    "mmstats_v1_field": [_abi.Field],
    **{f"mmstats_v1_{type.value}_field": [_abi.Cell] for type in _abi.SCALARS},
    "mmstats_identity": [_abi2.Identity],
    "mmstats_options": [_abi2.Options],
    "mmstats_component": [_abi2.Component, _abi2.FoundComponent],
    "mmstats_desc": [_abi2.Desc],
    **{f"mmstats_{noun}": [cell] for noun, cell in _abi2.CELLS.items()},
    "mmstats_family_info": [_abi2.FamilyInfo],
    "mmstats_number": [_abi2.Number],
    "mmstats_parts": [_abi2.Parts],
    "mmstats_bucket": [_abi2.Bucket],
    "mmstats_distribution": [_abi2.Distribution],
    "mmstats_window_slot": [_abi2.WindowSlot],
    "mmstats_lately": [_abi2.Lately],
    "mmstats_recent": [_abi2.Recent],
    "mmstats_payload": [_abi2.Payload],
    "mmstats_value": [_abi2.Value],
    "mmstats_rate": [_abi2.Rate],
    "mmstats_label": [_abi2.Label],
    "mmstats_series": [_abi2.Series],
    "mmstats_file_info": [_abi2.FileInfo],
    "mmstats_application_file": [_abi_application.File],
    "mmstats_file_value": [_abi_application.FileValue],
    "mmstats_problem": [_abi_application.Problem],
    "mmstats_since": [_abi_application.Since],
    "mmstats_fold_options": [_abi_application.FoldOptions],
    "mmstats_fold_outcome": [_abi_application.FoldOutcome],
}

NUMBERS = {
    "bool": ctypes.c_bool,
    "size_t": ctypes.c_size_t,
    "float": ctypes.c_float,
    "double": ctypes.c_double,
    "uint8_t[16]": _abi2.Id,
    **{f"{u}int{n}_t": getattr(ctypes, f"c_{u}int{n}") for u in ("", "u") for n in (8, 16, 32, 64)},
}


def meant(declared: str) -> object:
    """What stands for a C type: a ctypes type, several of the same layout, or "pointer"."""
    name = re.sub(r"\b(const|struct|union|enum)\b", "", declared).strip()
    if name.endswith("*"):
        return "pointer"
    if name == "mmstats_status":
        return shared.Status
    if name == "mmstats_liveness":
        return ctypes.c_int
    return NUMBERS.get(name) or STRUCTS.get(name) or {"void": None}[name]


def agrees(python: type[Any] | None, c: str) -> bool:
    wanted = meant(c)
    if wanted == "pointer":
        return python in (ctypes.c_void_p, ctypes.c_char_p)
    return python in wanted if isinstance(wanted, list) else python is wanted


def members(name: str) -> list[tuple[str, str]]:
    body = re.search(rf"typedef (?:struct|union) {name} \{{(.*?)\}} {name};", CODE, re.S)
    assert body, f"{name} is not in mmstats.h"
    found = re.findall(r"([\w ]+?[ *]+)(\w+)(\[\d+\])?;", body[1])
    return [(type.strip() + size, member) for type, member, size in found]


@pytest.mark.parametrize("name", STRUCTS)
def test_structures(name: str) -> None:
    # `as` can't be a name in Python.
    in_c = [(c, "payload" if member == "as" else member) for c, member in members(name)]
    for python in STRUCTS[name]:
        assert [member for _, member in in_c] == [member for member, _ in python._fields_]
        for (c, _), (_, type) in zip(in_c, python._fields_):
            assert agrees(type, c), f"{name}: {c} is {type}"


PROTOTYPES = {
    **shared.PROTOTYPES,
    **_abi.PROTOTYPES,
    **_abi2.PROTOTYPES,
    **_abi_application.PROTOTYPES,
}


@pytest.mark.parametrize("name", PROTOTYPES)
def test_prototypes(name: str) -> None:
    found = re.search(rf"([\w ]+?[ *]+){name}\((.*?)\);", CODE, re.S)
    assert found, f"{name} is not in mmstats.h"
    result, arguments = found[1].strip(), [] if found[2] == "void" else found[2].split(",")
    types = [re.sub(r"\w+$", "", argument.strip()).strip() for argument in arguments]
    types = [] if types == [""] else types
    prototype = PROTOTYPES[name]
    assert agrees(prototype.result, result), f"{result} is {prototype.result}"
    assert len(types) == len(prototype.arguments)
    for c, python in zip(types, prototype.arguments):
        assert agrees(python, c), f"{c} is {python}"


def numbers(enum: str) -> dict[str, int]:
    body = re.search(rf"typedef enum {enum} \{{(.*?)\}} {enum};", CODE, re.S)
    assert body
    return {name: int(number) for name, number in re.findall(r"(\w+) = (\d+)", body[1])}


def test_statuses_are_causes() -> None:
    statuses = numbers("mmstats_status")
    assert statuses.pop("MMSTATS_OK") == 0
    assert set(statuses) == {f"MMSTATS_ERROR_{cause.name}" for cause in mmstats.Cause}
    status_name = _function.bind("mmstats_status_name")
    for name, number in statuses.items():
        cause = mmstats.Cause[name.removeprefix("MMSTATS_ERROR_")]
        assert status_name(number).decode() == cause.value


def test_types() -> None:
    first = {f"MMSTATS_{type.name}": number for number, type in _abi.KINDS.items()}
    second = {f"MMSTATS_{type.name}": number for type, number in _abi2.TYPES.items()}
    names = ("STRUCT", "HISTOGRAM", "WINDOW", "UNPUBLISHED", "BUSY", "EACH", "WINDOWS")
    values = {f"MMSTATS_{name}": getattr(_abi2, name) for name in names}
    assert {**first, **second, **values} == numbers("mmstats_type")


def test_constants() -> None:
    found = dict(re.findall(r"^#define MMSTATS_(\w+) (\d+)$", HEADER, re.M))
    assert int(found["NO_CAPACITY"]) == _abi2.NO_CAPACITY
    assert int(found["KEEP_NONE"]) == _abi_application.KEEP_NONE


def test_problems_and_what_folding_did() -> None:
    problems = {f"MMSTATS_PROBLEM_{kind.name}": kind.value for kind in ProblemKind}
    assert problems == numbers("mmstats_problem_kind")
    results = {f"MMSTATS_FOLD_{result.name}": result.value for result in mmstats.FoldResult}
    assert results == numbers("mmstats_fold_result")
    assert ProblemKind(10**6) is ProblemKind.OTHER
    assert mmstats.FoldResult(10**6) is mmstats.FoldResult.KEPT


def test_kinds_and_aggregates() -> None:
    kinds = {f"MMSTATS_KIND_{kind.name}": number for kind, number in _abi2.KINDS.items()}
    assert kinds == numbers("mmstats_kind")
    aggregates = {f"MMSTATS_AGGREGATE_{of.name}": n for of, n in _abi2.AGGREGATES.items()}
    assert {"MMSTATS_AGGREGATE_DEFAULT": 0, **aggregates} == numbers("mmstats_aggregate")


def test_liveness() -> None:
    found = {f"MMSTATS_LIVENESS_{liveness.name}": liveness.value for liveness in Liveness}
    assert found == numbers("mmstats_liveness")


def test_fields_are_taken_apart_where_their_members_are() -> None:
    field = _abi.Field()
    field.label.data, field.label.len, field.value.kind = 1, 2, 3
    field.value.payload.text.data, field.value.payload.text.len = 4, 5
    assert _decode._FIELD.size == ctypes.sizeof(field)
    assert _decode._FIELD.unpack(bytes(field)) == (1, 2, 3, 4, 5)


TAKEN_APART = {
    _decode2.FAMILY: (_abi2.FamilyInfo, 22),
    _decode2.COMPONENT: (_abi2.FoundComponent, 8),
    _decode2.SERIES: (_abi2.Series, 8),
    _decode2.VALUE: (_abi2.Value, 3),
    _decode2.LABEL: (_abi2.Label, 4),
    _decode2.TEXT: (shared.Borrowed, 2),
    _distribution.DISTRIBUTION: (_abi2.Distribution, 14),
    _distribution.BUCKET: (_abi2.Bucket, 2),
    _decode2.RECENT: (_abi2.Recent, 9),
    _decode2.SLOT: (_abi2.WindowSlot, 4),
    _decode_application.FILE: (_abi_application.File, 8),
    _decode_application.FILE_VALUE: (_abi_application.FileValue, 4),
    _decode_application.PROBLEM: (_abi_application.Problem, 7),
    _decode_application.RATE: (_abi2.Rate, 4),
    folding.OUTCOME: (_abi_application.FoldOutcome, 6),
}


@pytest.mark.parametrize("taker", TAKEN_APART, ids=lambda taker: TAKEN_APART[taker][0].__name__)
def test_arrays_are_taken_apart_where_their_members_are(taker: struct.Struct) -> None:
    structure, count = TAKEN_APART[taker]
    one = structure()
    wanted = number_members(one, iter(range(1, 100)))
    assert taker.size == ctypes.sizeof(one)
    assert list(taker.unpack(bytes(one))) == wanted
    assert len(wanted) == count


def number_members(of: Any, numbers: Iterator[int]) -> list[int | bool | bytes]:
    """Sets each member to a number of its own, those of structures inside too: of a payload the
    two words of its text, of a number its u64. What was set, in order."""
    found: list[int | bool | bytes] = []
    for name, type in of._fields_:
        if type is _abi2.Payload:
            found += number_members(of.payload.text, numbers)
        elif type is _abi2.Number:
            getattr(of, name).u64 = next(numbers)
            found.append(getattr(of, name).u64)
        elif type is _abi2.Id:
            getattr(of, name)[:] = [next(numbers)] * 16
            found.append(bytes(getattr(of, name)))
        elif issubclass(type, ctypes.Structure):
            found += number_members(getattr(of, name), numbers)
        else:
            setattr(of, name, type is ctypes.c_bool or next(numbers))
            found.append(getattr(of, name))
    return found


def test_a_value_alone_is_taken_out_of_a_series() -> None:
    series = _abi2.Series()
    wanted = number_members(series, iter(range(1, 100)))
    assert list(_decode2.SERIES_VALUE.unpack(bytes(series))) == wanted[:3]


def test_columns_are_where_the_members_are() -> None:
    found = (_abi2.Series * 3)()
    for n, series in enumerate(found):
        series.value.kind = _abi2.TYPES[mmstats.Type.I64]
        series.value.payload.i64 = -n
    at = ctypes.addressof(found)
    assert [*_decode_application.values(at, 3, [], 0)] == [0, -1, -2]
    found[1].value.kind, found[1].value.payload.f64 = _abi2.TYPES[mmstats.Type.F64], 0.5
    found[2].value.kind = _abi2.TYPES[mmstats.Type.TEXT]
    text = ctypes.create_string_buffer(b"text, and more")
    found[2].value.payload.text = shared.Borrowed(ctypes.addressof(text), 4)
    family: Any = None
    assert [*_decode_application.values(at, 3, [family] * 3, 0)] == [0, 0.5, "text"]


def test_histograms_are_copied_and_taken_apart() -> None:
    buckets = (_abi2.Bucket * 2)(_abi2.Bucket(7, -1), _abi2.Bucket(2**64 - 1, 5))
    found = _abi2.Distribution()
    number_members(found, iter(range(1, 100)))
    found.buckets, found.bucket_count = ctypes.addressof(buckets), 2
    packed, copied = _distribution.copy(ctypes.addressof(found))
    assert (packed, copied) == (bytes(found), bytes(buckets))
    members = _distribution.unpack(mmstats.Type.U64, packed, copied)
    assert members["buckets"] == ((-1, 7), (5, 2**64 - 1))
    assert members.keys() == Histogram.__dataclass_fields__.keys()
    names = {"number": "size", "bucket_count": None, "has_extremes": None, "buckets": None}
    for name, _ in _abi2.Distribution._fields_:
        wanted = getattr(found, name)
        if member := names.get(name, name):
            assert members[member] == (wanted.u64 if isinstance(wanted, _abi2.Number) else wanted)
    assert members["range"] == (found.min.u64, found.max.u64)
    found.bucket_count = 0
    assert _distribution.copy(ctypes.addressof(found))[1] == b""
