"""The prepared folder of West Midlands open data (54 files described in its own SOURCES.md), read as it stands.

Quirks: counts 2023-05 to 2026-03 have seven incomplete months and no points; February 2011 has points under the old
six types; January to November 2017 has points of Birmingham's centre only; the points of 2025-04 to 2026-03 are
imputed (real counts, invented places). There are no crime ids and no outcomes, and ten stops only: a fixture.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from wmp2020.information.areas import AreaBook, SourceNote
from wmp2020.information.sources import codes, west_midlands_book
from wmp2020.information.sources.schemas import COUNTS, CRIMES, Column, table
from wmp2020.information.sources.supply import fingerprint, span
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import Progress, quietly

COUNTS_FILE = "crime/wm_crime_lsoa_month_category_2023-05_2026-03.parquet"
LOOKUP_FILE = "lookups/wm_lsoa21_lookup.csv"
COVERAGE_FILE = "crime/wm_crime_month_coverage.csv"
FEBRUARY_2011 = "crime/wm_street_2011-02.csv.gz"
CENTRE_2017 = "crime/birmingham_centre_street_2017-01_2017-11.csv.gz"
IMPUTED = "derived/IMPUTED_wm_points_2025-04_2026-03.parquet"
OGL = "Open Government Licence v3.0"
POLICE = "https://data.police.uk/"
IMPUTED_CONTEXT = "Imputed position: real count, invented place"


def is_there(folder: Path) -> bool:
    """True when the folder is laid out like this one."""
    return (folder / COUNTS_FILE).is_file() and (folder / LOOKUP_FILE).is_file()


class WestMidlandsFolder:
    """A Supply over the folder; imputed points only when asked for (never in production)."""

    id = "west-midlands-folder"
    force_id = "west-midlands"

    def __init__(self, folder: Path, *, imputed: bool) -> None:
        self.folder = folder
        self.imputed = imputed

    @cached_property
    def coverage(self) -> Mapping[str, bool]:
        rows = pcsv.read_csv(self.folder / COVERAGE_FILE).select(["month", "complete"]).to_pydict()
        held = dict(zip(rows["month"], rows["complete"], strict=True))
        centre = {f"2017-{n:02}": False for n in range(1, 12)}  # one mile around the centre is no whole month
        return dict(sorted(({"2011-02": True} | centre | held).items()))

    @cached_property
    def fingerprint(self) -> str:
        files = [f for f in self.folder.rglob("*") if f.is_file()]
        return fingerprint(self.id, files, self.imputed)

    @property
    def says(self) -> str:
        held = [m for m in self.coverage if m >= "2023"]
        points = " and imputed points April 2025 to March 2026" if self.imputed else ""
        return (
            f"West Midlands: crimes by small area {span(held)}; published points February 2011 and, for Birmingham's "
            f"centre, January to November 2017{points}; from the data folder {self.folder}."
        )

    @property
    def notes(self) -> tuple[SourceNote, ...]:
        held = tuple(m for m in self.coverage if m >= "2023")
        short = span([m for m in held if not self.coverage[m]])
        publisher = "data.police.uk (Home Office)"
        notes = [
            SourceNote(
                "Crimes by small area, month and category", publisher, OGL, POLICE, held,
                f"Incomplete, never to be read as a fall in crime: {short}. Crimes without a location are not here.",
            ),
            SourceNote(
                "Street-level crime, February 2011", publisher, OGL, POLICE, ("2011-02",),
                "The old scheme of six types: do not compare with today's fourteen.",
            ),
            SourceNote(
                "Street-level crime, Birmingham's centre, 2017", publisher, OGL, POLICE,
                tuple(m for m in self.coverage if m.startswith("2017")), "Within about a mile of the city centre only.",
            ),
        ]  # fmt: skip
        if self.imputed:
            months = tuple(m for m in held if "2025-04" <= m <= "2026-03")
            why = "Imputed: real counts put at random on real anchor points of their small area. Not real positions."
            notes.append(SourceNote("Imputed points", "this project, from the counts", OGL, POLICE, months, why))
        return tuple(notes) + west_midlands_book.NOTES

    def book(self, findings: Findings, progress: Progress = quietly) -> AreaBook:
        """Force, authorities, wards, MSOAs and LSOAs with residents and deprivation, postcodes and streets."""
        return west_midlands_book.read(self.folder, findings, progress)

    def crimes(self, findings: Findings, progress: Progress = quietly) -> Iterator[pa.Table]:
        """February 2011, eleven months of 2017 and, when asked for, twelve imputed months; a table each."""
        months = ["2011-02", *(f"2017-{n:02}" for n in range(1, 12))]
        months += [m for m in self.coverage if self.imputed and "2025-04" <= m <= "2026-03"]
        centre = imputed = None
        for month in progress(months, "reading crimes", unit="months"):
            if month == "2011-02":
                yield self._february_2011(findings)
            elif month < "2018":
                centre = self._centre_2017(findings) if centre is None else centre
                yield centre.filter(pc.equal(centre["month"], month))
            else:
                imputed = self._imputed(findings) if imputed is None else imputed
                yield imputed.filter(pc.equal(imputed["month"], month))

    def counts(self, findings: Findings) -> pa.Table:
        """292,504 rows of COUNTS; a month missing from the publisher's coverage is incomplete by definition."""
        raw = pq.read_table(self.folder / COUNTS_FILE)
        category = slugs(raw["category"], findings, COUNTS_FILE)
        made = table(
            COUNTS, len(raw), month=raw["month"], lsoa=raw["lsoa21_code"], category=category, count=raw["count"],
            complete=raw["month_complete"],
        )  # fmt: skip
        return made.filter(pc.not_equal(made["category"], ""))

    def outcomes(self, findings: Findings, progress: Progress = quietly) -> Iterator[pa.Table]:
        """None: no outcome of any West Midlands crime is in the folder."""
        return iter(())

    def stops(self, findings: Findings, progress: Progress = quietly) -> Iterator[pa.Table]:
        """None: the folder's ten rows show the shape of the file and are no month of stops."""
        return iter(())

    def _february_2011(self, findings: Findings) -> pa.Table:
        raw = _read(self.folder / FEBRUARY_2011)
        outside = pc.sum(pc.equal(raw["la_code"].fill_null(""), "")).as_py()
        if outside:
            findings.add("outside-the-force", f"{outside} rows lie outside the seven councils", file=FEBRUARY_2011)
        return self._points(raw, slugs(raw["crime_type"], findings, FEBRUARY_2011), context=raw["context"])

    def _centre_2017(self, findings: Findings) -> pa.Table:
        raw = _read(self.folder / CENTRE_2017)
        return self._points(raw, slugs(raw["category"], findings, CENTRE_2017))

    def _imputed(self, findings: Findings) -> pa.Table:
        """Rows say that they are imputed wherever they go: in the street's name and in the context."""
        raw = pq.read_table(self.folder / IMPUTED)
        street = pc.binary_join_element_wise(raw["location"].cast(pa.string()), "(imputed)", " ")
        raw = raw.set_column(raw.schema.get_field_index("location"), "location", street)
        made = self._points(raw, slugs(raw["category"], findings, IMPUTED), context=IMPUTED_CONTEXT, imputed=True)
        return made.take(pc.sort_indices(made, [("month", "ascending")]))

    def _points(self, raw: pa.Table, category: pa.Array, context: Column = "", imputed: bool = False) -> pa.Table:
        made = table(
            CRIMES, len(raw), month=raw["month"], latitude=raw["latitude"], longitude=raw["longitude"],
            street=raw["location"], lsoa=raw["lsoa21_code"], category=category, force=self.force_id,
            location_type="Force", context=context, imputed=imputed,
        )  # fmt: skip
        return made.filter(pc.not_equal(made["category"], ""))


def slugs(names: pa.ChunkedArray, findings: Findings, file: str) -> pa.Array:
    """Category names to slugs, "" for a name in no scheme, each such name once in findings with its rows."""
    coded = names.combine_chunks()
    coded = coded if isinstance(coded, pa.DictionaryArray) else coded.fill_null("").dictionary_encode()
    table_of = [codes.category_slug(name or "") for name in coded.dictionary.to_pylist()]
    for position, (name, slug) in enumerate(zip(coded.dictionary.to_pylist(), table_of, strict=True)):
        if slug is None:
            rows = pc.sum(pc.equal(coded.indices, position)).as_py()
            findings.add(
                "unknown-category", f"“{name}” is no crime category we know ({rows:,} rows left out)", file=file
            )
    return pa.array([slug or "" for slug in table_of]).take(coded.indices)


def _read(path: Path) -> pa.Table:
    text = dict.fromkeys(
        ("month", "lsoa21_code", "la_code", "context", "location", "category", "crime_type"), pa.string()
    )
    return pcsv.read_csv(str(path), convert_options=pcsv.ConvertOptions(column_types=text, strings_can_be_null=False))
