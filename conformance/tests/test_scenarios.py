"""The scenarios, played by a model writer: its file must be what each expects, in both forms."""

import model_writer
from runner import checks, lines


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


def test_scenario_ids_and_order(scenario):
    """The expectation has the system fields and then the fields, as they are declared."""
    system = [f"sys.{name}" for name in ("pid", "tid", "uid", "gid", "created")]
    labels = [field["label"] for field in scenario["fields"]]
    expected = (system if scenario["system_fields"] else []) + labels
    names = [field["name"] for field in scenario["expect"]["fields"]]
    assert names == [scenario["label_prefix"] + label for label in expected]
    assert {step["label"] for step in scenario["steps"]} <= set(labels)
