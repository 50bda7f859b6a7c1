"""A CSV file from outside as columns of text: every row that cannot be read is a finding, never an exception.

A clean file goes through pyarrow at once. One with a NUL byte, quotes, blank lines, bad UTF-8 or a row of the wrong
width is read line by line instead: a publisher's rows hold no line breaks, so one bad line never swallows the next.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv

from wmp2020.plumbing.findings import Findings


@dataclass(frozen=True)
class TextColumns:
    """Columns by our names, all text without nulls; numbers[i] is the row's place in the file, from 1, header apart."""

    columns: Mapping[str, pa.Array]
    numbers: np.ndarray
    file: str

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, name: str) -> pa.Array:
        """The column, or empty text all the way down when the file has none."""
        return self.columns.get(name) or pa.repeat(pa.scalar(""), len(self))

    def keep(self, mask: np.ndarray) -> "TextColumns":
        """Only the rows where mask is true."""
        kept = {name: column.filter(pa.array(mask)) for name, column in self.columns.items()}
        return TextColumns(kept, self.numbers[mask], self.file)


def read(
    text: bytes, *, file: str, needs: Mapping[str, Sequence[str]], may_have: Sequence[str] = (), findings: Findings
) -> TextColumns | None:
    """The needed and known columns of a CSV file, or None with a finding when the file is returned whole.

    needs: our name of each column to the names it has also been published under; such a synonym is accepted with a
    finding `renamed-column`. Names are compared without case, spaces and underscores. A needed column that is missing
    returns the file whole, as does an empty file or one in UTF-16.
    """
    if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        findings.add("not-utf8", "The file is UTF-16; we read UTF-8. It is returned whole.", file=file)
        return None
    text = text.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head, _, body = text.partition(b"\n")
    header = _cells(_decoded(head)) or []
    names = _named(header, needs, may_have, file, findings)
    if names is None:
        return None
    found = _at_once(body, len(header)) or _line_by_line(body, len(header), file, findings)
    cells, numbers = found
    return TextColumns({name: cells[position] for name, position in names.items()}, numbers, file)


def _at_once(body: bytes, width: int) -> tuple[list[pa.Array], np.ndarray] | None:
    """pyarrow's reading of a file with nothing odd in it, else None."""
    body = body.rstrip(b"\n")
    if not body or b"\0" in body or b'"' in body or b"\n\n" in body or body.startswith(b"\n"):
        return None
    names = [str(n) for n in range(width)]
    try:
        table = pcsv.read_csv(
            pa.py_buffer(body),
            read_options=pcsv.ReadOptions(column_names=names, block_size=len(body) + 1),
            parse_options=pcsv.ParseOptions(ignore_empty_lines=False),
            convert_options=pcsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [column.combine_chunks() for column in table.columns], np.arange(1, len(table) + 1)


def _line_by_line(body: bytes, width: int, file: str, findings: Findings) -> tuple[list[pa.Array], np.ndarray]:
    rows: list[list[str]] = []
    numbers = []
    lines = body.rstrip(b"\n").split(b"\n") if body.strip(b"\n") else []
    for number, line in enumerate(lines, start=1):
        if b"\0" in line:
            findings.add("nul-byte", "The row holds a NUL byte; it is left out.", file=file, row=number)
            continue
        try:
            cells = _cells(line.decode())
        except UnicodeDecodeError:
            findings.add("not-utf8", "The row is not UTF-8; read as Windows-1252.", file=file, row=number)
            cells = _cells(_decoded(line))
        if cells is None:
            findings.add("malformed-row", "A quote is never closed; the row is left out.", file=file, row=number)
        elif len(cells) != width:
            said = f"The row has {len(cells)} columns, the header {width}; it is left out."
            findings.add("malformed-row", said, file=file, row=number)
        else:
            rows.append(cells)
            numbers.append(number)
    columns = [pa.array([row[n] for row in rows], pa.string()) for n in range(width)]
    return columns, np.array(numbers, dtype=np.int64)


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("windows-1252", errors="replace")


def _cells(line: str) -> list[str] | None:
    """The cells of one line, None when its quotes do not close."""
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None


def _same(name: str) -> str:
    return "".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _named(
    header: list[str], needs: Mapping[str, Sequence[str]], may_have: Sequence[str], file: str, findings: Findings
) -> dict[str, int] | None:
    """Our column names to positions; the first of two columns of one name counts."""
    at: dict[str, int] = {}
    for position, name in enumerate(header):
        at.setdefault(_same(name), position)
    names = {name: at[_same(name)] for name in (*needs, *may_have) if _same(name) in at}
    for name, synonyms in needs.items():
        other = next((s for s in synonyms if name not in names and _same(s) in at), None)
        if other:
            names[name] = at[_same(other)]
            said = f"The column {name} is called “{header[names[name]].strip()}” here; taken as the same."
            findings.add("renamed-column", said, file=file, column=name)
    missing = [name for name in needs if name not in names]
    if missing:
        said = f"The file has no column {', '.join(missing)}; it is returned whole."
        findings.add("missing-column", said, file=file, column=missing[0])
        return None
    return names
