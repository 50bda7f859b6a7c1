import duckdb
import numpy as np
import pyarrow.parquet as pq

from tests.kit import real
from tests.kit.crime_tables import AT, an_id, crime, stop, table
from wmp2020.information import crimes
from wmp2020.information.crimes import checks, writing
from wmp2020.information.crimes.coded import coded
from wmp2020.information.sources.schemas import COUNTS, CRIMES, STOPS
from wmp2020.information.sources.west_midlands import WestMidlandsFolder
from wmp2020.plumbing.findings import Findings


def written(root, rows, month="2026-03", **how):
    return writing.crimes(root, month, checks.crimes(table(rows), Findings()), **how)


def test_equal_months_are_one_folder_and_any_difference_makes_another(tmp_path):
    rows = [crime(crime_id=an_id(1)), crime(category="drugs")]
    others = [rows[:1], [rows[0], crime(category="drugs", context="x")]]
    names = [written(tmp_path, rows), *(written(tmp_path, some) for some in (rows, *others))]
    names.append(written(tmp_path, rows, pack=True))
    assert names[0] == names[1]
    assert len(set(names)) == 4
    assert all(name.startswith("crimes-2026-03-") for name in names)


def test_the_record_of_truth_is_parquet_that_others_read_sorted_by_place(tmp_path):
    rows = [crime(longitude=-1.89 + (step * 37 % 50) / 100, street=f"On or near {step}", crime_id=an_id(step))
            for step in range(50)]  # fmt: skip
    path = tmp_path / written(tmp_path, [*rows, crime(latitude=None)]) / "rows.parquet"
    with duckdb.connect() as connection:
        found = connection.execute("select crime_id, longitude from read_parquet(?)", [str(path)]).fetchall()
    assert {row[0] for row in found} == {row["crime_id"] for row in rows} | {""}
    longitudes = np.array([row[1] for row in found[:-1]])
    assert found[-1][1] is None
    assert np.median(np.abs(np.diff(longitudes))) < 0.025  # neighbours in the file are neighbours on the ground
    assert pq.read_schema(path).names == CRIMES.names


def test_a_tally_counts_what_it_is_told_to_and_no_rows_without_small_area():
    lsoa, other = coded(table([crime()] * 3 + [crime(lsoa="")])["lsoa"]), coded(table([crime()] * 4)["category"])
    found = writing.tally(lsoa, other, np.array([True, True, False, True]), "category").to_pylist()
    assert found == [{"lsoa": "E01008881", "category": "burglary", "count": 2}]


def test_counts_are_named_by_what_they_say_in_any_order(tmp_path):
    rows = [
        {"month": "2026-03", "lsoa": f"E0100000{n}", "category": "drugs", "count": n, "complete": True} for n in (1, 2)
    ]
    one, two, other = (
        writing.counts(tmp_path, "2026-03", table(some, COUNTS), complete=whole)
        for some, whole in [(rows, True), (rows[::-1], True), (rows, False)]
    )
    assert one == two != other


def test_a_month_of_stops_may_hold_none_with_a_place(tmp_path):
    rows = [stop(latitude=None, longitude=None, street="")]
    name = writing.stops(tmp_path, "2026-03", checks.stops(table(rows, STOPS), Findings()))
    assert (tmp_path / name / "rows.json").read_bytes().endswith(b'"location":null},')


def test_the_real_west_midlands_keep_their_numbers(tmp_path):
    source = WestMidlandsFolder(real.folder(), imputed=True)
    counts, findings = source.counts(Findings()), Findings()
    given = [
        rows for rows in source.crimes(Findings()) if rows["month"][0].as_py() in ("2011-02", "2017-03", "2026-03")
    ]
    crimes.build(
        tmp_path, crimes=given, counts=counts, notes=source.notes, force_id=source.force_id, at=AT, findings=findings
    )
    held = crimes.current(tmp_path)
    assert held.point_months == ("2011-02", "2017-03", "2026-03")
    assert held.imputed_months == {"2026-03"}
    everywhere = np.array([(52.2, -2.4), (52.2, -1.2), (52.8, -1.2), (52.8, -2.4)])
    for rows in given:
        month = rows["month"][0].as_py()
        assert held.within(everywhere, month=month).count + held.no_location(month=month).count == len(rows)
    rows = held.near(52.4797, -1.8986, month="2026-03").rows()
    assert len(rows) > 1_000
    assert all("imputed" in row["context"].lower() and "(imputed)" in row["location"]["street"]["name"] for row in rows)
    series = held.counts(coded(counts["lsoa"]).values)
    assert series.counts.sum() == counts["count"].to_numpy().sum() == 879_009
    assert int(series.complete.sum()) == 28
    assert not findings.counts
