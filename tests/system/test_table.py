"""The table at the end of `make test` fails where nothing ran."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from table import EXPECTED, Table  # noqa: E402  (the path comes first)


def full() -> Table:
    table = Table()
    for language, places in EXPECTED.items():
        for what in places:
            table.add(language, what, 3)
    return table


def test_a_full_table_has_no_empty_place() -> None:
    assert full().empty_places() == []


@pytest.mark.parametrize("language", EXPECTED)
def test_a_place_where_nothing_ran_is_found(language: str) -> None:
    for what in EXPECTED[language]:
        table = Table()
        for other, places in EXPECTED.items():
            for place in places:
                table.add(other, place, 0 if (other, place) == (language, what) else 1)
        assert table.empty_places() == [(language, what)]


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        Table().add("c", "validate", 1)


def test_the_text_shows_every_language_and_count() -> None:
    lines = full().text().splitlines()
    assert [line.split("  ")[0].strip() for line in lines[1:]] == list(EXPECTED)
    assert all("3" in line for line in lines[1:])


def test_notes_stand_below() -> None:
    table = full()
    table.note("java: own tests on Java 17")
    assert table.text().splitlines()[-1] == "java: own tests on Java 17"
