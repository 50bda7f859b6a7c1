"""Areas alike, and a rate among them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit import plainly_measures
from tests.kit.measuring import town
from wmp2020.information.areas import AreaRow
from wmp2020.information.measures.alike import Likeness, Neighbours, compare, extra_spread


def area(code: str, imd: float | None, residents: int | None, km2: float | None = 2.0) -> AreaRow:
    return AreaRow(code, f"Area {code}", "ward", "2024", imd_score=imd, residents=residents, area_km2=km2)


@given(st.lists(st.tuples(st.floats(1, 80), st.integers(500, 40_000), st.floats(0.2, 30)), min_size=3, max_size=20))
def test_the_nearest_are_those_of_the_slow_twin(told: list[tuple[float, int, float]]) -> None:
    areas = [area(f"{i:02}", round(imd, 1), people, round(km2, 1)) for i, (imd, people, km2) in enumerate(told)]
    features = {
        a.code: (a.imd_score, math.log(a.residents), math.log(a.residents / a.area_km2)) for a in areas
    }  # fmt: skip
    found = [like.code for like in Neighbours(areas).nearest(areas[0], 4)]
    distances = dict(zip(found, [like.distance for like in Neighbours(areas).nearest(areas[0], 4)], strict=True))
    plain = plainly_measures.most_alike(features, "00", 4)  # type: ignore[arg-type]
    assert sorted(distances.values()) == list(distances.values())
    assert "00" not in found
    assert len(found) == len(plain) == min(4, len(areas) - 1)
    assert len(set(found) & set(plain)) >= len(plain) - 1  # rounding may swap the last of two equally far


def test_without_deprivation_the_other_features_are_used() -> None:
    near = Neighbours([area("a", None, 1000), area("b", 20.0, 1050), area("c", 20.0, 9000)])
    assert near.names == ("residents", "residents per square kilometre")
    assert [like.code for like in near.nearest(area("x", 20.0, 1000))] == ["a", "b", "c"]


@pytest.mark.parametrize("residents", [None, 0])
def test_an_area_without_residents_is_like_no_other(residents: int | None) -> None:
    assert Neighbours([area("a", 20.0, 1000)]).nearest(area("x", 20.0, residents)) == ()


def test_names_come_with_what_makes_them_alike() -> None:
    _, places = town()
    wards = places.areas("ward")
    like = Neighbours(wards).nearest(wards[0], 1)[0]
    assert (like.name, like.residents, like.imd_score) == ("Ward 1", 9500, 17.0)
    assert like.density == pytest.approx(9500 / 1.75)


def test_chance_alone_leaves_no_extra_spread() -> None:
    random = np.random.default_rng(2)
    expected = random.uniform(80, 900, 400)
    assert extra_spread(random.poisson(expected).astype(float), expected) < 0.03


def test_the_extra_spread_is_found_and_outliers_do_not_make_it() -> None:
    random = np.random.default_rng(2)
    expected = random.uniform(200, 900, 400)
    seen = random.poisson(expected * np.exp(random.normal(0, 0.25, 400))).astype(float)
    found = extra_spread(seen, expected)
    assert found == pytest.approx(0.25, rel=0.2)
    seen[:6] *= 20
    assert extra_spread(seen, expected) == pytest.approx(found, rel=0.1)


OTHERS = [(Likeness(str(i), f"Area {i}", 0.1 * i, 20.0, 10_000, 4000.0), 900 + 20 * i) for i in range(8)]


@pytest.mark.parametrize(("count", "position"), [(970, "similar"), (2500, "higher"), (300, "lower")])
def test_a_rate_is_put_among_those_alike(count: int, position: str) -> None:
    told = compare((count, 10_000), OTHERS, spread=0.2)
    assert told.position == position
    assert told.middle == pytest.approx(97.0)
    assert told.low < told.middle < told.high  # type: ignore[operator]
    assert f"{count / 10:,.1f} recorded per 1,000 residents" in told.says
    assert "97.0 in the 8 areas most alike" in told.says


def test_more_spread_means_wider_limits() -> None:
    narrow, wide = (compare((970, 10_000), OTHERS, spread=s) for s in (0.0, 0.3))
    assert narrow.high < wide.high  # type: ignore[operator]
    assert narrow.low > wide.low  # type: ignore[operator]


def test_with_too_few_areas_alike_nothing_is_said() -> None:
    told = compare((970, 10_000), OTHERS[:2], spread=0.2)
    assert (told.position, told.middle) == ("unknown", None)
