"""Published crimes counted by month, small area and category."""

from collections.abc import Collection, Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from wmp2020.information.sources.schemas import COUNTS, table


def counted(
    crimes: Iterable[pa.Table], *, complete: Mapping[str, bool], lsoas: Collection[str] | None = None
) -> pa.Table:
    """COUNTS of tables of CRIMES, sorted; rows without small area, or outside `lsoas` when given, are not counted.

    complete: month to whether a missing row means zero; a month it does not name is incomplete.
    """
    only = None if lsoas is None else pa.array(sorted(lsoas), pa.string())
    parts = []
    for crime in crimes:
        placed = pc.not_equal(crime["lsoa"], "") if only is None else pc.is_in(crime["lsoa"], only)
        parts.append(crime.select(["month", "lsoa", "category"]).filter(placed))
    if not parts:
        return COUNTS.empty_table()
    order = [(name, "ascending") for name in ("month", "lsoa", "category")]
    sums = pa.concat_tables(parts).group_by(["month", "lsoa", "category"]).aggregate([([], "count_all")]).sort_by(order)
    whole = pc.is_in(sums["month"], pa.array([m for m, c in complete.items() if c], pa.string()))
    return table(
        COUNTS, len(sums), month=sums["month"], lsoa=sums["lsoa"], category=sums["category"], count=sums["count_all"],
        complete=whole,
    )  # fmt: skip
