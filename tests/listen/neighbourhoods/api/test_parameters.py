"""What clients really send, forgiven or refused by name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.listen.neighbourhoods.api import parameters
from wmp2020.listen.neighbourhoods.api.trouble import Trouble


def refused(read, *args):
    with pytest.raises(Trouble) as caught:
        read(*args)
    return caught.value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("&date=2019-11&location_id=883407", {"date": "2019-11", "location_id": "883407"}),  # an empty first item
        ("date=&lat=1", {"lat": "1"}),  # httpx writes None so
        ("poly=52.1%2C-1.9%3A52.2,-1.8", {"poly": "52.1,-1.9:52.2,-1.8"}),
        ("lat=&lat=2&lat=2", {"lat": "2"}),
        ("a=1&a=2&b[]=3", {"a": "2", "b[]": "3"}),
        ("q=52.5+,-1.9", {"q": "52.5 ,-1.9"}),
        ("date", {}),
        ("", {}),
        ("date=%ff", {"date": "\ufffd"}),
    ],
)
def test_forms_are_read_as_clients_write_them(text, values):
    assert parameters.read_form(text, ("lat", "date")) == values


@pytest.mark.parametrize("text", ["lat=1&lat=2", "lat[]=1", "lat[0]=1&lat[1]=2", "lat%5B%5D=1", "lat%5bx%5d="])
def test_one_value_each(text):
    assert refused(parameters.read_form, text, ("lat",)).members["parameter"] == "lat"
    assert parameters.read_form(text, ("lng",)) is not None


def test_a_form_of_a_million_fields_is_not_read():
    assert refused(parameters.read_form, "a=1&" * 1_000_000).kind.status == 400


@pytest.mark.parametrize(
    ("text", "month"),
    [("2024-01", "2024-01"), ("2019-01-01", "2019-01"), (" 2024-12 ", "2024-12"), ("", None), ("  ", None)],
)
def test_months(text, month):
    assert parameters.month({"date": text}, "date") == month


@pytest.mark.parametrize(
    "text",
    ["2024-13", "2024-00", "2024", "24-01", "2024/01", "２０２４-01", "2024-01\0", "0000-01", "x" * 5000],
)
def test_months_that_are_none(text):
    trouble = refused(parameters.month, {"date": text}, "date")

    assert (trouble.kind.status, trouble.members["parameter"]) == (400, "date")


def test_ranges_include_both_ends():
    assert parameters.span({"from": "2023-11", "to": "2024-02"}, "2026-03") == [
        "2023-11", "2023-12", "2024-01", "2024-02",
    ]  # fmt: skip
    assert parameters.span({"from": "2026-02"}, "2026-03") == ["2026-02", "2026-03"]
    assert parameters.span({"from": "2020-01", "to": "2022-12"}, "2026-03")[-1] == "2022-12"
    assert parameters.span({}, "2026-03") is None


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({"from": "2020-01", "to": "2023-01"}, "to"),  # 37 months
        ({"from": "2024-02", "to": "2024-01"}, "to"),
        ({"to": "2024-01"}, "from"),
        ({"from": "2024-01", "to": "2024-02", "date": "2024-01"}, "date"),
        ({"from": "2024-14", "to": "2024-02"}, "from"),
    ],
)
def test_ranges_refused(values, parameter):
    assert refused(parameters.span, values, "2026-03").members["parameter"] == parameter


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(0, 35))
def test_months_between_are_as_many_as_said(year, number, more):
    first = f"{year:04}-{number:02}"
    months = parameters.months_between(first, parameters.months_between(first, f"{year + 4:04}-12")[more])

    assert len(months) == more + 1
    assert months == sorted(set(months))


def test_a_point():
    assert parameters.point({"lat": " 52.48", "lng": "-1.9e0 "}) == (52.48, -1.9)
    assert parameters.point({}) is None


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({"lat": "52.4"}, "lng"),
        ({"lng": "-1.9"}, "lat"),
        ({"lat": " ", "lng": "-1.9"}, "lat"),
        ({"lat": "nan", "lng": "-1.9"}, "lat"),
        ({"lat": "NaN", "lng": "-1.9"}, "lat"),
        ({"lat": "inf", "lng": "-1.9"}, "lat"),
        ({"lat": "1_0", "lng": "-1.9"}, "lat"),
        ({"lat": "0x10", "lng": "-1.9"}, "lat"),
        ({"lat": "1e999", "lng": "-1.9"}, "lat"),
        ({"lat": "90.01", "lng": "-1.9"}, "lat"),
        ({"lat": "52", "lng": "-180.5"}, "lng"),
        ({"lat": "52.1\0", "lng": "-1.9"}, "lat"),
        ({"lat": "５２", "lng": "-1.9"}, "lat"),
        ({"lat": "5" * 5000, "lng": "-1.9"}, "lat"),
    ],
)
def test_points_refused(values, parameter):
    trouble = refused(parameters.point, values)

    assert (trouble.kind.type, trouble.members["parameter"]) == ("invalid-parameter", parameter)


@pytest.mark.parametrize(
    ("read", "values"),
    [
        (parameters.point, {"lat": "-1.89", "lng": "52.48"}),
        (parameters.polygon, {"poly": "-1.9,52.4:-1.8,52.4:-1.8,52.5"}),
    ],
)
def test_swapped_coordinates_are_said_to_be_swapped(read, values):
    trouble = refused(read, values)

    assert (trouble.kind.status, trouble.kind.type) == (400, "coordinates-swapped")
    assert "Did you mean 52.4" in trouble.detail


def test_a_position_in_one_parameter():
    assert parameters.pair("52.48, -1.89", "q") == (52.48, -1.89)
    for text in ("52.48", "52.48,-1.89,0", ",", "a,b", "52.48;-1.89"):
        assert refused(parameters.pair, text, "q").members["parameter"] == "q"
    assert refused(parameters.pair, "-1.89,52.48", "q").kind.type == "coordinates-swapped"


@pytest.mark.parametrize(
    "text",
    ["52.1,-1.9:52.2,-1.8:52.3,-1.7", "52.1, -1.9: 52.2 ,-1.8 :52.3,-1.7", "52.1,-1.9:52.2,-1.8:52.3,-1.7:",
     " 52.1,-1.9:52.2,-1.8:52.3,-1.7 "],
)  # fmt: skip
def test_polygons_with_spaces_and_a_trailing_colon(text):
    assert parameters.polygon({"poly": text}).tolist() == [[52.1, -1.9], [52.2, -1.8], [52.3, -1.7]]


def test_no_polygon():
    assert parameters.polygon({}) is None
    assert parameters.polygon({"poly": "  "}) is None


@pytest.mark.parametrize(
    "text",
    [
        "52.1,-1.9:52.2,-1.8",
        "52.1,-1.9",
        "52.1,-1.9:52.2,-1.8:52.3",
        "52.1,-1.9:52.2,-1.8:52.3,-1.7,1",
        "52.1,-1.9:52.2,-1.8:nan,nan",
        "52.1,-1.9::52.2,-1.8:52.3,-1.7",
        "52.1,-1.9:52.2,-1.8:52 3,-1.7",
        "52.1,-1.9:52.2,-1.8:e,-1.7",
        "52.1,-1.9:52.2,-1.8:91,-1.7",
        "52.1,-1.9:52.2,-1.8:1e999,-1.7",
        "52.1,-1.9:52.2,-1.8:52.3,-1.7\0",
        ":",
        "[(52.1, -1.9)]",
    ],
)
def test_polygons_refused(text):
    trouble = refused(parameters.polygon, {"poly": text})

    assert (trouble.kind.status, trouble.members["parameter"]) == (400, "poly")


@given(
    st.lists(
        st.tuples(st.floats(49, 61), st.floats(-9, 2)),
        min_size=3,
        max_size=40,
    )
)
def test_polygons_keep_every_digit(corners):
    read = parameters.polygon({"poly": ":".join(f"{lat!r},{lng!r}" for lat, lng in corners)})

    assert np.array_equal(read, np.array(corners))


def test_twenty_thousand_vertices_are_read():
    corner = "52.123456789012345,-1.123456789012345"

    assert parameters.polygon({"poly": ":".join([corner] * 20_000)}).shape == (20_000, 2)
    assert refused(parameters.polygon, {"poly": ":".join(["1,1"] * 25_001)}).kind.status == 400


def test_whole_numbers():
    assert parameters.whole({"limit": " 12 "}, "limit") == 12
    assert parameters.whole({}, "limit") is None
    for text in ("-1", "1.5", "x", "9" * 40, "１"):
        assert refused(parameters.whole, {"limit": text}, "limit").members["parameter"] == "limit"
    for text in ("0", "5001"):
        assert refused(lambda t: parameters.whole({"limit": t}, "limit", most=5000), text).kind.status == 400


def test_a_parameter_that_must_be_there():
    assert parameters.needed({"force": " wm "}, "force") == "wm"
    assert refused(parameters.needed, {"force": " "}, "force").members["parameter"] == "force"
