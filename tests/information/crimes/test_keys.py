import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit.crime_tables import an_id
from wmp2020.information.crimes import keys
from wmp2020.information.crimes.folders import Folder


def written(root, ids):
    with Folder(root, "test") as folder:
        keys.write(folder, pa.chunked_array([ids], pa.string()))
        return root / folder.keep({})


@settings(max_examples=30, deadline=None)
@given(st.lists(st.one_of(st.just(""), st.integers(0, 40).map(an_id), st.text("01ab-", max_size=20)), max_size=60))
def test_every_row_is_found_by_its_id(tmp_path_factory, ids):
    folder = written(tmp_path_factory.mktemp("keys"), ids)
    for wanted in {*ids, an_id("none")} - {""}:
        rows = keys.rows_of(folder, int(keys.keys_of(pa.array([wanted]))[0])).tolist()
        alike = [row for row, each in enumerate(ids) if each and each[:16].ljust(16, "0") == wanted[:16].ljust(16, "0")]
        assert rows == alike


def test_many_keys_need_one_short_read_and_uneven_ones_are_found_all_the_same(tmp_path, monkeypatch):
    ids = [an_id(number) for number in range(20_000)]
    folder = written(tmp_path, ids)
    monkeypatch.setattr(keys, "REACH", 600)
    whole = []
    monkeypatch.setattr(keys.np, "fromfile", lambda *a, real=np.fromfile, **k: whole.append(a[1]) or real(*a, **k))
    for row in range(0, 20_000, 997):
        assert row in keys.rows_of(folder, int(keys.keys_of(pa.array([ids[row]]))[0]))
    assert keys.KEY not in whole
    monkeypatch.setattr(keys, "REACH", 1)  # as if no key lay where it is expected
    for row in range(0, 20_000, 997):
        assert row in keys.rows_of(folder, int(keys.keys_of(pa.array([ids[row]]))[0]))
    assert keys.KEY in whole


def test_many_ids_are_looked_up_at_once(tmp_path):
    folder = written(tmp_path, [an_id(1), "", an_id(2)])
    found, rows = keys.rows_among(folder, keys.keys_of(pa.array([an_id(2), an_id(3), an_id(1)])))
    assert found.tolist() == [True, False, True]
    assert rows.tolist() == [2, 0]
    assert keys.rows_among(written(tmp_path, [""]), keys.keys_of(pa.array(["a"])))[0].tolist() == [False]
