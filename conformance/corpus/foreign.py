"""The files that other software wrote. They are kept, not generated; v1/foreign/README.md says
where they come from, and next to each stands its decoded form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Iterator

from corpus.case import Case

COMMENTS = {
    "mmstats-0.8.0/empty": "no fields",
    "mmstats-0.8.0/every-extremes": "every kind of field with extreme values; r_str5 was cut "
    "between characters",
    "mmstats-0.8.0/every-fresh": "every kind of field with initial values",
    "mmstats-0.8.0/labels": "a UTF-8 label, punctuation, a label of 5,000 bytes",
    "mmstats-0.8.0/page-exact": "one field that fills the page: no label size of 0 at the end",
    "mmstats-0.8.0/web-fresh": "a label prefix and system fields, nothing written yet",
    "mmstats-0.8.0/web-one-incr": "one increment: the write buffer of status.2XX is 01",
    "mmstats-0.8.0/web-two-incr": "two increments: the write buffer is 00 again",
    "mmstats-2011/char-fresh": "char layout, initial values",
    "mmstats-2011/char-one": "char layout, one write each to two fields",
}


def cases(folder: Path) -> Iterator[Case]:
    for name, comment in COMMENTS.items():
        yield Case(
            name,
            comment,
            (folder / f"{name}.mmstats").read_bytes(),
            decoded=json.loads((folder / f"{name}.json").read_text(encoding="utf-8")),
            title="1.1",
        )
