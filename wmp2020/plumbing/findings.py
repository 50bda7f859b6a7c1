"""What is wrong with something sent from outside: collected and shown to its sender, never raised."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """One thing wrong, in a sentence for the sender; where it is, if it has a place.

    kind is a stable kebab-case word to count by (`unknown-category`, `truncated-zip`);
    row counts data rows from 1, without the header.
    """

    kind: str
    message: str
    file: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        place = [self.file] if self.file else []
        place += [f"row {self.row:,}"] if self.row is not None else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: {self.message}" if place else self.message


@dataclass
class Findings:
    """Findings in the order met. Every one is counted; at most `keep` of each kind are kept whole."""

    keep: int = 20
    kept: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, message: str, *, file: str = "", row: int | None = None, column: str = "") -> None:
        """Count the finding and keep it whole while its kind has fewer than `keep`."""
        self.counts[kind] += 1
        if self.counts[kind] <= self.keep:
            self.kept.append(Finding(kind, message, file, row, column))

    def extend(self, other: "Findings") -> None:
        """Take over another collection's findings and counts."""
        self.kept.extend(other.kept)
        self.counts.update(other.counts)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.kept)

    def __len__(self) -> int:
        return self.counts.total()
