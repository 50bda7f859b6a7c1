import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.crimes.coded import coded
from wmp2020.information.crimes.layout import lay, street_ids

spot = st.one_of(st.none(), st.integers(52_479_996, 52_480_004).map(lambda micro: micro / 1e6))
crimes = st.lists(
    st.tuples(spot, spot, st.sampled_from(["Church Road", "High Street", "Ŵ"]), st.integers(0, 3)), max_size=60
)


@given(crimes)
def test_rows_lie_by_place_then_rank_and_those_without_location_last(rows):
    lat, lng = (pa.chunked_array([pa.array([row[i] for row in rows], pa.float64())]) for i in (0, 1))
    ranks = np.array([row[3] for row in rows], np.int64)
    found = lay(lat, lng, coded(pa.array([row[2] for row in rows], pa.string())), ranks)
    assert sorted(found.order.tolist()) == list(range(len(rows)))
    located = {row for row, (a, b, *_) in enumerate(rows) if a is not None and b is not None}
    assert set(found.order[: found.located].tolist()) == located
    assert found.starts[-1] == found.located
    seen = set()
    for place, name in enumerate(found.names):
        low, high = found.starts[place : place + 2].tolist()
        here = found.order[low:high].tolist()
        point = (found.micro[place] / 1e6).tolist()
        assert here
        assert {(rows[row][0], rows[row][1], rows[row][2]) for row in here} == {(*point, name)}
        assert [rows[row][3] for row in here] == sorted(rows[row][3] for row in here)
        seen.add((*point, name))
    assert len(seen) == len(found.names)
    rest = [rows[row][3] for row in found.order[found.located :].tolist()]
    assert rest == sorted(rest)


def test_a_streets_id_needs_nothing_but_its_place_and_name():
    lats, lngs = np.array([52_480_000] * 3), np.array([-1_890_000, -1_890_001, -1_890_000])
    ids = street_ids(lats, lngs, ["Church Road", "Church Road", "High Street"])
    assert len(set(ids.tolist())) == 3
    assert ids[1:2].tolist() == street_ids(lats[1:2], lngs[1:2], ["Church Road"]).tolist()
    assert ids.min() >= 0
    assert ids.max() < 2**53


def test_ids_of_many_places_do_not_meet():
    rng = np.random.default_rng(1)
    spots = np.unique(rng.integers(0, 12_000_000, (300_000, 2)), axis=0)
    ids = street_ids(spots[:, 0] + 49_000_000, spots[:, 1] - 9_000_000, ["On or near Supermarket"] * len(spots))
    assert len(np.unique(ids)) == len(spots)
