"""The archive as it is asked: by point, polygon, snap point, month, id and area."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from wmp2020.information.areas.book import SourceNote
from wmp2020.information.crimes import cube
from wmp2020.information.crimes.cube import Series
from wmp2020.information.crimes.hits import NOTHING, Hits
from wmp2020.information.crimes.keys import keys_of, rows_of
from wmp2020.information.crimes.month import ALL, Month, opened
from wmp2020.information.crimes.outline import Outline
from wmp2020.information.crimes.places import MILE
from wmp2020.information.sources import codes


class Archive:
    """One version, whole and unchanging. Questions about a month that is not held find nothing; none of them raises.

    months: of the series, oldest first; point_months: with crimes, oldest first; latest: the newest of those, "" when
    there are none. loaded_at: when the load that made this version began.
    """

    def __init__(self, root: Path, manifest: dict[str, Any]) -> None:
        self.root, self._folder = root, root / "months"
        self.version: str = manifest["version"]
        self.force_id: str = manifest["force_id"]
        self.loaded_at = datetime.fromisoformat(manifest["loaded_at"])
        self.notes = tuple(SourceNote(**note | {"months": tuple(note["months"])}) for note in manifest["notes"])
        held: dict[str, dict[str, str]] = manifest["months"]
        self._crimes, self._outcomes, self._stops = held["crimes"], held["outcomes"], held["stops"]
        self.months = tuple(sorted(held["counts"]))
        self.point_months = tuple(sorted(self._crimes))
        self.outcome_months, self.stop_months = tuple(sorted(self._outcomes)), tuple(sorted(self._stops))
        self.latest = self.point_months[-1] if self.point_months else ""
        self.imputed_months = frozenset(manifest["imputed"])
        self._series, self._became = manifest["series"], manifest["became"]

    def near(self, lat: float, lng: float, *, month: str, category: str = ALL, metres: float = MILE) -> Hits:
        """Crimes at snap points within `metres` of a point, great circle, edge included."""
        return self._near(self._crimes, lat, lng, month, category, metres)

    def within(self, polygon: np.ndarray | Outline, *, month: str, category: str = ALL) -> Hits:
        """Crimes at snap points in a polygon ((n, 2) lat, lng; n >= 3), edge inside, even-odd where it crosses."""
        return self._within(self._crimes, polygon, month, category)

    def at_place(self, place_id: int | None, *, month: str, category: str = ALL) -> Hits:
        """Crimes at the snap point whose street id this is."""
        return self._at_place(self._crimes, place_id, month, category)

    def nearest_place(self, lat: float, lng: float, *, month: str) -> int | None:
        """Street id of the snap point nearest to a point among those with crimes that month; None without any."""
        held = self._month(self._crimes, month)
        position = held.places.nearest(lat, lng) if held else None
        return None if held is None or position is None else int(held.street_ids[position])

    def no_location(self, *, month: str, category: str = ALL, force: str = "") -> Hits:
        """Crimes of a force ("": any) published without a place."""
        held = self._month(self._crimes, month)
        return held.without_location(category, force.lower()) if held else NOTHING

    def by_id(self, persistent_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
        """A crime without its outcome_status, and its outcomes oldest first; None when no month holds the id.

        Where no outcome was published singly, the crime's latest outcome is the only one.
        """
        persistent_id = persistent_id.strip()
        if not persistent_id or not persistent_id.isascii():
            return None
        became = self._by_id(self._outcomes, persistent_id)
        found = self._by_id(self._crimes, persistent_id)
        crime = found[-1] if found else became[0]["crime"] if became else None
        if crime is None:
            return None
        status = crime.pop("outcome_status", None)
        outcomes = [{key: row[key] for key in ("category", "date", "person_id")} for row in became]
        if not outcomes and status:
            outcomes = [{"category": {"code": codes.outcome_code(status["category"]), "name": status["category"]},
                         "date": status["date"], "person_id": None}]  # fmt: skip
        return crime, sorted(outcomes, key=lambda outcome: outcome["date"])

    def outcomes_near(self, lat: float, lng: float, *, month: str, metres: float = MILE) -> Hits:
        """Outcomes given in a month whose crime lies within `metres` of a point."""
        return self._near(self._outcomes, lat, lng, month, ALL, metres)

    def outcomes_within(self, polygon: np.ndarray | Outline, *, month: str) -> Hits:
        """Outcomes given in a month whose crime lies in a polygon."""
        return self._within(self._outcomes, polygon, month, ALL)

    def outcomes_at_place(self, place_id: int | None, *, month: str) -> Hits:
        """Outcomes given in a month whose crime lies at a snap point."""
        return self._at_place(self._outcomes, place_id, month, ALL)

    def stops_near(self, lat: float, lng: float, *, month: str, metres: float = MILE) -> Hits:
        """Stops within `metres` of a point."""
        return self._near(self._stops, lat, lng, month, ALL, metres)

    def stops_within(self, polygon: np.ndarray | Outline, *, month: str) -> Hits:
        """Stops in a polygon."""
        return self._within(self._stops, polygon, month, ALL)

    def stops_at_place(self, place_id: int | None, *, month: str) -> Hits:
        """Stops at a snap point."""
        return self._at_place(self._stops, place_id, month, ALL)

    def stops_no_location(self, *, month: str, force: str = "") -> Hits:
        """Stops of a force ("": any) published without a place."""
        held = self._month(self._stops, month)
        return held.without_location(ALL, force.lower()) if held else NOTHING

    def stops_of_force(self, *, month: str, force: str) -> Hits:
        """Every stop of a force."""
        held = self._month(self._stops, month)
        return held.of_force(force.lower()) if held else NOTHING

    def counts(self, lsoas: Sequence[str]) -> Series:
        """Crimes by month and category over small areas."""
        return cube.total(self._folder, self._series, lsoas)

    def outcome_counts(self, lsoas: Sequence[str]) -> Series | None:
        """Crimes by their own month and the latest outcome known; categories are outcome codes. None: none held."""
        return cube.total(self._folder, self._became, lsoas) if self._became else None

    @cached_property
    def point_bounds(self) -> tuple[float, float, float, float] | None:
        """South, west, north, east of every snap point of crimes; None without any."""
        held = [self._month(self._crimes, month) for month in self.point_months]
        boxes = np.array([m.about["bounds"] for m in held if m and m.located])
        if not len(boxes):
            return None
        south, west = boxes[:, 0].min(axis=0) / 1e6
        north, east = boxes[:, 1].max(axis=0) / 1e6
        return float(south), float(west), float(north), float(east)

    def _month(self, held: dict[str, str], month: str) -> Month | None:
        name = held.get(month)
        return opened(self._folder / name) if name else None

    def _near(self, held: dict[str, str], lat: float, lng: float, month: str, category: str, metres: float) -> Hits:
        found = self._month(held, month)
        return found.at(found.places.near(lat, lng, metres), category) if found else NOTHING

    def _within(self, held: dict[str, str], polygon: np.ndarray | Outline, month: str, category: str) -> Hits:
        found = self._month(held, month)
        return found.at(found.places.within(polygon), category) if found else NOTHING

    def _at_place(self, held: dict[str, str], place_id: int | None, month: str, category: str) -> Hits:
        found = self._month(held, month)
        return found.at_street(place_id, category) if found and place_id is not None else NOTHING

    def _by_id(self, held: dict[str, str], persistent_id: str) -> list[dict[str, Any]]:
        key = int(keys_of(pa.array([persistent_id]))[0])
        found = []
        for month in sorted(held):
            folder = self._folder / held[month]
            rows = rows_of(folder, key)
            found += opened(folder).rows(rows).rows() if len(rows) else []
        return [row for row in found if row.get("crime", row)["persistent_id"] == persistent_id]
