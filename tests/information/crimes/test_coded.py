import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.crimes.coded import coded


def values(column):
    return [column.values[code] for code in column.codes]


@given(st.lists(st.one_of(st.none(), st.sampled_from(["", "a", "b", "é"]))))
def test_any_form_of_a_column_keeps_its_text_and_null_is_empty(rows):
    plain = pa.array(rows, pa.string())
    half = len(rows) // 2
    for form in (plain, plain.dictionary_encode(), pa.chunked_array([plain[:half], plain[half:]], pa.string())):
        found = coded(form)
        assert values(found) == [row or "" for row in rows]
        assert len(set(found.values)) == len(found.values)


def test_a_dictionary_that_repeats_itself_is_made_distinct():
    twice = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2]), pa.array(["a", "b", "a"]))
    found = coded(twice)
    assert found.values == ["a", "b"]
    assert found.codes.tolist() == [0, 1, 0]


def test_a_change_is_made_once_a_value_and_joins_what_becomes_equal():
    found = coded(pa.array(["a", "A", "b"])).each(str.lower)
    assert found.values == ["a", "b"]
    assert values(found) == ["a", "a", "b"]
    assert found.where("a".__eq__).tolist() == [True, True, False]
    assert found.taken(np.array([2])).present() == ["b"]
    assert found.array().to_pylist() == ["a", "a", "b"]
