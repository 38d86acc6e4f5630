"""The scenarios, played by a model writer: its file must be what each expects, in both forms."""

import model_writer
from runner import checks, lines
from suite import SUITE


def test_scenario(scenario):
    assert checks.written_reason(model_writer.image(scenario), scenario["expect"]) is None


def test_scenario_in_lines_form(scenario):
    played = model_writer.from_lines(lines.lines(scenario))
    assert checks.written_reason(model_writer.image(played), scenario["expect"]) is None


def test_lines_form():
    scenario = {
        "label_prefix": "web. ",
        "system_fields": True,
        "fields": [
            {"label": "a", "kind": "counter"},
            {"label": "b", "kind": "moving_average", "size": 3},
            {"label": "c", "kind": "u32", "initial": "5"},
            {"label": "d\t", "kind": "text", "size": 16},
            {"label": "e%", "kind": "tuple", "signature": "QQ"},
            {"label": "f", "kind": "static", "type": "u64", "value": "5"},
            {"label": "é\x7f", "kind": "static", "type": "text", "size": 256, "value": "a b"},
        ],
        "steps": [
            {"label": "a", "op": "add", "value": "1"},
            {"label": "d\t", "op": "set", "value": ""},
            {"label": "g", "op": "set", "value": True},
            {"label": "e%", "op": "set", "values": ["1", "2"]},
        ],
    }
    assert lines.lines(scenario).decode() == (
        "prefix\tweb.%20\n"
        "system\t1\n"
        "field\ta\tcounter\n"
        "field\tb\tmoving_average\t3\n"
        "field\tc\tu32\t5\n"
        "field\td%09\ttext\t16\n"
        "field\te%25\ttuple\tQQ\n"
        "field\tf\tstatic\tu64\t5\n"
        "field\té%7F\tstatic\ttext\t256\ta%20b\n"
        "step\ta\tadd\t1\n"
        "step\td%09\tset\t\n"
        "step\tg\tset\ttrue\n"
        "step\te%25\tset\t1\t2\n"
    )


def test_scenario_leaves_identical_bytes(identical):
    expected = (SUITE / identical["identical"]).read_bytes()
    played = model_writer.from_lines(lines.lines(identical))
    assert checks.identical_reason(model_writer.image(played), expected) is None
    assert checks.identical_reason(model_writer.image(identical), expected) is None


def test_lines_form_of_format_2():
    scenario = {
        "format": 2,
        "application": "web app",
        "identity": {
            "created": "1", "created_boot": "2", "pid": "3", "start": "4", "boot_id": "0a",
            "pid_namespace": "5", "uid": "6", "file_id": "0b",
        },
        "steps": [
            {"op": "family", "name": "a b", "kind": "counter", "type": "u64",
             "aggregate": "sum", "unit": "1", "help": "50 %", "alive_only": True,
             "labels": ["k", "é"], "limit": 2},
            {"op": "family", "name": "h", "kind": "histogram", "type": "f64",
             "aggregate": "each", "scale": 4, "first": -1, "buckets": 640},
            {"op": "family", "name": "w", "kind": "window", "type": "u64",
             "aggregate": "sum", "duration": "10", "slots": 7},
            {"op": "family", "name": "t", "kind": "text", "type": "bytes",
             "aggregate": "each", "capacity": 16},
            {"op": "family", "name": "s", "kind": "struct", "type": "bytes",
             "aggregate": "each", "components": [
                 {"name": "n", "type": "u64", "kind": "counter", "unit": "1"},
                 {"name": "x", "type": "text", "kind": "text", "unit": "", "width": 5}]},
            {"op": "add", "name": "a b", "labels": ["v", ""], "values": ["3"]},
            {"op": "inc", "name": "a b", "labels": ["v", ""], "values": [], "stripe": 1},
            {"op": "publish", "name": "s", "labels": [], "values": ["1", True]},
            {"op": "close"},
        ],
    }  # fmt: skip
    assert lines.lines(scenario).decode() == (
        "format\t2\n"
        "application\tweb%20app\n"
        "identity\tcreated=1\tcreated_boot=2\tpid=3\tstart=4\tboot_id=0a"
        "\tpid_namespace=5\tuid=6\tfile_id=0b\n"
        "family\ta%20b\tcounter\tu64\taggregate=sum\tunit=1\thelp=50%20%25\talive_only=1"
        "\tlabel=k\tlabel=é\tlimit=2\n"
        "family\th\thistogram\tf64\taggregate=each\tscale=4\tfirst=-1\tbuckets=640\n"
        "family\tw\twindow\tu64\taggregate=sum\tduration=10\tslots=7\n"
        "family\tt\ttext\tbytes\taggregate=each\tcapacity=16\n"
        "family\ts\tstruct\tbytes\taggregate=each\tcomponent=n:u64:counter:1"
        "\tcomponent=x:text:text::5\n"
        "step\ta%20b\t2\tv\t\tadd\t3\n"
        "local\t1\ta%20b\t2\tv\t\tinc\n"
        "step\ts\t0\tpublish\t1\ttrue\n"
        "close\n"
    )


def test_scenario_ids_and_order(scenario_1):
    """The expectation has the system fields and then the fields, as they are declared."""
    system = [f"sys.{name}" for name in ("pid", "tid", "uid", "gid", "created")]
    labels = [field["label"] for field in scenario_1["fields"]]
    expected = (system if scenario_1["system_fields"] else []) + labels
    names = [field["name"] for field in scenario_1["expect"]["fields"]]
    assert names == [scenario_1["label_prefix"] + label for label in expected]
    assert {step["label"] for step in scenario_1["steps"]} <= set(labels)
