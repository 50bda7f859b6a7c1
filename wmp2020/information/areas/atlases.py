"""The atlas: every area of the loaded book, in memory, asked by code, by name, by place.

`atlas()` is cheap enough to call per request: each process keeps one atlas and looks at the version row at most once a
second. An atlas is never changed, so what a request holds stays of one piece while a new book is swapped in.
"""

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from django.conf import settings
from django.db import OperationalError, ProgrammingError
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from .book import AreaRow, Kind, SourceNote
from .force import Force, read_force
from .gazetteer import everything_named
from .models import HeldArea, HeldBook, HeldStreet
from .mosaic import Floats, Mosaic, Positions
from .names import Names

CHECK_EVERY = 1.0  # seconds
ROAD_NUMBER = re.compile(r"[AMB]\d+(\([AM]\))?")
BORDERS = "A place on a border belongs to the area that covers it; where two do, to the one with the lower code."


class NoAreas(LookupError):
    """No book of areas is loaded; `wmp2020 load` mends it."""


@dataclass(frozen=True, eq=False)
class Area:
    """An AreaRow with its shape. centre is (lat, lng) of a point certainly inside, None without a shape."""

    code: str
    name: str
    kind: Kind
    generation: str
    parent: str
    residents: int | None
    residents_year: int | None
    households: int | None
    area_km2: float | None
    imd_score: float | None
    imd_decile: int | None
    imd_year: int | None
    lsoas: tuple[str, ...]
    geometry: BaseGeometry | None
    geometry_note: str
    caveats: tuple[str, ...]
    ended_on: str | None

    @property
    def slug(self) -> str:
        """The name as part of a file's name: "kings-norton-north"."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower().replace("'", "").replace("&", "and")).strip("-")

    @property
    def url(self) -> str:
        """The area's page; wards, authorities and the force have one."""
        return f"/areas/{self.code}/"

    @cached_property
    def centre(self) -> tuple[float, float] | None:
        """Latitude and longitude of a point inside, for a pin or a label."""
        if self.geometry is None or self.geometry.is_empty:
            return None
        inside = self.geometry.representative_point()
        return inside.y, inside.x


class Atlas:
    """All areas of one loaded book. Kinds are "force", "authority", "ward", "msoa", "lsoa"."""

    def __init__(
        self, *, version: str, loaded_at: datetime, force: Force, sources: Any, areas: list[Area], streets: Any = ()
    ):
        self.version, self.loaded_at, self.force = version, loaded_at, force
        self.sources: tuple[SourceNote, ...] = tuple(sources)
        self._kinds: dict[str, tuple[Area, ...]] = {}
        self._ended: dict[str, tuple[Area, ...]] = {}
        for kind in ("force", "authority", "ward", "msoa", "lsoa"):
            ordered = sorted((a for a in areas if a.kind == kind), key=lambda a: (a.code, a.generation))
            self._kinds[kind] = tuple(a for a in ordered if not a.ended_on)
            self._ended[kind] = tuple(a for a in ordered if a.ended_on)
        ranked = sorted(areas, key=lambda a: (not a.ended_on, a.generation))
        self._by_code = {a.code: a for a in ranked}  # the last wins: in force, then the newest generation
        self.notes = (BORDERS, *self._said_of_wards())
        self._streets = streets
        self._mosaics: dict[str, Mosaic] = {}
        self._drawing = threading.Lock()

    def _said_of_wards(self) -> list[str]:
        wards = self._kinds["ward"]
        said = Counter(ward.geometry_note for ward in wards if ward.geometry_note)
        return [_of_many(note, f"{count:,} of {len(wards):,} wards") for note, count in said.items()]

    def area(self, code: str) -> Area | None:
        """The area with this code, ended ones too; of several generations the one in force, else the newest."""
        return self._by_code.get(code)

    def areas(self, kind: str) -> tuple[Area, ...]:
        """The areas in force of a kind, by code. Positions (`wards_of`) count in this order."""
        return self._kinds[kind]

    def ended(self, kind: str) -> tuple[Area, ...]:
        """The areas of a kind that are no longer in force, by code."""
        return self._ended[kind]

    def within(self, authority: str) -> tuple[Area, ...]:
        """The wards in force of an authority, by name as a reader sorts them."""
        return tuple(sorted((a for a in self._kinds["ward"] if a.parent == authority), key=lambda a: a.slug))

    def at(self, lat: float, lng: float) -> dict[str, Area]:
        """The area of each kind that covers a point, kinds without one left out; border: the lowest code wins."""
        found = {kind: self._mosaic(kind).at(lat, lng) for kind in self._kinds}
        return {kind: self._kinds[kind][position] for kind, position in found.items() if position >= 0}

    def ward_at(self, lat: float, lng: float) -> Area | None:
        """The ward for a resident at a point: the one that covers it, else the best fit of its small area (generalised
        borders leave slivers between wards), else None: outside."""
        here = self.at(lat, lng)
        return here.get("ward") or (self.ward_of(here["lsoa"].code) if "lsoa" in here else None)

    def wards_of(self, lats: Floats, lngs: Floats) -> Positions:
        """The position in areas("ward") of the ward covering each point, -1 outside; equal to `at` point by point."""
        return self._mosaic("ward").positions(lats, lngs)

    def lsoas_of(self, lats: Floats, lngs: Floats) -> Positions:
        """The same for small areas: positions in areas("lsoa")."""
        return self._mosaic("lsoa").positions(lats, lngs)

    def ward_of(self, lsoa: str) -> Area | None:
        """The ward in force that holds a small area by the publisher's best fit."""
        return self._ward_of_lsoa.get(lsoa)

    def lsoas_within(self, polygon: BaseGeometry) -> tuple[str, ...]:
        """Codes of the small areas whose inside point a polygon (longitude first) covers, by code."""
        codes, points = self._inside_points
        return tuple(sorted(codes[i] for i in points.query(polygon, predicate="intersects")))

    def successors(self, area: Area) -> tuple[tuple[Area, float], ...]:
        """What replaced an ended ward: the wards in force that hold its small areas, with their share of its residents
        (of its small areas when residents are unknown), largest first. A best fit, not a border."""
        shares: dict[str, float] = {}
        for code in area.lsoas:
            ward, held = self.ward_of(code), self.area(code)
            if ward:
                shares[ward.code] = shares.get(ward.code, 0) + (held.residents if held and held.residents else 1)
        ordered = sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple((self._by_code[code], share / sum(shares.values())) for code, share in ordered)

    def name_of(self, code: str) -> str:
        """The name of an area, or of a council next door; "" when unknown."""
        held = self._by_code.get(code)
        return held.name if held else self.force.neighbours.get(code, ("",))[0]

    @cached_property
    def extent(self) -> BaseGeometry:
        """The force's area; where it has no shape of its own, all its wards and small areas together."""
        whole = [a.geometry for a in self._kinds["force"] if a.geometry is not None]
        return (
            whole[0] if whole else shapely.union_all([a.geometry for a in (*self._kinds["ward"], *self._kinds["lsoa"])])
        )

    def streets_of(self, lsoa: str) -> tuple[str, ...]:
        """Streets of a small area, those nearest its middle first; road numbers ("A4540") left out."""
        return self._streets_by_lsoa.get(lsoa, ())

    @cached_property
    def _streets_by_lsoa(self) -> dict[str, tuple[str, ...]]:
        held: dict[str, list[tuple[float, str]]] = {}
        small = self._kinds["lsoa"]
        named = [street for street in self._streets if not ROAD_NUMBER.fullmatch(street[0])]
        if not named:
            return {}
        lats, lngs = (np.array([street[i] for street in named]) for i in (1, 2))
        for (name, lat, lng, _), at in zip(named, self.lsoas_of(lats, lngs).tolist(), strict=True):
            centre = small[at].centre if at >= 0 else None
            if centre:
                away = (lat - centre[0]) ** 2 + (0.6 * (lng - centre[1])) ** 2
                held.setdefault(small[at].code, []).append((away, name))
        return {code: tuple(dict.fromkeys(name for _, name in sorted(found))) for code, found in held.items()}

    @cached_property
    def names(self) -> Names:
        """All that can be found by name."""
        return Names(list(everything_named(self, self._streets)))

    def _mosaic(self, kind: str) -> Mosaic:
        with self._drawing:
            if kind not in self._mosaics:
                self._mosaics[kind] = Mosaic([a.geometry for a in self._kinds[kind]])
            return self._mosaics[kind]

    @cached_property
    def _ward_of_lsoa(self) -> dict[str, Area]:
        return {lsoa: ward for ward in reversed(self._kinds["ward"]) for lsoa in ward.lsoas}

    @cached_property
    def _inside_points(self) -> tuple[NDArray[np.str_], shapely.STRtree]:
        held = [(a.code, a.centre) for a in self._kinds["lsoa"] if a.centre]
        points = shapely.points([(centre[1], centre[0]) for _, centre in held]) if held else []
        return np.array([code for code, _ in held]), shapely.STRtree(points)


def _of_many(note: str, wards: str) -> str:
    """What is noted of one ward, said of several: "In 69 of 192 wards the edge was derived …"."""
    about = re.fullmatch(r"This ward's (.+)", note, re.DOTALL)
    return f"In {wards} the {about[1]}" if about else f"{wards}: {note}"


_lock = threading.Lock()
_held: Atlas | None = None
_checked = float("-inf")


def atlas() -> Atlas:
    """The atlas of the loaded book; NoAreas when none is loaded. Notices a new book within CHECK_EVERY seconds.

    While the database does not answer, what is held goes on serving.
    """
    global _held, _checked
    now = time.monotonic()
    if _held is not None and now - _checked < CHECK_EVERY:
        return _held
    with _lock:
        try:
            version = _version()
        except OperationalError:  # no database: what is held is still true
            if _held is None:
                raise
        else:
            _held = _held if _held is not None and _held.version == version else _read()
        _checked = now
        return _held


def forget() -> None:
    """Drop this process's atlas, so that the next call reads the database: after a load, and between tests."""
    global _held, _checked
    with _lock:
        _held, _checked = None, float("-inf")


def _version() -> str:
    try:
        version = HeldBook.objects.values_list("version", flat=True).first()
    except ProgrammingError as fault:  # the tables are not there: not migrated
        raise NoAreas("The database is not prepared. Run: wmp2020 migrate") from fault
    if version is None:
        raise NoAreas("No areas are loaded. Run: wmp2020 load")
    return version


def _read() -> Atlas:
    """Read a whole book; once more when a load committed between two of the statements."""
    while True:
        book = HeldBook.objects.get()
        areas = [_area(held) for held in HeldArea.objects.all()]
        streets = list(HeldStreet.objects.values_list("name", "lat", "lng", "ward"))
        if book.version == _version():
            break
    return Atlas(
        version=book.version,
        loaded_at=book.loaded_at,
        force=read_force(book.force_id, settings.FORCES),
        sources=[SourceNote(**{**note, "months": tuple(note["months"])}) for note in book.sources],
        areas=areas,
        streets=streets,
    )


def _area(held: HeldArea) -> Area:
    return area_of(held, None if held.geometry is None else shapely.from_wkb(bytes(held.geometry)))


def area_of(row: HeldArea | AreaRow, shape: BaseGeometry | None) -> Area:
    """The area of a row, held or as its publisher told it, with its shape."""
    told = {name: getattr(row, name) for name in Area.__dataclass_fields__}
    return Area(**{**told, "geometry": shape, "lsoas": tuple(row.lsoas), "caveats": tuple(row.caveats)})
