"""One metric of all processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from prometheus_client import Metric, utils

from ..application.file import File
from ..application.series import Series, Value
from ..kinds import Aggregate, Kind
from ..liveness import Liveness
from ..reader.family import Family
from ..reader.struct import Struct
from .sample import Sample

Labels = tuple[tuple[str, str], ...]

_bound_as_text: Callable[[float], str] = utils.floatToGoString


class Merged:
    """A metric, put together from the families of its samples."""

    __slots__ = ("_buckets", "_help", "_name", "_samples", "type")

    def __init__(self, sample: Sample, help: str) -> None:
        self.type, self._name, self._help = sample.type, sample.metric, help
        # By the sample's name and labels: no sample is there twice, whatever versions of a program
        # have made of one metric.
        self._samples: dict[tuple[str, Labels], float] = {}
        # Of a histogram: the counts of buckets by their bounds, for each set of other labels.
        self._buckets: dict[Labels, dict[float, float]] = {}

    def add(self, name: str, family: Family, series: Iterable[Series], is_lost: bool) -> None:
        """Adds a family of one of its samples."""
        if self.type != "gauge":
            self._count(name, family, series, -1 if is_lost else 1)
        elif family.kind is Kind.STRUCT:
            self._recent(name, family, series)
        elif family.aggregate is Aggregate.EACH:
            self._each(name, family, series)
        else:
            for one in series:
                self._samples[name, _labels(family, one)] = _number(one.value)

    def metric(self) -> Metric:
        """The metric as prometheus_client has it."""
        metric = Metric(self._name, self._help, self.type)
        for labels, counts in self._buckets.items():
            known, total = dict(labels), 0.0
            for bound, count in sorted(counts.items()):
                total += count
                le = _bound_as_text(bound)
                metric.add_sample(self._name + "_bucket", {**known, "le": le}, total)
            metric.add_sample(self._name + "_count", known, total)
        for (name, labels), value in self._samples.items():
            metric.add_sample(name, dict(labels), value)
        return metric

    def _count(self, name: str, family: Family, series: Iterable[Series], sign: int) -> None:
        is_bucket = "le" in family.labels and name.endswith("_bucket")
        for one in series:
            labels, value = _labels(family, one), sign * _number(one.value)
            if is_bucket:
                others = tuple(pair for pair in labels if pair[0] != "le")
                counts, bound = self._buckets.setdefault(others, {}), float(one.labels["le"])
                counts[bound] = counts.get(bound, 0.0) + value
            else:
                self._samples[name, labels] = self._samples.get((name, labels), 0.0) + value

    def _recent(self, name: str, family: Family, series: Iterable[Series]) -> None:
        for one in series:
            set_last = [value for _, value in one.each if isinstance(value, Struct)]
            if set_last:
                newest = max(set_last, key=lambda value: _number(value["time"]))
                self._samples[name, _labels(family, one)] = _number(newest["value"])

    def _each(self, name: str, family: Family, series: Iterable[Series]) -> None:
        for one in series:
            labels = dict(_labels(family, one))
            for pid, value in _by_pid(one.each):
                self._samples[name, _sorted({**labels, "pid": pid})] = _number(value)


def _labels(family: Family, series: Series) -> Labels:
    # What is empty is left out of `labels`.
    return _sorted({key: series.labels.get(key, "") for key in family.labels})


def _sorted(labels: dict[str, str]) -> Labels:
    return tuple(sorted(labels.items()))


def _number(value: Value) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def _by_pid(each: Iterable[tuple[File, Value]]) -> Iterator[tuple[str, Value]]:
    """Values by the process ids of their writers. One that comes again is that of the file created
    last; where several live, since each has a pid namespace of its own, the others say of which
    file they are."""
    taken = set()
    for file, value in sorted(each, key=lambda one: one[0].created or 0, reverse=True):
        pid = str(file.pid)
        if pid not in taken:
            taken.add(pid)
            yield pid, value
        elif file.writer is not Liveness.DEAD:
            yield f"{pid}-{(file.id or b'').hex()[:8]}", value
