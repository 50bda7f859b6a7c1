"""Tables come out in their schema, with "" for unknown text."""

import pyarrow as pa
import pytest

from wmp2020.information.areas import POSTCODES
from wmp2020.information.sources.schemas import COUNTS, CRIMES, OUTCOMES, STOPS, table


@pytest.mark.parametrize("schema", [CRIMES, OUTCOMES, STOPS, COUNTS, POSTCODES])
@pytest.mark.parametrize("rows", [0, 2])
def test_nothing_given_is_unknown_text_null_numbers_and_not_imputed(schema: pa.Schema, rows: int) -> None:
    made = table(schema, rows)
    assert made.schema == schema
    assert len(made) == rows
    for field in schema:
        expected = "" if field.type == pa.string() else False if field.name == "imputed" else None
        assert made[field.name].to_pylist() == [expected] * rows


def test_columns_are_cast_scalars_fill_and_nulls_become_empty() -> None:
    month = pa.array(["2024-01", None]).dictionary_encode()
    made = table(COUNTS, 2, month=month, lsoa="E01033625", count=pa.array([1, 2]), complete=True)
    assert made.to_pylist() == [
        {"month": "2024-01", "lsoa": "E01033625", "category": "", "count": 1, "complete": True},
        {"month": "", "lsoa": "E01033625", "category": "", "count": 2, "complete": True},
    ]


def test_null_is_kept_where_it_says_something() -> None:
    ended = pa.array([None, "2010-08"])
    assert table(POSTCODES, 2, nullable=("ended",), ended=ended)["ended"].to_pylist() == [None, "2010-08"]


def test_a_column_that_is_not_in_the_schema_is_our_mistake() -> None:
    with pytest.raises(KeyError, match="colour"):
        table(COUNTS, 1, colour="red")
