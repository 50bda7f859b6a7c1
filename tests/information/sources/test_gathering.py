"""Small areas gathered into large ones, and points into a gazetteer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box, mapping, shape

from wmp2020.information.areas import STREETS, AreaRow
from wmp2020.information.sources.gathering import dissolved, gathered, street_name, streets


def small(code: str, residents: int | None, score: float | None, west: float = 0.0) -> AreaRow:
    square = mapping(box(west, 52.0, west + 0.01, 52.01))
    return AreaRow(
        code, code, "lsoa", "2021", residents=residents, residents_year=2021, households=None, area_km2=1.5,
        imd_score=score, imd_year=2025, lsoas=(code,), geometry=square,
    )  # fmt: skip


def test_sums_and_the_weighted_mean() -> None:
    fields = gathered([small("b", 3000, 10.0), small("a", 1000, 50.0)])
    assert fields["residents"] == 4000
    assert fields["imd_score"] == pytest.approx(20.0)
    assert fields["imd_year"] == 2025
    assert fields["households"] is None
    assert fields["area_km2"] == 3.0
    assert fields["lsoas"] == ("a", "b")


def test_unknown_stays_unknown() -> None:
    assert gathered([]) == {
        "residents": None, "residents_year": None, "households": None, "area_km2": None, "imd_score": None,
        "imd_year": None, "lsoas": (),
    }  # fmt: skip
    assert gathered([small("a", 1000, None)])["imd_score"] is None
    assert gathered([small("a", None, 30.0)])["residents"] is None


@given(st.lists(st.tuples(st.integers(1, 4000), st.floats(0, 100)), min_size=1, max_size=9))
def test_the_mean_lies_between_its_parts(parts: list[tuple[int, float]]) -> None:
    fields = gathered([small(str(n), people, score) for n, (people, score) in enumerate(parts)])
    scores = [score for _, score in parts]
    assert min(scores) - 0.001 <= fields["imd_score"] <= max(scores) + 0.001
    assert fields["residents"] == sum(people for people, _ in parts)


def test_neighbours_dissolve_into_one_outline_and_strangers_into_two_parts() -> None:
    together = shape(dissolved([small("a", 1, 1, 0.0), small("b", 1, 1, 0.01)]))
    assert together.geom_type == "Polygon"
    assert together.area == pytest.approx(0.0002)
    apart = shape(dissolved([small("a", 1, 1, 0.0), small("b", 1, 1, 0.5)]))
    assert len(apart.geoms) == 2
    assert dissolved([]) is None


def test_a_hair_thin_gap_is_no_hole_and_a_lake_is() -> None:
    ring = box(0, 52, 0.01, 52.01)
    for size, holes in ((0.0001, 0), (0.002, 1)):
        around = AreaRow(
            "a", "a", "lsoa", "2021", geometry=mapping(ring - box(0.004, 52.004, 0.004 + size, 52.004 + size))
        )
        assert len(shape(dissolved([around])).interiors) == holes


@pytest.mark.parametrize(
    ("location", "name"),
    [("On or near Church Street", "Church Street"), ("On or near ", ""), ("No Location", ""), ("", ""),
     ("On or near Parking Area", ""), ("On or near Bus/coach Station", ""), ("Church Street", "Church Street")],
)  # fmt: skip
def test_names(location: str, name: str) -> None:
    assert street_name(location) == name


def test_points_of_one_street_become_one_entry_per_place() -> None:
    near = [("On or near High Street", 52.4800 + n * 0.0010, -1.9, f"E0{n}") for n in range(5)]
    far = [("On or near High Street", 52.6, -1.9, "E09"), ("On or near Supermarket", 52.6, -1.9, "E09")]
    made = streets([*near, *far, near[0]])
    assert made.schema == STREETS
    assert made.to_pylist() == [
        {"name": "High Street", "lat": 52.482, "lng": -1.9, "lsoa": "E02"},
        {"name": "High Street", "lat": 52.6, "lng": -1.9, "lsoa": "E09"},
    ]
    assert len(streets([])) == 0
