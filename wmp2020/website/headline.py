"""The figures on the front page: the whole area in its latest complete month, kept until the archive changes."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from wmp2020.information import areas, crimes, sources

YEAR = 12  # months


@dataclass(frozen=True)
class Headline:
    """Crimes in `month`; `year` is the sum over `months`, None when any of the twelve is incomplete or not held."""

    month: str
    crimes: int
    year: int | None
    months: tuple[str, ...]
    top_name: str
    top_count: int
    href: str


def headline() -> Headline | None:
    """The area's headline, or None before data is loaded."""
    try:
        atlas, archive = areas.atlas(), crimes.current()
    except (areas.NoAreas, crimes.NoArchive):
        return None
    return _kept(atlas.version, archive.version)


@lru_cache(maxsize=2)
def _kept(atlas_version: str, archive_version: str) -> Headline | None:
    atlas, archive = areas.atlas(), crimes.current()
    area = atlas.area(atlas.force.area_code)
    if area is None:
        return None
    series = archive.counts(area.lsoas)
    whole = [at for at, complete in enumerate(series.complete) if complete]
    if not whole:
        return None
    last = whole[-1]
    twelve = range(last - YEAR + 1, last + 1)
    full = (
        twelve[0] >= 0 and all(series.complete[at] for at in twelve) and _unbroken([series.months[at] for at in twelve])
    )
    top = int(series.counts[last].argmax())
    return Headline(
        month=series.months[last],
        crimes=int(series.counts[last].sum()),
        year=int(series.counts[twelve[0] : last + 1].sum()) if full else None,
        months=tuple(series.months[at] for at in twelve) if full else (),
        top_name=sources.codes.category_name(series.categories[top], series.months[last]),
        top_count=int(series.counts[last, top]),
        href=area.url,
    )


def _unbroken(months: list[str]) -> bool:
    """True when each month follows the one before."""
    counted = [int(month[:4]) * YEAR + int(month[5:]) for month in months]
    return all(then == now + 1 for now, then in pairwise(counted))
