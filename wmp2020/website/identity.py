"""Whose site this is: product, force, area, and where its figures come from; cheap enough to ask for each page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from wmp2020.information import areas, crimes


@dataclass(frozen=True)
class Identity:
    """What the frame of every page says; the force's parts are empty until open data has been loaded."""

    product: str = "WMP2020"
    force: str = ""
    area: str = ""
    area_code: str = ""
    url: str = ""
    telephone: str = "101"
    sources: tuple[Any, ...] = ()

    @property
    def loaded(self) -> bool:
        """True once there are areas to show."""
        return bool(self.area_code)

    @property
    def demonstration(self) -> bool:
        """True outside production, where people are invented and some positions imputed."""
        return not settings.PRODUCTION

    @property
    def licences(self) -> tuple[str, ...]:
        """The distinct licences of the loaded sources, in the order met."""
        return _distinct(source.licence for source in self.sources)

    @property
    def publishers(self) -> tuple[str, ...]:
        """The distinct publishers of the loaded sources, in the order met; this project is none."""
        return tuple(
            name for name in _distinct(s.publisher for s in self.sources) if not name.startswith("this project")
        )


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names in the order met; one note may name several, with semicolons between."""
    return tuple(dict.fromkeys(part.strip() for name in names for part in name.split(";") if part.strip()))


def identity() -> Identity:
    """This site's identity, from the loaded areas and their force."""
    try:
        atlas = areas.atlas()
    except (areas.NoAreas, DatabaseError):  # the frame of an error page must stand when the database does not
        return Identity()
    force = atlas.force
    try:
        notes = crimes.current().notes
    except crimes.NoArchive:
        notes = ()
    return Identity(
        product=force.brand.product,
        force=force.name,
        area=force.area_name,
        area_code=force.area_code,
        url=force.url,
        telephone=force.telephone,
        sources=(*notes, *atlas.sources),
    )
