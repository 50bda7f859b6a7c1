"""A small country on loopback for the ArcGIS layers and Nomis: two councils, three wards, five small areas."""

import json
import re
from typing import Any

from shapely.geometry import box, mapping

from tests.kit.publisher import Publisher

PATHS = {
    "lookup": "/arcgis/LSOA21_WD24_LAD24_EW_LU/FeatureServer/0",
    "lsoas": "/arcgis/Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5/FeatureServer/0",
    "wards": "/arcgis/Wards_December_2024_Boundaries_UK_BGC/FeatureServer/0",
    "postcodes": "/arcgis/ONSPD_LATEST_UK/FeatureServer/0",
}
SMALL = {  # code: (ward, council, west)
    "E01000001": ("E05000001", "E08000025", 0), "E01000002": ("E05000001", "E08000025", 1),
    "E01000003": ("E05000002", "E08000025", 2), "E01000004": ("E05000003", "E08000026", 3),
    "E01000005": ("E05000003", "E08000026", 4),
}  # fmt: skip


def square(west: int, wide: int = 1) -> dict[str, Any]:
    return dict(mapping(box(-2 + west * 0.01, 52.4, -2 + (west + wide) * 0.01, 52.41)))


def rows() -> dict[str, list[dict[str, Any]]]:
    """Each layer's features, named as the publisher names its columns (the postcode layer by another year)."""
    made: dict[str, list[dict[str, Any]]] = {name: [] for name in PATHS}
    for code, (ward, council, west) in SMALL.items():
        known = {
            "LSOA21CD": code,
            "LSOA21NM": f"Place {code[-1]}",
            "WD24CD": ward,
            "WD24NM": f"Ward {ward[-1]}",
            "LAD24CD": council,
        }
        made["lookup"].append({"properties": known, "geometry": None})
        made["lsoas"].append({"properties": {"LSOA21CD": code}, "geometry": square(west)})
        for n, (lat, end) in enumerate([(52.405, None), (52.406, "202105"), (99.999999, None)]):
            told = {
                "PCDS": f"B{code[-1]} {n}AA",
                "LAT": lat,
                "LONG": -2 + west * 0.01 + 0.005 if lat < 90 else 0.0,
                "DOTERM": end,
            }
            made["postcodes"].append(
                {"properties": told | {"LAD26CD": council, "WD25CD": ward, "LSOA21CD": code}, "geometry": None}
            )
    for ward, council, west, wide in [
        ("E05000001", "E08000025", 0, 2),
        ("E05000003", "E08000026", 3, 2),
    ]:  # one has none
        made["wards"].append({"properties": {"WD24CD": ward, "LAD24CD": council}, "geometry": square(west, wide)})
    return made


def stock(publisher: Publisher, *, page: int = 2000) -> dict[str, str]:
    """Put the country on the publisher's shelves, `page` rows a page; the addresses as the settings have them."""
    for name, features in rows().items():
        fields = sorted({column for f in features for column in f["properties"]})

        def layer(query: dict[str, str], fields: list[str] = fields) -> bytes:
            return json.dumps({"fields": [{"name": f} for f in fields]}).encode()

        def answer(query: dict[str, str], features: list[dict[str, Any]] = features) -> bytes:
            column, _, keys = query["where"].partition(" IN ")
            asked = set(re.findall(r"'(\w+)'", keys))
            found = [f for f in features if f["properties"][column] in asked]
            start = int(query["resultOffset"])
            told = {"type": "FeatureCollection", "features": found[start : start + page]}
            return json.dumps(told | ({"exceededTransferLimit": True} if start + page < len(found) else {})).encode()

        publisher.shelves[PATHS[name]] = layer
        publisher.shelves[PATHS[name] + "/query"] = answer

    def residents(query: dict[str, str]) -> bytes:
        told = [f'"{code}",{1000 + int(code[-1])}' for code in query["geography"].split(",")]
        return "\r\n".join(['"GEOGRAPHY_CODE","OBS_VALUE"', *told]).encode()

    publisher.shelves["/nomis"] = residents
    address = publisher.address
    return {"police_uk": address, "geography": f"{address}/arcgis", "nomis": f"{address}/nomis"}
