"""Areas shaded by value."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from wmp2020.plumbing.charts import NARROW, WIDE, Shape, area_map, steps

SHAPES = [Shape(f"A{i}", f"Area & {i}", box(-1.9 + 0.1 * (i % 4), 52.4 + 0.1 * (i // 4), -1.8 + 0.1 * (i % 4),
                                           52.5 + 0.1 * (i // 4)), f"/areas/A{i}/") for i in range(8)]  # fmt: skip
VALUES: dict[str, float | None] = {f"A{i}": 10.0 * i for i in range(7)} | {"A7": None}


def drawn(**told: object) -> ET.Element:
    return ET.fromstring(area_map(SHAPES, VALUES, id="m", title="Areas", unit="Per 1,000", **told))  # type: ignore[arg-type]


def areas(root: ET.Element) -> list[ET.Element]:
    return [e for e in root.iter() if "wmp-c-area" in (e.get("class") or "").split()]


def test_each_area_is_a_named_link_in_the_shade_of_its_value() -> None:
    root = drawn(bounds=(10, 20, 40, 60))
    assert [a.get("class") for a in areas(root)] == [
        f"wmp-c-area wmp-c-seq-{n}" for n in (1, 2, 3, 3, 4, 4, 5)
    ] + ["wmp-c-area"]  # fmt: skip
    assert areas(root)[7].get("fill") == "url(#m-hatch)"
    links = list(root.iter("{http://www.w3.org/2000/svg}a"))
    assert links[3].get("href") == "/areas/A3/"
    assert links[3].get("aria-label") == "Area & 3: 30"
    assert root.get("role") == "group"


def test_the_legend_names_every_shade_and_what_is_not_known() -> None:
    told = ["".join(e.itertext()) for e in drawn(bounds=(10, 20, 40, 60)).iter("{http://www.w3.org/2000/svg}text")]
    assert told == ["Per 1,000", "under 10", "10 to 20", "20 to 40", "40 to 60", "60 or more", "not known"]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_map_fits_and_north_is_up(width: float) -> None:
    root = drawn(width=width)
    starts = [a.get("d", "")[1:].split("l")[0].split(",") for a in areas(root)]
    assert all(0 <= float(x) <= width for x, _ in starts)
    assert min(float(y) for _, y in starts[:4]) >= max(float(y) for _, y in starts[4:])


def test_one_area_can_be_outlined() -> None:
    root = drawn(own="A3")
    assert len([e for e in root.iter() if e.get("class") == "wmp-c-area--own"]) == 1


def test_it_says_the_ends() -> None:
    assert drawn()[1].text == "Per 1,000 in 7 areas, from 0 (Area & 0) to 60 (Area & 6). The table has them all."


@given(st.lists(st.floats(0, 5000), max_size=60))
def test_bounds_rise_and_lie_among_the_values(values: list[float]) -> None:
    found = steps(values)
    assert list(found) == sorted(set(found))
    assert len(found) <= 4
    assert all(min(values) < bound <= max(values) for bound in found)


@pytest.mark.parametrize("shapes", [[], [Shape("E", "Empty", Polygon())]])
def test_nothing_to_draw_is_said(shapes: list[Shape]) -> None:
    root = ET.fromstring(area_map(shapes, {}, id="m", title="Areas", unit="Per 1,000"))
    assert root[1].text == "There are no areas to draw."


def test_values_all_alike_have_one_shade() -> None:
    root = ET.fromstring(area_map(SHAPES, {s.code: 5.0 for s in SHAPES}, id="m", title="Areas", unit="Per 1,000"))
    assert {a.get("class") for a in areas(root)} == {"wmp-c-area wmp-c-seq-3"}
