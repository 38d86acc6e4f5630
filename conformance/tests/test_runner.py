"""conformance/run: right programs pass, wrong ones fail, and the reason is told."""

import json
import shlex
import subprocess
import sys

import pytest
from runner import compare
from suite import CASES, SCENARIOS, SUITE

REFERENCE = SUITE / "reference"
PYTHON = f"{shlex.quote(sys.executable)} -S"  # without site-packages it starts faster


def run(*options):
    """Exit status and lines of the runner."""
    command = [sys.executable, SUITE / "run", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def python(path):
    return f"{PYTHON} {shlex.quote(str(path))}"


def test_reference_reader_passes_the_corpus():
    status, lines = run("--decoder", python(REFERENCE / "decode.py"))
    cases = len(CASES)
    assert (status, lines[-1]) == (0, f"{cases} passed, 0 failed")
    assert len([line for line in lines if line.startswith("ok ")]) == cases


def test_reference_validator_passes():
    """Two folders of many: test_reference.py has all of them, in one process."""
    for folder in ("foreign", "v1/nonconforming/bool"):
        status, lines = run("--validator", python(REFERENCE / "validate.py"), "--filter", folder)
        assert (status, lines[-1].split(", ")[1]) == (0, "0 failed")


@pytest.mark.parametrize("form", ["json", "lines"])
def test_model_writer_passes(form):
    writer = f"{python(SUITE / 'tests' / 'model_writer.py')} {form}"
    status, lines = run("--writer", writer, "--writer-input", form, "--writer-level", "2")
    assert (status, lines[-1]) == (0, f"{len(SCENARIOS)} passed, 0 failed")


def test_model_live_writer_passes():
    writer = python(SUITE / "tests" / "model_live_writer.py")
    status, lines = run("--live-writer", writer, "--rounds", "10")
    assert (status, lines[-1]) == (0, "10 passed, 0 failed")
    assert [line.split()[1] for line in lines[:-1]] == [
        *(f"v2/live/killed-{i}" for i in range(1, 10)),
        "v2/live/closed-10",
    ]


def test_one_format_only():
    for number in (1, 2):
        _status, lines = run("--list", "--format", str(number))
        assert len(lines) > 300
        assert all(line.startswith(f"v{number}/") for line in lines)


def test_no_case_is_no_success():
    status, (reason, total) = run()
    assert (status, total) == (1, "0 passed, 0 failed")
    assert "name a program" in reason
    status, (reason, total) = run("--decoder", "true", "--filter", "no such case")
    assert (status, total) == (1, "0 passed, 0 failed")
    assert "'no such case'" in reason


def test_quiet_prints_failures_only():
    status, lines = run("--quiet", "--decoder", "true", "--filter", "v1/valid/no-fields")
    assert status == 1
    assert [line.split(":")[0] for line in lines] == [
        "FAIL v1/valid/no-fields (decoder)",
        "FAIL v1/valid/no-fields-two-pages (decoder)",
        "0 passed, 2 failed",
    ]
    decoder = python(REFERENCE / "decode.py")
    options = ("--quiet", "--decoder", decoder, "--filter", "v1/valid/no-fields")
    assert run(*options) == (0, ["2 passed, 0 failed"])


def test_list_runs_nothing():
    status, lines = run("--list", "--filter", "v1/valid/label-of-25")
    assert status == 0
    assert lines == [
        f"v1/valid/label-of-{size} ({role})"
        for role in ("decoder", "validator")
        for size in (255, 256, 257)
    ]


# Wrong programs. Each is a line or two, put between the reading of the file and the verdict.

DECODER = """
import json, os, signal, sys, time
sys.path.insert(0, {reference!r})
import decode
try:
    form = decode.decoded(decode.parse(open(sys.argv[-1], "rb").read()))
except decode.FormatError as found:
    error = found
else:
    error = None
{fault}
if error:
    print(error, file=sys.stderr)
    sys.exit(1)
print(json.dumps(form))
"""

VALID = "v1/valid/system-fields"
INVALID = "v1/invalid/signature-2Q"

WRONG_DECODERS = [  # case, fault, what the runner says of it
    (VALID, "form['fields'][0]['value'] = '1'", 'fields[0].value: expected "4194304", found "1"'),
    (VALID, "form['fields'][0]['value'] = 4194304", 'expected "4194304", found 4194304'),
    (VALID, "form['fields'][4]['value'] = '1795253322.7030268'", 'found "1795253322.7030268"'),
    (VALID, "form['fields'][4]['value'] = 'now'", 'found "now"'),
    (VALID, "form['fields'].pop()", "expected 6 of them, found 5"),
    (VALID, "form['fields'].append(form['fields'][0])", "expected 6 of them, found 7"),
    (VALID, "form['layout'] = 'char'", 'layout: expected "typed", found "char"'),
    (VALID, "del form['byte_order']", "keys: expected"),
    (VALID, "form['extra'] = 1", "keys: expected"),
    (VALID, "sys.exit(1)", "expected exit status 0, found 1"),
    (VALID, "print('{')", "found no JSON"),
    (VALID, "sys.exit(0)", "found no JSON"),
    (VALID, "time.sleep(60)", "hangs: no end after 1 s"),
    (VALID, "os.kill(os.getpid(), signal.SIGSEGV)", "crashed by signal SIGSEGV"),
    (VALID, "os.kill(os.getpid(), signal.SIGRTMIN + 1)", "crashed by signal"),
    ("v1/valid/typed-little-tuples-ff", "form['fields'][0]['parts'].pop()", "expected 2 of them"),
    ("v1/valid/texts-ff", "form['fields'][2]['value'] += chr(0)", 'expected "abc", found "abc'),
    (
        "v1/valid/typed-little-extremes",
        "form['fields'][21]['value'] = 1",
        "value: expected true, found 1",
    ),
    (
        "v1/valid/typed-little-special-floats",
        "form['fields'][5]['value'] = '0.0'",
        'expected "-0.0", found "0.0"',
    ),
    (INVALID, "sys.exit(0)", "expected exit status 1 (F1-SIGNATURE at offset 10), found 0"),
    (INVALID, "sys.exit(2)", "expected exit status 1 (F1-SIGNATURE at offset 10), found 2"),
    (INVALID, "error.offset += 1", "expected offset 10 (F1-SIGNATURE) on stderr"),
    (INVALID, "sys.exit('110 10.5 5.10 F10 10-11 a10')", "expected offset 10"),
    (INVALID, "sys.exit(1)", "expected offset 10 (F1-SIGNATURE) on stderr"),
    (INVALID, "print('{}')", "expected nothing on stdout"),
    (INVALID, "time.sleep(60)", "hangs"),
    (INVALID, "os.abort()", "crashed by signal SIGABRT"),
]


@pytest.mark.parametrize("case_id, fault, reason", WRONG_DECODERS)
def test_wrong_decoder_fails(case_id, fault, reason, tmp_path):
    program = tmp_path / "decoder.py"
    program.write_text(DECODER.format(reference=str(REFERENCE), fault=fault))
    options = ("--decoder", python(program), "--timeout", "1", "--filter", case_id)
    status, lines = run(*options)
    assert (status, lines[-1]) == (1, "0 passed, 1 failed")
    assert lines[0].startswith(f"FAIL {case_id} (decoder): ")
    assert reason in lines[0]


@pytest.mark.parametrize(
    "case_id, wording",
    [
        (VALID, "form['fields'][4]['value'] = '1.795253322703027E9'"),
        (VALID, "form = dict(reversed(form.items()))"),
        (INVALID, "sys.exit('corrupt at offset=10.')"),
        (INVALID, "sys.exit('17 bytes in all\\nfault at 10, sorry')"),
    ],
)
def test_decoder_in_other_words_passes(case_id, wording, tmp_path):
    program = tmp_path / "decoder.py"
    program.write_text(DECODER.format(reference=str(REFERENCE), fault=wording))
    status, lines = run("--decoder", python(program), "--filter", case_id)
    assert (status, lines[-1]) == (0, "1 passed, 0 failed"), lines


def test_decoder_that_is_not_there_fails():
    status, lines = run("--decoder", "/no/such/program", "--filter", VALID)
    assert status == 1
    assert "can't be started" in lines[0]


def test_hanging_program_ends_with_what_it_started(tmp_path):
    program = tmp_path / "decoder.py"
    # The child holds the runner's pipes: had it not been ended too, the runner would wait.
    program.write_text("import subprocess; subprocess.run(['sleep', '60'])")
    options = ("--decoder", python(program), "--timeout", "0.5", "--filter", VALID)
    assert run(*options)[1][0].endswith("hangs: no end after 0.5 s")


VALIDATOR = """
import sys
sys.path.insert(0, {reference!r})
import validate
found = validate.departures(open(sys.argv[-1], "rb").read())
{fault}
for departure in found:
    print(departure)
sys.exit(any(departure.must for departure in found))
"""


@pytest.mark.parametrize(
    "case_id, fault, reason",
    [
        ("v1/nonconforming/four-departures", "found.pop(1)", "a line with F1-LABEL-UNIQUE and"),
        ("v1/nonconforming/bool-ff", "found.clear()", "expected exit status 1 for a nonconf"),
        ("v1/nonconforming/bool-ff", "sys.exit(2)", "found 2"),
        (VALID, "sys.exit(1)", "expected exit status 0 for a valid file, found 1"),
        (INVALID, "print('F1-SIGNATURE', 11); sys.exit(1)", "a line with F1-SIGNATURE and offset"),
        (INVALID, "print('F1-SIGNATURE'); print(10); sys.exit(1)", "a line with F1-SIGNATURE"),
    ],
)
def test_wrong_validator_fails(case_id, fault, reason, tmp_path):
    program = tmp_path / "validator.py"
    program.write_text(VALIDATOR.format(reference=str(REFERENCE), fault=fault))
    status, lines = run("--validator", python(program), "--filter", case_id)
    assert (status, lines[-1]) == (1, "0 passed, 1 failed")
    assert reason in lines[0]


WRITER = """
import json, os, sys
sys.path.insert(0, {tests!r})
import model_writer
scenario = json.load(sys.stdin)
data = bytearray(model_writer.image(scenario))
{fault}
open(sys.argv[-1], "wb").write(data)
"""


@pytest.mark.parametrize(
    "case_id, fault, reason",
    [
        # 01 0004 "hits" 0001 "Q": the write buffer is byte 10, and two buffers follow.
        ("counter-add", "data[10] ^= 1", 'value: expected "42"'),
        ("counter-add", "data[19] += 1; data[11] += 1", 'value: expected "42", found "43"'),
        ("counter-add", "data[10] = 2", "does not conform: offset 10: F1-WRITE-BUFFER"),
        ("counter-add", "data = data[:27]", "does not conform: offset 27: F1-PAGES"),
        ("counter-add", "data[1:10] = b'\\0\\4hits\\0\\1Q'", "left a typed, big-endian file"),
        ("counter-add", "del data[7:9]; data += b'\\0\\0'", "left a char, little-endian file"),
        ("counter-add", "data[9:10] = b'q'", 'type: expected "u64", found "i64"'),
        ("counter-add", "sys.exit(3)", "expected exit status 0, found 3"),
        ("counter-add", "sys.exit(0)", "expected a file at OUTPUT_FILE"),
        ("counter-add", "os.mkfifo(sys.argv[-1]); sys.exit(0)", "expected a file at OUTPUT_FILE"),
        ("counter-add", "os.abort()", "crashed by signal SIGABRT"),
        (
            "system-fields-prefix",
            "scenario['label_prefix'] = ''; data = model_writer.image(scenario)",
            'name: expected "web.stats.sys.pid", found "sys.pid"',
        ),
    ],
)
def test_wrong_writer_fails(case_id, fault, reason, tmp_path):
    program = tmp_path / "writer.py"
    program.write_text(WRITER.format(tests=str(SUITE / "tests"), fault=fault))
    status, lines = run("--writer", python(program), "--filter", f"scenarios/{case_id}")
    assert (status, lines[-1]) == (1, "0 passed, 1 failed")
    assert lines[0].startswith(f"FAIL v1/scenarios/{case_id} (writer): ")
    assert reason in lines[0]


WRITER_2 = """
import json, struct, sys
sys.path.insert(0, {tests!r})
import model_writer
scenario = json.load(sys.stdin)
data = bytearray(model_writer.image(scenario))
{fault}
open(sys.argv[-1], "wb").write(data)
"""


@pytest.mark.parametrize(
    "case_id, level, fault, reason",
    [
        ("v2/scenarios/counters-any-writer", 1, "data[24] = 1", 'state: expected "closed"'),
        ("v2/scenarios/counter-wraps", 1, "data[24] = 9", "does not conform: offset 24: F2-STATE"),
        ("v2/scenarios/counter-wraps", 1, "data[120] ^= 1", None),
        ("v2/scenarios/counter-wraps", 2, "data[120] ^= 1", "expected 0f at offset 120, found 0e"),
        ("v2/scenarios/counter-wraps", 1, "data += bytes(8)", None),
        ("v2/scenarios/counter-wraps", 2, "data += bytes(8)", "expected a file of 16384 bytes"),
        ("v2/scenarios/counter-wraps", 1, "data = b'\\1' + bytes(4095)", "a file of format 1"),
        # The cell of the first counter is behind the header of the block at 12288.
        ("v2/scenarios/counter-wraps", 1, "data[12352] = 3", 'value: expected "2", found "3"'),
    ],
)
def test_wrong_writer_of_format_2_fails(case_id, level, fault, reason, tmp_path):
    program = tmp_path / "writer.py"
    program.write_text(WRITER_2.format(tests=str(SUITE / "tests"), fault=fault))
    options = ("--writer", python(program), "--writer-level", str(level), "--filter", case_id)
    status, lines = run(*options)
    assert (status, lines[-1].startswith("1 passed")) == ((1, False) if reason else (0, True))
    assert reason is None or reason in lines[0]


DECODED_2 = {
    "format": 2,
    "families": [
        {"kind": "gauge", "type": "f64", "series": [{"value": "30.0"}]},
        {"kind": "struct", "type": "bytes", "components": [{"type": "f32"}, {"type": "u64"}],
         "series": [{"value": ["0.5", "30"]}, {"value": None}]},
        {"kind": "histogram", "type": "f64", "series": [
            {"value": {"count": "3", "sum": "nan", "min": None, "buckets": [[1, "3"]]}}]},
        {"kind": "window", "type": "f64", "series": [
            {"value": {"slots": [{"epoch": "3", "sum": "1.0", "max": "inf"}]}},
            {"value": {"busy": True}}]},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "old, new, same",
    [
        ('"30.0"', '"3e1"', True),
        ('"30.0"', '"-30.0"', False),
        ('"30.0"', "30.0", False),
        ('"0.5"', '"5e-1"', True),
        ('"30"', '"3e1"', False),
        ('"nan"', '"0.0"', False),
        ('"count": "3"', '"count": "3.0"', False),
        ('"epoch": "3"', '"epoch": "3.0"', False),
        ('"sum": "1.0"', '"sum": "1"', True),
        ('"inf"', '"-inf"', False),
        ("true", "false", False),
        ("null", '"0.0"', False),
    ],
)
def test_floats_of_format_2_are_compared_by_their_bits(old, new, same):
    text = json.dumps(DECODED_2)
    assert old in text
    other = json.loads(text.replace(old, new, 1))
    assert (compare.difference(DECODED_2, other) is None) == same


def test_any_nan_is_a_nan_and_a_wildcard_is_one_for_writers_only():
    field = {"name": "a", "type": "f64", "value": "nan"}
    assert compare.difference(field, field) is None
    star = {"name": "a", "type": "text", "value": "*"}
    other = {"name": "a", "type": "text", "value": "b"}
    assert compare.difference(star, other, wildcards=True) is None
    assert compare.difference(star, other) == 'decoded form.value: expected "*", found "b"'
