"""Everything an area's page shows about crime, in one call."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wmp2020.plumbing.british import month as say_month
from wmp2020.plumbing.british import months as say_months
from wmp2020.plumbing.british import number

from . import alike, model, series, trend, unusual
from .distributions import Floats
from .expectation import TAILS
from .model import TWO_YEARS, Kind, by_regression, kind_for, known, weight
from .outcomes import Outcomes, outcomes
from .rates import CITY_CENTRE, Rate, rate
from .series import ALL, Archive, Atlas, Monthly
from .trend import Change
from .unusual import ENOUGH_MONTHS, Verdict

NO_TAILS = (1.0,) * len(TAILS)
KEPT = 2000
SNAP = (
    "Places are rounded before publication to a point shared by at least eight addresses, so a crime may have happened "
    "in the next street, and near a border in the next area."
)
LATE = "The newest months are still being completed: a count may change when the publisher corrects it."
NOT_HERE = "Crimes published without a place are in no area's count, and much is never told to the police."
SMALL = "Small numbers swing by chance. Look at the interval before the number."
BUSY = 2.5  # times the force's rate: there residents are plainly the wrong yardstick


@dataclass(frozen=True)
class CategoryFigures:
    """One row of the table of categories; share is of the year's crime, rate of the year."""

    slug: str
    name: str
    month_count: int
    year_count: int | None
    share: float | None
    rate: Rate | None
    verdict: Verdict


@dataclass(frozen=True)
class Drawn:
    """One category by month, for a chart and its table: NaN in the band where nothing could be expected yet."""

    category: str
    name: str
    months: tuple[str, ...]
    counts: NDArray[np.int64]
    complete: NDArray[np.bool_]
    expected: Floats
    low: Floats
    high: Floats
    most_low: Floats
    most_high: Floats

    def rows(self) -> list[dict[str, Any]]:
        """The same as rows of a table; counts of incomplete months stand beside complete = False."""

        def plain(values: Floats) -> list[float | None]:
            return [None if np.isnan(v) else float(v) for v in values]

        columns = zip(self.months, self.counts.tolist(), self.complete.tolist(), plain(self.expected), plain(self.low),
                      plain(self.high), strict=True)  # fmt: skip
        names = ("month", "count", "complete", "expected", "low", "high")
        return [dict(zip(names, row, strict=True)) for row in columns]


@dataclass(frozen=True)
class AreaFigures:
    """The figures of one area at one version of the archive and the atlas. month is the newest complete month."""

    code: str
    name: str
    version: str
    month: str
    monthly: Monthly
    year: tuple[str, ...]
    month_count: int
    year_count: int | None
    rate: Rate | None  # of the year
    month_rate: Rate | None  # of the month
    verdict: Verdict
    over_the_year: Change
    against_before: Change
    categories: tuple[CategoryFigures, ...]
    alike: alike.Compared
    outcomes: Outcomes | None
    caveats: tuple[str, ...]
    means: Floats  # by complete month and category, NaN where nothing could be expected
    sizes: Floats
    tails: tuple[float, ...]

    @property
    def standing_out(self) -> tuple[CategoryFigures, ...]:
        """The categories whose month is higher or lower than usual, least likely first."""
        out = [c for c in self.categories if c.verdict.tone in ("high", "low")]
        return tuple(sorted(out, key=lambda c: c.verdict.chance or 0.0))

    def series(self, category: str = ALL, months: int = 36) -> Drawn:
        """One category's last months with its band; KeyError for a category not held."""
        counts = self.monthly.of(category)
        column = self.monthly.categories.index(category)
        first = max(len(self.monthly.months) - months, 0)
        band = np.full((5, len(self.monthly.months)), np.nan)
        judged = np.isfinite(self.means[:, column])
        if judged.any():
            band[:, np.flatnonzero(self.monthly.complete)[judged]] = unusual.limits(
                self.means[judged, column], self.sizes[judged, column], self.tails
            ).rows
        return Drawn(category, series.name(category), self.monthly.months[first:], counts[first:],
                     self.monthly.complete[first:], *band[:, first:])  # fmt: skip


_kept: OrderedDict[tuple[Any, ...], AreaFigures] = OrderedDict()
_lock = threading.Lock()


def area_figures(archive: Archive, atlas: Atlas, area: Any) -> AreaFigures:
    """Everything about one area. Kept by area and by both versions, so a second asking costs nothing."""
    key = (archive.version, atlas.version, area.code, area.lsoas)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _figures(archive, atlas, area)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def prepare(archive: Archive, atlas: Atlas) -> None:
    """Learn what the pages of wards and authorities need, so that the first reader after a load does not wait."""
    for kind in ("ward", "authority"):
        _ = known(archive, atlas, kind).spread


def forget() -> None:
    """Drop everything kept, of areas and of kinds: between tests."""
    model.forget()
    with _lock:
        _kept.clear()


def _figures(archive: Archive, atlas: Atlas, area: Any) -> AreaFigures:
    monthly = series.series(archive, area)
    year = monthly.year()
    kind = known(archive, atlas, "authority" if area.kind == "force" else kind_for(atlas, area))
    means, sizes, tails, method = _expected(monthly, kind, area)
    verdicts = _verdicts(monthly, means, sizes, tails, method)
    year_count = monthly.total(year) if year else None
    now = monthly.total([monthly.latest]) if monthly.latest else 0
    own = rate(year_count, area.residents) if year_count is not None else None
    rows = [_row(monthly, c, year, year_count, area, verdicts[c]) for c in monthly.categories if c != ALL]
    return AreaFigures(
        code=area.code, name=area.name, version=f"{archive.version}.{atlas.version}", month=monthly.latest,
        monthly=monthly, year=year, month_count=now, month_rate=rate(now, area.residents) if monthly.latest else None,
        year_count=year_count, rate=own, verdict=verdicts[ALL],
        over_the_year=trend.over_the_year(year, _over(monthly, year), _rest(monthly, kind, area, year)),
        against_before=trend.against_the_year_before(monthly.months, monthly.of().tolist(), monthly.complete.tolist()),
        categories=tuple(sorted(rows, key=lambda r: (-(r.year_count or 0), -r.month_count, r.name))),
        alike=_compared(kind, area, year_count), outcomes=outcomes(archive, area, monthly),
        caveats=caveats(monthly, area, own, kind),        means=means, sizes=sizes, tails=tails,
    )  # fmt: skip


def _over(monthly: Monthly, months: Sequence[str]) -> list[int]:
    """All crime in each of these months."""
    return [monthly.total([m]) for m in months]


def _rest(monthly: Monthly, kind: Kind, area: Any, months: Sequence[str]) -> list[int] | None:
    """All crime in the rest of the force in each of these months; None for the force itself."""
    if area.kind == "force" or not months:
        return None
    return [kind.force.total([m]) - own for m, own in zip(months, _over(monthly, months), strict=True)]


def _row(
    monthly: Monthly, category: str, year: Sequence[str], of: int | None, area: Any, verdict: Verdict
) -> CategoryFigures:
    month_count = monthly.total([monthly.latest], category) if monthly.latest else 0
    count = monthly.total(year, category) if year else None
    share = count / of if count is not None and of else None
    told = rate(count, area.residents) if count is not None else None
    return CategoryFigures(category, series.name(category), month_count, count, share, told, verdict)


def _expected(monthly: Monthly, kind: Kind, area: Any) -> tuple[Floats, Floats, tuple[float, ...], str]:
    """Means and sizes by complete month and category, NaN where nothing can be expected; tails and method."""
    shape = (len(monthly.whole), len(monthly.categories))
    means, sizes = np.full(shape, np.nan), np.full(shape, np.nan)
    if kind.habits is not None and area.kind != "force":
        mean, size = kind.predict(monthly.counts[monthly.complete].astype(float), weight(area))
        means[ENOUGH_MONTHS:], sizes[ENOUGH_MONTHS:] = mean[ENOUGH_MONTHS:], size[ENOUGH_MONTHS:]
        return means, sizes, kind.habits.tails, unusual.FILTER
    for t in range(TWO_YEARS, shape[0]):
        for c in range(shape[1]):
            means[t, c], sizes[t, c] = by_regression(monthly, c, t)
    return means, sizes, NO_TAILS, unusual.REGRESSION


def _verdicts(
    monthly: Monthly, means: Floats, sizes: Floats, tails: tuple[float, ...], method: str
) -> dict[str, Verdict]:
    """The newest complete month judged for every category: by the model, else against a year before, else not."""
    month, latest = monthly.latest, monthly.months[-1] if monthly.months else ""
    counts = monthly.counts[monthly.months.index(month)] if month else np.zeros(len(monthly.categories), np.int64)
    told = [(c, series.name(c), int(n)) for c, n in zip(monthly.categories, counts, strict=True)]
    if len(means) and np.isfinite(means[-1]).all():
        return dict(zip(monthly.categories, unusual.judge(
            names=[n for _, n, _ in told], month=month, observed=counts, means=means[-1], sizes=sizes[-1], tails=tails,
            months=len(means) - 1, method=method), strict=True))  # fmt: skip
    before = trend.year_before(month) if month else ""
    if before in monthly.whole:
        return {c: unusual.year_before(name=n, month=month, now=now, before=monthly.total([before], c),
                                       before_month=before) for c, n, now in told}  # fmt: skip
    why = f"It needs {ENOUGH_MONTHS} complete months before it and {max(len(means) - 1, 0)} are held."
    if not month:
        why = "No complete month is held."
    return {c: unusual.cannot(name=n, month=month or latest, observed=now, why=why, months=len(means))
            for c, n, now in told}  # fmt: skip


def _compared(kind: Kind, area: Any, year_count: int | None) -> alike.Compared:
    """The area among those of its kind alike; "unknown" for the force, which has none here."""
    if area.kind == "force" or year_count is None:
        return alike.Compared("unknown", "There is no other area to compare this one with." if area.kind == "force"
                              else "Twelve complete months in a row are needed to compare areas.", None)  # fmt: skip
    likes = kind.neighbours.nearest(area)
    others = [(like, int(kind.year_counts[kind.position[like.code], -1])) for like in likes]
    return alike.compare((year_count, area.residents), others, spread=kind.spread)


def caveats(monthly: Monthly, area: Any, own: Rate | None, kind: Kind) -> tuple[str, ...]:
    """What these figures cannot say, as sentences for beside them."""
    said = []
    short = [m for m, ok in zip(monthly.months, monthly.complete, strict=True) if not ok]
    if short:
        listed = say_months(short)
        said.append(f"The data published for {listed} are not complete. Never read such a month as a fall in crime: "
                    "we show it apart and compare nothing with it.")  # fmt: skip
    if monthly.months and monthly.months[-1] != monthly.latest:
        said.append(f"The figures stop at {say_month(monthly.latest)}, the newest complete month." if monthly.latest
                    else "No month held is complete, so nothing is compared.")  # fmt: skip
    if not monthly.year():
        said.append("Twelve complete months in a row are not held, so there is no yearly count, rate or trend.")
    usual = rate(kind.force.total(kind.force.year()), kind.force_residents)
    if own and usual and own.value > BUSY * usual.value:
        said.append(CITY_CENTRE)
    if (
        len(area.lsoas) > 1 and area.kind == "ward"
    ):  # small areas make up councils exactly; drawn areas say it themselves
        parts = number(len(area.lsoas))
        said.append(f"Counted from {parts} small areas that fit this one best; its border may cut some.")
    return (*said, *area.caveats, SNAP, LATE, NOT_HERE, SMALL)
