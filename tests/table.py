"""The table at the end of a test run: languages by what was tested of them."""

# Every place that has to have cases. A language has no validator where its library has none.
AGENT = ("decode", "write", "mutated files", "live, writing", "live, reading", "killed")
EXPECTED = {
    "rust": ("own tests", *AGENT),
    "c": AGENT,
    "c++": AGENT,
    "c and c++": ("own tests",),
    "python": ("own tests", *AGENT),
    "java": ("own tests", *AGENT),
    "command": ("decode", "validate"),
    "reference": ("own tests", "decode", "validate"),
    "torture": ("own tests",),
}
COLUMNS = (
    "own tests", "decode", "validate", "write", "mutated files", "live, writing", "live, reading", "killed",
)


class Table:
    """Counts of cases that passed, by language and property."""

    def __init__(self) -> None:
        self._cases: dict[tuple[str, str], int] = {}
        self._notes: list[str] = []

    def add(self, language: str, what: str, cases: int) -> None:
        """Counts cases of a place that `EXPECTED` knows."""
        if what not in EXPECTED[language]:
            raise ValueError(f"the table has no place for {language}: {what}")
        key = (language, what)
        self._cases[key] = self._cases.get(key, 0) + cases

    def note(self, text: str) -> None:
        """Adds a line below the table: what a count doesn't say."""
        self._notes.append(text)

    def total(self) -> int:
        """How many cases passed in all."""
        return sum(self._cases.values())

    def empty_places(self) -> list[tuple[str, str]]:
        """Places in which no case ran."""
        places = [(language, what) for language, all_ in EXPECTED.items() for what in all_]
        return [place for place in places if not self._cases.get(place)]

    def text(self) -> str:
        """The table, in columns, and the notes. A dash is a place that has no cases by its nature."""
        rows = [["", *COLUMNS]]
        for language, expected in EXPECTED.items():
            cells = [str(self._cases.get((language, what), 0)) if what in expected else "-" for what in COLUMNS]
            rows.append([language, *cells])
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = []
        for row in rows:
            cells = [row[0].ljust(widths[0])]
            cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
            lines.append("  ".join(cells).rstrip())
        return "\n".join([*lines, *self._notes])
