"""Verdicts: the levels, their words, their limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wmp2020.information.measures import unusual

PLAIN = (1.0, 1.0, 1.0)


def judged(observed: int, mean: float, size: float = 20.0) -> unusual.Verdict:
    return unusual.judge(
        names=["Burglary"], month="2026-03", observed=np.array([observed]), means=np.array([mean]),
        sizes=np.array([size]), tails=PLAIN, months=27, method=unusual.FILTER,
    )[0]  # fmt: skip


@pytest.mark.parametrize(
    ("observed", "mean", "level", "tone"),
    [
        (12, 12.0, "usual", "usual"),
        (16, 12.0, "usual", "usual"),
        (40, 12.0, "much_higher", "high"),
        (290, 150.0, "higher", "high"),
        (50, 150.0, "much_lower", "low"),
        (100, 260.0, "much_lower", "low"),
        (0, 0.3, "too_few", "unsure"),
        (8, 0.3, "much_higher", "high"),
    ],
)
def test_levels(observed: int, mean: float, level: str, tone: str) -> None:
    told = judged(observed, mean)
    assert (told.level, told.tone) == (level, tone)
    assert told.words in told.says or level == "too_few"


def test_a_verdict_gives_count_expectation_and_range_in_one_sentence() -> None:
    told = judged(40, 12.0)
    assert told.says.startswith(
        "Burglary: 40 recorded in March 2026, much higher than usual here. We expected about 12;"
    )
    assert f"nearly every month brings between {told.low} and {told.high}." in told.says


def test_a_month_at_the_edge_is_said_to_be_so() -> None:
    edge = judged(judged(12, 12.0).most_high + 1, 12.0)  # type: ignore[operator]
    assert edge.level == "usual"
    assert "It is on the high side: nineteen months in twenty bring between" in edge.says


@given(st.floats(0.05, 400), st.floats(0.5, 300), st.integers(0, 900))
def test_a_month_is_called_out_exactly_when_it_is_beyond_its_limits(mean: float, size: float, observed: int) -> None:
    told = judged(observed, mean, size)
    assert told.low is not None
    assert told.high is not None
    assert told.chance is not None
    assert told.low <= told.most_low <= told.most_high <= told.high  # type: ignore[operator]
    beyond = observed > told.high or observed < told.low
    assert (told.tone in ("high", "low")) == beyond
    assert beyond == (told.chance < unusual.ALARM) or told.chance == pytest.approx(unusual.ALARM, rel=1e-6)


def test_a_record_of_thin_tails_widens_the_band() -> None:
    mean, size = np.array([40.0]), np.array([15.0])
    plain, wide = unusual.limits(mean, size), unusual.limits(mean, size, (1.0, 1.5, 3.0))
    assert wide.high[0] > plain.high[0]
    assert wide.low[0] < plain.low[0]


def test_where_it_cannot_be_judged_the_reason_is_said() -> None:
    told = unusual.cannot(name="Robbery", month="2026-03", observed=4, why="It needs 12 complete months.")
    assert (told.level, told.words, told.tone) == ("cannot_judge", "cannot be judged", "unsure")
    assert told.says == ("Robbery: whether March 2026 is unusual cannot be judged. It needs 12 complete months.")


@pytest.mark.parametrize(("now", "before", "level"), [(100, 104, "same"), (200, 100, "more"), (20, 90, "fewer")])
def test_single_months_are_only_compared_with_a_year_before(now: int, before: int, level: str) -> None:
    told = unusual.year_before(name="Burglary", month="2018-07", now=now, before=before, before_month="2017-07")
    assert told.level == level
    assert "recorded in July 2018" in told.says
    assert told.says.endswith("With single months and no series we cannot say what is usual here.")
    assert (level == "same") != ("vary more" in told.says)
