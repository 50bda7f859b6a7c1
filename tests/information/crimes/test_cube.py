import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kit import plainly
from tests.kit.crime_tables import archive, crime

LSOAS = ["E01000001", "E01000002", "E01000003", ""]
rows = st.lists(
    st.builds(
        lambda month, lsoa, category, imputed: crime(month=month, lsoa=lsoa, category=category, imputed=imputed),
        st.sampled_from(["2023-12", "2025-01", "2025-02", "2026-01"]), st.sampled_from(LSOAS),
        st.sampled_from(["burglary", "drugs", "robbery"]), st.just(False),
    ),
    min_size=1, max_size=40,
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(rows, st.sets(st.sampled_from([*LSOAS[:3], "E01999999"])))
def test_a_series_is_what_counting_one_by_one_gives(tmp_path_factory, given_rows, lsoas):
    series = archive(tmp_path_factory.mktemp("archive"), given_rows).counts(sorted(lsoas) * 2)
    assert series.months == tuple(sorted({row["month"] for row in given_rows}))
    assert series.complete.all()
    found = {
        (month, category): int(series.counts[i, j])
        for i, month in enumerate(series.months)
        for j, category in enumerate(series.categories)
        if series.counts[i, j]
    }
    assert found == plainly.series(given_rows, lsoas)


def test_counts_given_are_the_series_and_points_add_nothing(tmp_path):
    counts = [
        {"month": "2026-02", "lsoa": "E01000001", "category": "drugs", "count": 7, "complete": True},
        {"month": "2026-03", "lsoa": "E01000001", "category": "burglary", "count": 5, "complete": False},
    ]
    series = archive(tmp_path, [crime(lsoa="E01000001")], counts=counts).counts(["E01000001"])
    assert series.months == ("2026-02", "2026-03")
    assert series.complete.tolist() == [True, False]
    assert series.categories == ("burglary", "drugs")
    assert series.counts.tolist() == [[0, 7], [5, 0]]
    with pytest.raises(ValueError, match="read-only"):
        series.counts += 1


def test_latest_outcomes_are_counted_by_the_crimes_month(tmp_path):
    rows = [crime(outcome="charged", outcome_month="2026-05", month="2026-02"), crime(outcome="charged"), crime(),
            crime(outcome="cautioned", lsoa="E01000009")]  # fmt: skip
    series = archive(tmp_path, rows).outcome_counts(["E01008881"])
    assert (series.months, series.categories) == (("2026-02", "2026-03"), ("cautioned", "charged"))
    assert series.counts.tolist() == [[0, 1], [0, 1]]


def test_a_new_month_rewrites_its_own_year_and_no_other(tmp_path):
    first = archive(tmp_path, [crime(month="2025-12"), crime(month="2026-01")])
    second = archive(tmp_path, [crime(month="2026-02", category="drugs")])
    assert second._series["2025"] == first._series["2025"]
    assert second._series["2026"] != first._series["2026"]
    series = second.counts(["E01008881"])
    assert (series.months, series.categories) == (("2025-12", "2026-01", "2026-02"), ("burglary", "drugs"))
    assert series.counts.tolist() == [[1, 0], [1, 0], [0, 1]]


def test_numbers_beyond_32_bits_add_up(tmp_path):
    counts = [
        {"month": "2026-03", "lsoa": f"E0100000{area}", "category": "drugs", "count": 2**30, "complete": True}
        for area in range(4)
    ]
    series = archive(tmp_path, [], counts=counts).counts([row["lsoa"] for row in counts])
    assert series.counts.tolist() == [[2**32]]
