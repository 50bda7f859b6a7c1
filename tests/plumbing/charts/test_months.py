"""A series: from zero, with gaps, with its band, said in words."""

import re
import xml.etree.ElementTree as ET

import pytest

from wmp2020.plumbing.charts import NARROW, WIDE, Month, columns, spark

SVG = "{http://www.w3.org/2000/svg}"


def year(**changed: Month) -> list[Month]:
    plain = {f"m{n:02}": Month(f"2025-{n:02}", 40 + n, expected=45.0, low=20.0, high=70.0) for n in range(1, 13)}
    return list((plain | changed).values())


def drawn(months: list[Month], width: float = WIDE) -> ET.Element:
    return ET.fromstring(columns(months, id="c", title="Burglary by month", width=width))


def having(root: ET.Element, name: str) -> list[ET.Element]:
    return [e for e in root.iter() if name in (e.get("class") or "").split()]


def test_the_line_is_whole_where_months_are() -> None:
    root = drawn(year())
    assert len(having(root, "wmp-c-line")) == 1
    assert having(root, "wmp-c-line")[0].get("d", "").count("L") == 11
    assert len(having(root, "wmp-c-band")) == 2  # the band and its key


def test_a_month_that_is_not_complete_is_a_hatched_gap_and_its_count_is_nowhere() -> None:
    root = drawn(year(m06=Month("2025-06", 7777, complete=False)))
    assert len(having(root, "wmp-c-line")) == 2
    hatched = [e for e in root.iter(f"{SVG}rect") if (e.get("fill") or "").startswith("url(#c-hatch")]
    assert len(hatched) == 2  # the gap and its key
    assert float(hatched[0].get("height") or 0) > 200
    assert "7777" not in ET.tostring(root, "unicode")
    assert "7,777" not in ET.tostring(root, "unicode")
    assert "Not complete and not drawn: June 2025." in root[1].text  # type: ignore[operator]


def test_a_month_missing_altogether_is_a_gap_too() -> None:
    months = [m for m in year() if m.month != "2025-06"]
    assert len(having(drawn(months), "wmp-c-line")) == 2


def test_the_floor_is_zero() -> None:
    root = drawn([Month("2025-01", 0), Month("2025-02", 100)])
    base = having(root, "wmp-c-base")[0].get("d", "")
    line = having(root, "wmp-c-line")[0].get("d", "")
    assert abs(float(re.findall(r"[\d.]+", line)[1]) - float(re.findall(r"[\d.]+", base)[1])) < 1


def test_a_month_beyond_the_band_is_marked_and_named() -> None:
    root = drawn(year(m04=Month("2025-04", 90, expected=45, low=20, high=70)))
    assert len(having(root, "wmp-c-dot--beyond")) == 1
    assert "Outside the usual: April 2025." in root[1].text  # type: ignore[operator]


def test_it_says_what_a_sighted_reader_sees_first() -> None:
    assert drawn(year())[1].text == (
        "52 recorded in December 2025. About 45 were expected; from 20 to 70 is usual. Most was 52 in December 2025, "
        "least 41 in January 2025."
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_nothing_is_styled_or_scripted_inline_and_all_lies_inside(width: float) -> None:
    months = [
        Month(f"{2023 + n // 12}-{n % 12 + 1:02}", 900 + n, n not in (3, 4, 16), 900, 700, 1200) for n in range(36)
    ]
    root = drawn(months, width)
    text = ET.tostring(root, "unicode")
    assert "style" not in text
    assert "<script" not in text
    for e in root.iter():
        for key in ("x", "cx"):
            assert 0 <= float(e.get(key) or 0) <= width


def test_no_complete_month_is_said() -> None:
    root = drawn([Month("2025-01", 5, complete=False)])
    assert root[1].text == "There is no complete month."


def test_a_spark_is_small_and_has_a_name() -> None:
    svg = spark(year(m06=Month("2025-06", 0, complete=False)), id="s", title="Burglary")
    assert len(svg) < 1200
    assert len(having(ET.fromstring(svg), "wmp-c-line")) == 2
    assert 'role="img"' in svg
