"""The prepared West Midlands folder in small: every file that is read, with its quirks, for a place without data."""

import csv
import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely.geometry import box, mapping

from wmp2020.information.sources.west_midlands import is_there

FOLDER = Path(os.environ.get("WMP2020_DATA") or Path(__file__).parents[3] / "shared/data/west-midlands")
real = pytest.mark.skipif(not is_there(FOLDER), reason="the data folder is not beside the project")

# Small area: (name, council, ward of 2022, ward of 2024, middle area, residents, households, score, decile, west)
SMALL = {
    "E01008881": ("Birmingham 067A", "E08000025", "E05011186", "E05011186", "E02001893", 1600, 600, 43.5, 2, 0),
    "E01008882": ("Birmingham 067B", "E08000025", "E05011186", "E05011186", "E02001893", 1400, 500, 54.5, 1, 1),
    "E01010000": ("Dudley 001A", "E08000027", "E05001257", "E05015740", "E02002000", 1500, 700, 20.0, 5, 2),
    "E01010001": ("Dudley 001B", "E08000027", "E05001257", "E05015741", "E02002000", 1700, 650, 10.0, 8, 3),
}
WARDS = {
    "E05011186": "Yardley West & Stechford",
    "E05001257": "Old Ward",
    "E05015740": "New Ward",
    "E05015741": "Newer Ward",
}
COUNCILS = {"E08000025": "Birmingham", "E08000027": "Dudley"}
MIDDLES = {"E02001893": "Birmingham 067", "E02002000": "Dudley 001"}
COMPLETE = {"2025-03": False, "2025-04": True}


def square(west: int, wide: int = 1) -> dict[str, Any]:
    return dict(mapping(box(-2 + west * 0.01, 52.4, -2 + (west + wide) * 0.01, 52.41)))


def folder(to: Path) -> Path:
    """Write the folder; `to` again."""
    for part in ("crime", "lookups", "boundaries", "population", "deprivation", "postcodes", "derived"):
        (to / part).mkdir(parents=True)
    _crime(to)
    _places(to)
    _boundaries(to / "boundaries")
    return to


def _table(path: Path, rows: list[dict[str, Any]]) -> None:
    text = io.StringIO(newline="")
    made = csv.DictWriter(text, rows[0])
    made.writeheader()
    made.writerows(rows)
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


def _crime(to: Path) -> None:
    counts = [
        {"month": month, "lsoa21_code": code, "category": category, "count": n + 1, "month_complete": whole}
        for month, whole in COMPLETE.items()
        for n, code in enumerate(SMALL)
        for category in ("Burglary", "Violence and sexual offences")
    ]
    counts.append(counts[0] | {"category": "Cattle raiding"})
    text = pa.dictionary(pa.int8(), pa.string())
    kinds = {"month": text, "lsoa21_code": text, "category": text, "count": pa.int32(), "month_complete": pa.bool_()}
    held = pa.table({name: pa.array([row[name] for row in counts]).cast(kind) for name, kind in kinds.items()})
    pq.write_table(held, to / "crime/wm_crime_lsoa_month_category_2023-05_2026-03.parquet")
    _table(to / "crime/wm_crime_month_coverage.csv", [{"month": m, "complete": c} for m, c in COMPLETE.items()])
    first = {
        "month": "2011-02", "reported_by": "West Midlands Police", "falls_within": "West Midlands Police",
        "longitude": -1.995, "latitude": 52.405, "easting": 1, "northing": 1, "location": "On or near Alfred Road",
        "crime_type": "Violent crime", "context": "", "lsoa21_code": "E01008881", "la_code": "E08000025",
    }  # fmt: skip
    outside = first | {"crime_type": "Robbery", "context": "Airport", "lsoa21_code": "", "la_code": ""}
    _table(to / "crime/wm_street_2011-02.csv.gz", [first, outside])
    centre = {
        "category": "drugs", "location": "On or near Nightclub", "latitude": 52.405, "longitude": -1.995,
        "ward_pre2018": "Ladywood", "lsoa21_code": "E01008881", "la_code": "E08000025",
    }  # fmt: skip
    months = [centre | {"month": f"2017-{n:02}"} for n in range(1, 12)]
    _table(to / "crime/birmingham_centre_street_2017-01_2017-11.csv.gz", months)
    at = {"longitude": -1.995, "latitude": 52.405, "src": "2011-02", "crimes": 1}
    places = [("Alfred Road", "E01008881"), ("Parking Area", "E01008881"), ("Edge", "")]
    anchors = [at | {"location": f"On or near {place}", "lsoa21_code": code} for place, code in places]
    _table(to / "crime/wm_police_uk_anchor_points.csv.gz", anchors)
    imputed = {
        "month": ["2025-04", "2025-04"], "longitude": [-1.995, -1.985], "latitude": [52.405, 52.405],
        "location": ["On or near Alfred Road", "On or near Edge"], "lsoa21_code": ["E01008881", "E01008882"],
        "category": ["Burglary", "Burglary"],
    }  # fmt: skip
    pq.write_table(pa.table(imputed), to / "derived/IMPUTED_wm_points_2025-04_2026-03.parquet")


def _places(to: Path) -> None:
    lookup, residents, households, scores = [], [], [], []
    for code, (name, council, old, new, middle, people, homes, score, decile, west) in SMALL.items():
        lookup.append({
            "lsoa21_code": code, "lsoa21_name": name, "la_code": council, "ward22_code": old, "ward22_name": WARDS[old],
            "ward24_code": new, "ward24_name": WARDS[new], "msoa21_code": middle, "msoa21_name": MIDDLES[middle],
            "geom_src": "oa2011_dissolve" if west == 3 else "fine_bcc", "area_km2": 0.75,
        })  # fmt: skip
        residents.append({"lsoa21_code": code, "usual_residents_2021": float(people)})
        households.append({"lsoa21_code": code, "total_households": homes})
        scores.append({"lsoa21_code": code, "IMD_decile": decile, "IMD_score": score})
    _table(to / "lookups/wm_lsoa21_lookup.csv", lookup)
    _table(to / "population/wm_lsoa21_census2021_residents.csv", residents)
    _table(to / "population/wm_lsoa21_households_2021.csv", households)
    _table(to / "deprivation/imd2025_wm_lsoa21.csv", scores)
    live = {
        "postcode": "B1 1AA", "easting": 406649, "northing": 286530, "lat": 52.405, "lon": -1.995,
        "la25_code": "E08000025", "ward25_code": "E05011186", "lsoa21_code": "E01008881", "doterm": None,
        "live_2025_05": True,
    }  # fmt: skip
    nowhere = live | {"postcode": "B1 1AB", "easting": 0, "northing": 0, "lat": 49.77, "lon": -7.56}
    gone = live | {"postcode": "B1 1AC", "ward25_code": None, "doterm": "201008", "live_2025_05": False}
    contrary = live | {"postcode": "B1 1AD", "doterm": "201901"}
    lost = dict.fromkeys(("easting", "northing", "lat", "lon", "la25_code"))
    unknown = gone | {"postcode": "DY1 1AA"} | lost
    rows = [live, nowhere, gone, contrary, unknown]
    pq.write_table(pa.Table.from_pylist(rows), to / "postcodes/wm_postcodes.parquet")


def _boundaries(to: Path) -> None:
    def write(name: str, features: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        made = [{"type": "Feature", "properties": known, "geometry": geometry} for known, geometry in features]
        (to / name).write_text(json.dumps({"type": "FeatureCollection", "features": made}))

    write("wm_lsoa21.geojson", [({"lsoa21_code": code}, square(row[-1])) for code, row in SMALL.items()])
    write("wm_combined_authority.geojson", [({"code": "E47000007", "name": "West Midlands"}, square(0, 4))])
    councils = [
        ({"la_code": code, "la_name": name, "area_km2": 1.51}, square(2 * n, 2))
        for n, (code, name) in enumerate(COUNCILS.items())
    ]
    write("wm_local_authorities.geojson", councils)
    middles = [
        ({"msoa21_code": code, "msoa21_name": name, "la_code": council}, square(2 * n, 2))
        for n, ((code, name), council) in enumerate(zip(MIDDLES.items(), COUNCILS, strict=True))
    ]
    write("wm_msoa21.geojson", middles)
    derived = {"ward22_code": "E05011186", "geom_src": "derived_oa2011_codepoint_open_2025", "area_km2": 1.5}
    old = {"ward22_code": "E05001257", "geom_src": "ons_2013_generalised_same_code", "area_km2": 1.5}
    write("wm_wards22.geojson", [(derived, square(0, 2)), (old, square(2, 2))])
