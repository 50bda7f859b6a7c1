"""ONS over the internet: small areas, wards, councils, residents and postcodes of one force's authorities.

ArcGIS layers of the Open Geography Portal are asked by council code and read page by page (at most 2,000 rows a page;
`exceededTransferLimit` says that there is more); residents come from Nomis by lists of small-area codes. Quirks, as
met in public programs up to 2026 and not tried against the publisher from here: layer names carry their edition; the
council's column of the postcode layer is renamed every year (LAD24CD, LAD25CD …), so a column is found by its stem.
DOTERM is empty or YYYYMM. Deprivation is not fetched: scores stay unknown.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wmp2020.information.areas import Force, SourceNote
from wmp2020.information.sources.downloads import Failed, Line
from wmp2020.plumbing.progress import Progress, quietly

PAGE = 2000
CODES_A_REQUEST = 150
OGL = "Open Government Licence v3.0"
NOTES = (
    SourceNote("Boundaries and lookups", "Office for National Statistics, Open Geography Portal", OGL,
               "https://geoportal.statistics.gov.uk/", (),
               "Contains OS data © Crown copyright and database right 2025."),
    SourceNote("Residents, census 2021", "Office for National Statistics through Nomis", OGL, "https://www.nomisweb.co.uk/",
               (), "Residents are a poor measure of who is in a city centre."),
    SourceNote("Postcodes", "ONS Postcode Directory", OGL, "https://geoportal.statistics.gov.uk/", (),
               "Contains Royal Mail data © Royal Mail copyright and database right 2025."),
)  # fmt: skip


@dataclass(frozen=True)
class Layer:
    """One ArcGIS layer: where it is, the stem of the column to ask by, and whether its shapes are wanted."""

    path: str
    council: str
    shapes: bool = False


LAYERS = {
    "lookup": Layer("LSOA21_WD24_LAD24_EW_LU/FeatureServer/0", "LAD24CD"),
    "lsoas": Layer("Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5/FeatureServer/0", "", True),
    "wards": Layer("Wards_December_2024_Boundaries_UK_BGC/FeatureServer/0", "LAD24CD", True),
    "postcodes": Layer("ONSPD_LATEST_UK/FeatureServer/0", "LAD__CD"),
}


def files(folder: Path) -> list[Path]:
    """The five files that make a book."""
    return [folder / f"{name}.json" for name in (*LAYERS, "residents")]


def is_there(folder: Path) -> bool:
    """True when all five are at hand."""
    return all(path.is_file() for path in files(folder))


def fetch(
    line: Line, force: Force, folder: Path, *, geography: str, nomis: str, again: bool = False,
    progress: Progress = quietly,
) -> None:  # fmt: skip
    """Fetch what is not at hand; each file appears whole. Failed names the layer that could not be had.

    geography: address of the ArcGIS services; nomis: address of census table TS001 as CSV.
    """
    folder.mkdir(parents=True, exist_ok=True)
    councils = sorted(force.authorities)
    for name, layer in progress(list(LAYERS.items()), "fetching places", unit="layers"):
        to = folder / f"{name}.json"
        if to.is_file() and not again:
            continue
        url = f"{geography}/{layer.path}"
        column = _column(line, url, layer.council or "LSOA21CD")
        # The layer of small areas carries no council: it is asked by the codes of the lookup.
        keys = councils if layer.council else _small_areas(folder)
        pages = (page for some in _chunks(keys) for page in _pages(line, url, column, some, layer.shapes))
        rows = [feature for page in pages for feature in page]
        if not rows:
            raise Failed(f"{url} holds nothing for {force.area_name}.")
        _write(to, {"features": rows})
    if not (folder / "residents.json").is_file() or again:
        _write(folder / "residents.json", {"residents": dict(_residents(line, nomis, _small_areas(folder)))})


def _small_areas(folder: Path) -> list[str]:
    return sorted({value(row, "LSOA21CD") for row in properties(folder, "lookup")})


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[n : n + CODES_A_REQUEST] for n in range(0, len(keys), CODES_A_REQUEST))


def _json(content: bytes, url: str) -> dict[str, Any]:
    """An answer of theirs; ArcGIS reports errors inside a 200."""
    try:
        told: dict[str, Any] = json.loads(content)
        if not isinstance(told, dict) or "error" in told:
            raise ValueError(told["error"].get("message", "error") if isinstance(told, dict) else "no object")
    except (ValueError, AttributeError) as fault:
        raise Failed(f"{url} does not answer as documented ({fault}).") from fault
    return told


def _column(line: Line, url: str, stem: str) -> str:
    """The layer's column of that name, "__" standing for any year; the newest when there are several."""
    fields = [f["name"] for f in _json(line.get(url, {"f": "json"}), url).get("fields", [])]
    pattern = re.compile(stem.replace("__", r"\d\d"), re.IGNORECASE)
    found = sorted(name for name in fields if pattern.fullmatch(name))
    if not found:
        raise Failed(f"{url} has no column {stem.replace('__', 'nn')}; it has {', '.join(fields) or 'none'}.")
    return str(found[-1])


def _pages(line: Line, url: str, column: str, keys: Sequence[str], shapes: bool) -> Iterator[list[dict[str, Any]]]:
    quoted = ",".join(f"'{key}'" for key in keys)
    at = 0
    while True:
        asked: dict[str, str | int] = {
            "where": f"{column} IN ({quoted})", "outFields": "*", "returnGeometry": str(shapes).lower(), "outSR": 4326,
            "f": "geojson", "resultOffset": at, "resultRecordCount": PAGE, "geometryPrecision": 6,
            "orderByFields": column,
        }  # fmt: skip
        told = _json(line.get(f"{url}/query", asked), url)
        page: list[dict[str, Any]] = told.get("features", [])
        yield page
        at += len(page)
        more = told.get("exceededTransferLimit") or told.get("properties", {}).get("exceededTransferLimit")
        if not page or not more:
            return


def _residents(line: Line, nomis: str, codes: Sequence[str]) -> Iterator[tuple[str, int]]:
    for some in _chunks(codes):
        asked: dict[str, str | int] = {
            "date": "latest", "geography": ",".join(some), "c2021_restype_3": 0, "measures": 20100,
            "select": "geography_code,obs_value",
        }  # fmt: skip
        rows = csv.DictReader(io.StringIO(line.get(nomis, asked).decode("utf-8-sig", errors="replace")))
        for row in rows:
            told = {(name or "").upper(): value for name, value in row.items()}
            if (told.get("OBS_VALUE") or "").replace(".0", "").isdecimal():
                yield told["GEOGRAPHY_CODE"], int(float(told["OBS_VALUE"]))


def _write(to: Path, what: Mapping[str, Any]) -> None:
    beside = to.with_name(f".{to.name}.coming")
    beside.write_text(json.dumps(what))
    beside.replace(to)


def properties(folder: Path, name: str) -> list[dict[str, Any]]:
    """The columns of a fetched layer's rows."""
    return [feature["properties"] for feature in features(folder, name)]


def value(row: Mapping[str, Any], stem: str) -> str:
    """The value of a column by its stem, "__" standing for any year, the newest first; "" when there is none."""
    pattern = re.compile(stem.replace("__", r"\d\d"), re.IGNORECASE)
    found = sorted(name for name in row if pattern.fullmatch(name))
    value = row[found[-1]] if found else None
    return "" if value is None else str(value).strip()


def features(folder: Path, name: str) -> list[dict[str, Any]]:
    """The GeoJSON features of a fetched layer."""
    held: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_bytes())["features"]
    return held
