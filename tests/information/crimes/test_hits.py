import numpy as np
import pytest

from tests.kit.crime_tables import an_id, archive, crime
from wmp2020.information.crimes.hits import NOTHING

MONTH = "2026-03"


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    rows = [crime(longitude=-1.89 + step / 1e4, street=f"On or near {step % 11}", crime_id=an_id(step),
                  category=("burglary", "drugs", "robbery")[step % 3]) for step in range(120)]  # fmt: skip
    return archive(tmp_path_factory.mktemp("archive"), rows)


@pytest.mark.parametrize("bounds", [(0, 10), (5, 5), (7, 3), (110, 500), (0, 120), (119, 120), (200, 300), (0, 0)])
def test_a_slice_is_a_lists_slice_in_count_rows_and_json(held, bounds):
    hits = held.near(52.48, -1.885, month=MONTH, metres=5_000)
    assert hits.count == 120
    part, rows = hits.slice(*bounds), hits.rows()[slice(*bounds)]
    assert part.count == len(rows)
    assert part.rows() == rows
    assert part.slice(1, 3).rows() == rows[1:3]


def test_pages_of_any_size_make_the_whole_and_repeat_nothing(held):
    hits = held.near(52.48, -1.885, month=MONTH, metres=5_000, category="drugs")
    whole = hits.rows()
    assert len(whole) == 40
    for size in (1, 7, 39, 40, 41):
        pages = [hits.slice(start, start + size).rows() for start in range(0, hits.count, size)]
        assert [row for page in pages for row in page] == whole


def test_a_table_holds_the_same_crimes_in_the_same_order(held):
    for hits in (held.near(52.48, -1.885, month=MONTH), held.near(52.48, -1.885, month=MONTH, category="drugs")):
        assert hits.table()["crime_id"].to_pylist() == [row["persistent_id"] for row in hits.rows()]


def test_nothing_is_an_empty_array_however_it_is_asked():
    for hits in (NOTHING, NOTHING.slice(0, 10)):
        assert (hits.count, hits.json(), hits.rows(), hits.table()) == (0, b"[]", [], None)


def test_all_hits_of_a_page_are_read_at_once(held, monkeypatch):
    from wmp2020.information.crimes import texts

    reads = []
    monkeypatch.setattr(texts.os, "preadv", lambda *a, real=texts.os.preadv: reads.append(a) or real(*a))
    hits = held.within(np.array([(52.47, -1.9), (52.47, -1.8), (52.49, -1.8), (52.49, -1.9)]), month=MONTH)
    assert hits.count == 120
    assert not reads  # counting reads no text
    hits.json()
    assert len(reads) == 1
