import json

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.crimes import pieces
from wmp2020.information.crimes.coded import coded

words = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "x", 'ŵ"\\'])), min_size=1, max_size=30)


@given(words, st.integers(0, 30), st.integers(0, 30))
def test_joined_pieces_are_what_gluing_row_by_row_gives(rows, low, high):
    low, high = sorted((min(low, len(rows)), min(high, len(rows))))
    one, two = (coded(pa.array([row[i] for row in rows])) for i in (0, 1))
    parts = [
        b"<", pieces.crossed([one, two], lambda a, b: f"{a}{pieces.text(b)}"), b"|",
        pa.array([str(number).encode() for number in range(len(rows))]), b">",
    ]  # fmt: skip
    made = [value.decode() for value in pieces.joined(parts, low, high).to_pylist()]
    assert made == [
        f"<{a}{json.dumps(b, ensure_ascii=False)}|{number}>" for number, (a, b) in enumerate(rows)
    ][low:high]  # fmt: skip


@given(st.integers(-180_000_000, 180_000_000))
def test_degrees_have_six_decimals(micro):
    assert pieces.degrees(micro) == f"{micro / 1e6:.6f}"


def test_ids_rise_with_the_months_and_stay_small():
    months = [f"{year}-{month:02}" for year in range(2010, 2100) for month in range(1, 13)]
    numbers = [pieces.crime_number(month) for month in months]
    assert (np.diff(numbers) == pieces.ROWS_A_MONTH).all()
    assert pieces.crime_number("2098-12", pieces.ROWS_A_MONTH - 1) < 2**31


def test_a_month_too_large_for_its_ids_is_refused():
    with pytest.raises(ValueError, match="1,000,001"):
        pieces.crimes("2026-03", pa.table({"crime_id": pa.nulls(1_000_001)}), None, {})


@pytest.mark.parametrize(("value", "text"), [("", "null"), ("Force", '"Force"'), ("BTP", '"BTP"')])
def test_a_location_type_is_null_without_location(value, text):
    assert pieces.location_type(value) == text
