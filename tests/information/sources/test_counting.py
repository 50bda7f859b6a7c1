"""Counting agrees with counting by hand."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.sources.counting import counted
from wmp2020.information.sources.schemas import COUNTS, CRIMES

CRIME = st.fixed_dictionaries(
    {
        "month": st.sampled_from(["2024-01", "2024-02", "2024-03"]),
        "lsoa": st.sampled_from(["", "E01000001", "E01000002", "E01000003"]),
        "category": st.sampled_from(["burglary", "drugs"]),
    }
)


@given(st.lists(st.lists(CRIME, max_size=20), max_size=3), st.none() | st.just({"E01000001", "E01000003"}))
def test_the_same_as_by_hand(months: list[list[dict[str, str]]], only: set[str] | None) -> None:
    blank = dict.fromkeys(CRIMES.names)
    tables = [CRIMES.empty_table().from_pylist([blank | row for row in rows], schema=CRIMES) for rows in months]
    made = counted(tables, complete={"2024-01": True, "2024-02": False}, lsoas=only)
    assert made.schema == COUNTS
    plain = Counter(
        (r["month"], r["lsoa"], r["category"])
        for rows in months for r in rows if r["lsoa"] and (only is None or r["lsoa"] in only)
    )  # fmt: skip
    assert [(r["month"], r["lsoa"], r["category"], r["count"]) for r in made.to_pylist()] == [
        (*key, plain[key]) for key in sorted(plain)
    ]
    assert all(r["complete"] == (r["month"] == "2024-01") for r in made.to_pylist())
