"""Outcomes find their crime by its persistent id, in the month named or in any month held."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from wmp2020.information.crimes import pieces
from wmp2020.information.crimes.checks import SLUGS
from wmp2020.information.crimes.coded import coded
from wmp2020.information.crimes.keys import keys_of, rows_among
from wmp2020.information.crimes.month import opened


def linked(table: pa.Table, folder: Path, crimes: Mapping[str, str]) -> pa.Table:
    """OUTCOMES with category and crime_month from the crime, and its id as `number`; and a location_type.

    A crime not held keeps what the outcome says of it ("" where it says nothing) and a number above a month's crimes.
    """
    keys = keys_of(table["crime_id"])
    category = np.array(table["category"].to_pylist(), object)
    month_of = np.array(table["crime_month"].to_pylist(), object)
    number = np.zeros(len(table), np.int64)
    waiting = np.arange(len(table))
    for month in sorted(crimes, reverse=True):
        if not len(waiting):
            break
        found, rows = rows_among(folder / crimes[month], keys[waiting])
        ranks = opened(folder / crimes[month]).categories[rows]
        here = waiting[found]
        category[here] = np.array(SLUGS, object)[ranks]
        month_of[here] = month
        number[here] = rows + pieces.crime_number(month)
        waiting = waiting[~found]
    if len(table):
        outcome_month = table["outcome_month"][0].as_py()
        number[waiting] = pieces.crime_number(outcome_month, pieces.ROWS_A_MONTH // 2) + np.arange(len(waiting))
    located = table["latitude"].is_valid().to_numpy()
    kind = np.where(located, np.where(coded(table["force"]).where("btp".__eq__), "BTP", "Force"), "")
    for name, values in (("category", category), ("crime_month", month_of), ("location_type", kind)):
        table = table.drop_columns([name] if name in table.column_names else [])
        table = table.append_column(name, coded(pa.array(values, pa.string())).array())
    return table.append_column("number", pa.array(number))
