"""What tests of models use."""

from __future__ import annotations

import json
import os
import threading
import warnings
from collections.abc import Callable
from typing import Any

import mmstats
from mmstats.reader import MmStatsReader


class WebStats(mmstats.MmStats):
    """Those of most tests."""

    hits = mmstats.CounterField()
    last = mmstats.DoubleField()
    mean = mmstats.AverageField()
    page = mmstats.StringField()


def seen(path: str) -> dict[str, Any]:
    """What readers see of a file."""
    return {one.label: one.value for one in MmStatsReader.from_file(path)}


def shown(model: mmstats.BaseMmStats) -> dict[str, Any]:
    """What readers see of a model."""
    return seen(model.filename)


def elsewhere(call: Callable[[], Any]) -> Any:
    """What a call returns in a thread of its own."""
    results: list[Any] = []
    thread = threading.Thread(target=lambda: results.append(call()))
    thread.start()
    thread.join()
    [result] = results
    return result


def in_child(call: Callable[[], Any]) -> Any:
    """What a call returns in a forked child."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks with threads
        child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps(call()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text)
