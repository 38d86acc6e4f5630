"""The decoded form of format 2 (conformance/README.md).

    decoded(file) -> the decoded form
"""

from __future__ import annotations

import attributes
import cells
from v2 import AGGREGATES, ALIVE_ONLY, Family, File, Series


def decoded(file: File, busy: frozenset[int] = frozenset()) -> dict:
    """`busy` are the entries of the series whose values are."""
    known = [family for family in file.families if family.cell is not None]
    return {
        "format": 2,
        "application": file.header.application,
        "state": "closed" if file.header.state == 2 else "open",
        "skipped": len(file.families) - len(known),
        "families": [decoded_family(file, family, busy) for family in known],
    }


def decoded_family(file: File, family: Family, busy: frozenset[int]) -> dict:
    known = family.aggregate & ~ALIVE_ONLY in AGGREGATES
    return {
        "name": family.text(attributes.NAME),
        "kind": family.kind,
        "type": family.type,
        "unit": family.text(attributes.UNIT),
        "help": family.text(attributes.HELP),
        # Anything else is taken for 5 (2.5).
        "aggregate": AGGREGATES[family.aggregate & ~ALIVE_ONLY] if known else "each",
        "alive_only": known and family.aggregate >= ALIVE_ONLY,
        "labels": family.texts(attributes.LABEL_KEY),
        **attributes.decoded(family.cell),
        "series": [
            {
                "labels": labels_of(family, series),
                "created": str(series.created),
                "value": {"busy": True}
                if series.at in busy
                else cells.value(file.data, family.type, family.cell, file.places(series.cell)),
            }
            for series in family.series
            if series.live
        ],
    }


OVERFLOW_LABEL = {"otel.metric.overflow": "true"}


def labels_of(family: Family, series: Series) -> dict[str, str]:
    if series.overflow:
        return OVERFLOW_LABEL
    return dict(zip(family.texts(attributes.LABEL_KEY), series.labels))
