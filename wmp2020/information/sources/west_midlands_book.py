"""Places in the prepared West Midlands folder: which file gives which area, and what each geometry cannot say.

Wards in force are those of 2024. Five councils kept theirs, so the polygons of 2022 serve (Birmingham's are derived);
Dudley (2024) and Wolverhampton (2023) were redrawn with new codes, so theirs are dissolved from LSOAs, a best fit.
"""

import csv
import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from wmp2020.information.areas import POSTCODES, AreaBook, AreaRow, SourceNote
from wmp2020.information.sources.gathering import BEST_FIT, dissolved, gathered, streets
from wmp2020.information.sources.schemas import table
from wmp2020.plumbing.findings import Findings
from wmp2020.plumbing.progress import Progress, quietly

FORCE, FORCE_NAME = "E23000014", "West Midlands"
ENDED = {"E08000027": "2024-05-02", "E08000031": "2023-05-04"}  # the elections at which the redrawn wards came in
DERIVED = (
    "This ward's edge was derived from output areas and postcodes and may be tens of metres out: "
    "never decide a vote, a grant or an eligibility by it."
)
RESIDENTS_BEST_FIT = "Residents are those of the small areas that fit the ward best (census 2021)."
BOUNDARIES = "Boundaries: Martin Chorley, UK-GeoJSON, CC BY 4.0."
OGL = "Open Government Licence v3.0"
ONS = "https://www.ons.gov.uk/"
NOTES = (
    SourceNote("Boundaries", "Office for National Statistics through UK-GeoJSON and Birmingham City Observatory",
               f"{OGL}; CC BY 4.0", "https://github.com/martinjc/UK-GeoJSON", (), BOUNDARIES),
    SourceNote("Residents and households, census 2021", "Office for National Statistics", OGL, ONS, (),
               "Census tables are perturbed. Residents are a poor measure of who is in a city centre."),
    SourceNote("English Indices of Deprivation 2025", "Ministry of Housing, Communities and Local Government", OGL,
               "https://www.gov.uk/government/collections/english-indices-of-deprivation", (),
               "Its crime domain contains recorded crime: not used to explain crime."),
    SourceNote("Postcodes", "ONS Postcode Directory, November 2025; OS Code-Point Open, May 2025", OGL,
               "https://geoportal.statistics.gov.uk/", (),
               "Contains National Statistics, Ordnance Survey and Royal Mail data "
               "© Crown copyright and database right 2025."),
)  # fmt: skip


def read(folder: Path, findings: Findings, progress: Progress = quietly) -> AreaBook:
    """1 force, 7 authorities, 192 wards and 44 ended ones, 357 MSOAs, 1,719 LSOAs; every postcode; every street."""
    lookup = _rows(folder / "lookups/wm_lsoa21_lookup.csv")
    small = _lsoas(folder, lookup, findings)
    areas = [*_wholes(folder, small), *_wards(folder, lookup, small), *_msoas(folder, lookup, small), *small.values()]
    anchors = pcsv.read_csv(str(folder / "crime/wm_police_uk_anchor_points.csv.gz")).to_pylist()
    points = ((a["location"], a["latitude"], a["longitude"], a["lsoa21_code"] or "") for a in anchors)
    gazetteer = streets(progress(list(points), "gathering streets", unit="points"))
    return AreaBook("west-midlands", areas, _postcodes(folder), gazetteer, NOTES)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _features(folder: Path, name: str) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads((folder / "boundaries" / name).read_bytes())["features"]
    return features


def _lsoas(folder: Path, lookup: list[dict[str, str]], findings: Findings) -> dict[str, AreaRow]:
    residents = {
        r["lsoa21_code"]: int(float(r["usual_residents_2021"]))
        for r in _rows(folder / "population/wm_lsoa21_census2021_residents.csv")
    }
    households = {
        r["lsoa21_code"]: int(r["total_households"]) for r in _rows(folder / "population/wm_lsoa21_households_2021.csv")
    }
    imd = {r["lsoa21_code"]: r for r in _rows(folder / "deprivation/imd2025_wm_lsoa21.csv")}
    shapes = {f["properties"]["lsoa21_code"]: f["geometry"] for f in _features(folder, "wm_lsoa21.geojson")}
    made = {}
    for row in lookup:
        code = row["lsoa21_code"]
        if code not in residents or code not in imd or code not in shapes:
            findings.add("area-without-figures", f"{code} lacks residents, deprivation or a boundary", file="lookups")
        scores = imd.get(code)
        note = "Joined from output areas of 2011." if row["geom_src"] == "oa2011_dissolve" else ""
        made[code] = AreaRow(
            code, row["lsoa21_name"], "lsoa", "2021", row["la_code"],
            residents=residents.get(code), residents_year=2021, households=households.get(code),
            area_km2=float(row["area_km2"]),
            imd_score=float(scores["IMD_score"]) if scores else None,
            imd_decile=int(scores["IMD_decile"]) if scores else None, imd_year=2025 if scores else None,
            lsoas=(code,), geometry=shapes.get(code), geometry_note=note,
        )  # fmt: skip
    return made


def _wholes(folder: Path, small: dict[str, AreaRow]) -> list[AreaRow]:
    force_shape = _features(folder, "wm_combined_authority.geojson")[0]["geometry"]
    force = AreaRow(FORCE, FORCE_NAME, "force", "2024", geometry=force_shape, **gathered(list(small.values())))
    made = [force]
    for feature in _features(folder, "wm_local_authorities.geojson"):
        known = feature["properties"]
        code = known["la_code"]
        fields = gathered([a for a in small.values() if a.parent == code]) | {"area_km2": known["area_km2"]}
        made.append(AreaRow(code, known["la_name"], "authority", "2024", FORCE, geometry=feature["geometry"], **fields))
    return [replace(force, area_km2=round(sum(a.area_km2 or 0 for a in made[1:]), 2)), *made[1:]]


def _wards(folder: Path, lookup: list[dict[str, str]], small: dict[str, AreaRow]) -> list[AreaRow]:
    polygons = {f["properties"]["ward22_code"]: f for f in _features(folder, "wm_wards22.geojson")}
    made = []
    for generation in ("2024", "2022"):
        fit: dict[tuple[str, str, str], list[AreaRow]] = defaultdict(list)
        for row in lookup:
            key = row[f"ward{generation[2:]}_code"], row[f"ward{generation[2:]}_name"], row["la_code"]
            fit[key].append(small[row["lsoa21_code"]])
        for (code, name, council), parts in sorted(fit.items()):
            ended = ENDED.get(council) if generation == "2022" else None
            if generation == "2022" and ended is None:
                continue  # still in force: made above as a ward of 2024
            feature = polygons.get(code)
            fields = gathered(parts)
            caveats = [RESIDENTS_BEST_FIT]
            if feature:
                fields["area_km2"] = feature["properties"]["area_km2"]
                derived = feature["properties"]["geom_src"].startswith("derived")
                caveats += [DERIVED] if derived else []
            made.append(
                AreaRow(
                    code, name, "ward", generation, council, **fields,
                    geometry=feature["geometry"] if feature else dissolved(parts),
                    geometry_note=(DERIVED if feature and derived else "") if feature else BEST_FIT,
                    caveats=tuple(caveats), ended_on=ended,
                )
            )  # fmt: skip
    return made


def _msoas(folder: Path, lookup: list[dict[str, str]], small: dict[str, AreaRow]) -> list[AreaRow]:
    parts: dict[str, list[AreaRow]] = defaultdict(list)
    for row in lookup:
        parts[row["msoa21_code"]].append(small[row["lsoa21_code"]])
    return [
        AreaRow(
            known["msoa21_code"], known["msoa21_name"], "msoa", "2021", known["la_code"], geometry=f["geometry"],
            **gathered(parts[known["msoa21_code"]]),
        )
        for f in _features(folder, "wm_msoa21.geojson")
        for known in [f["properties"]]
    ]  # fmt: skip


def _postcodes(folder: Path) -> pa.Table:
    """Every postcode ever of the five postcode areas, councils outside the force included (code only).

    Quirks: easting and northing 0 mean no position; 281 live postcodes carry an end date, the live flag is trusted.
    """
    raw = pq.read_table(folder / "postcodes/wm_postcodes.parquet")
    placed = pc.and_(pc.greater(raw["easting"].fill_null(0), 0), pc.greater(raw["northing"].fill_null(0), 0))
    live = raw["live_2025_05"].fill_null(False)
    ended = pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(raw["doterm"].cast(pa.string()), 0, 4),
        pc.utf8_slice_codeunits(raw["doterm"].cast(pa.string()), 4, 6), "-",
    )  # fmt: skip
    gone = pc.and_(pc.invert(live), pc.not_equal(raw["doterm"].cast(pa.string()).fill_null(""), ""))
    nothing, nowhere = pa.scalar(None, pa.string()), pa.scalar(None, pa.float64())
    return table(
        POSTCODES, len(raw), nullable=("ended",), postcode=raw["postcode"], lat=pc.if_else(placed, raw["lat"], nowhere),
        lng=pc.if_else(placed, raw["lon"], nowhere), authority=raw["la25_code"], ward=raw["ward25_code"],
        lsoa=raw["lsoa21_code"], live=live, ended=pc.if_else(gone, ended, nothing),
    )  # fmt: skip
