"""Sentences a resident reads: each case of each, word for word."""

from types import SimpleNamespace

import numpy as np
import pytest

from wmp2020.information.measures import Change, Compared, Likeness, Rate, Verdict
from wmp2020.listen.neighbourhoods import wording


def verdict(level="usual", observed=275, **more):
    told = {"expected": 297.2, "low": 206, "high": 404, "most_low": 238, "most_high": 360, "months": 27} | more
    return Verdict(level=level, says="All of it.", month="2026-03", observed=observed, **told)


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("usual", "No. March 2026 was about what we would expect."),
        ("higher", "Yes. March 2026 was higher than usual."),
        ("much_higher", "Yes. March 2026 was much higher than usual."),
        ("lower", "Yes. March 2026 was lower than usual."),
        ("much_lower", "Yes. March 2026 was much lower than usual."),
        ("too_few", "Nothing stands out in March 2026."),
        ("same", "March 2026 was about the same as a year before."),
        ("more", "March 2026 had more than the same month a year before."),
        ("fewer", "March 2026 had fewer than the same month a year before."),
        ("cannot_judge", "We cannot say yet."),
    ],
)
def test_every_level_has_an_answer(level, said):
    assert wording.answer(verdict(level)) == said


@pytest.mark.parametrize("level", ["same", "more", "fewer"])
def test_where_only_a_year_before_is_known_the_question_says_so(level):
    assert wording.question(verdict(level)) == "How does March 2026 compare with a year before?"
    assert wording.question(verdict()) == "Was March 2026 unusual here?"


def test_reasons_tell_the_number_the_expectation_and_the_reach_of_chance():
    assert wording.reasons(verdict(), "") == [
        "275 crimes were recorded.",
        "Going by the months before, we expected about 297.",
        "In nearly every month the number here is between 206 and 404.",
    ]


@pytest.mark.parametrize(("observed", "side"), [(380, "high"), (230, "low")])
def test_a_usual_month_near_the_edge_says_on_which_side(observed, side):
    told = verdict(observed=observed)
    assert wording.answer(told) == f"No. March 2026 was within what we would expect, on the {side} side."
    assert wording.reasons(told, "")[-1].startswith("Nineteen months in twenty it is between ")


def test_an_unusual_month_says_nothing_of_sides():
    assert len(wording.reasons(verdict("higher", observed=500), "")) == 3


def test_small_expectations_keep_a_decimal_and_a_range_from_nought_is_an_upper_limit():
    said = wording.reasons(verdict(expected=2.34, low=0, high=9, most_low=0, most_high=7, observed=3), "Burglary")
    assert said == [
        "Burglary: 3 were recorded.",
        "Going by the months before, we expected about 2.3.",
        "In nearly every month the number here is 9 or fewer.",
    ]


def test_too_few_says_why_nothing_can_stand_out():
    said = wording.reasons(verdict("too_few", observed=1, expected=0.4, low=0, high=4), "Robbery")
    assert said[0] == "Robbery: 1 was recorded."
    assert said[-1] == "That is so few that one month says little."


@pytest.mark.parametrize(("level", "sentences"), [("same", 3), ("more", 4), ("fewer", 4)])
def test_single_months_are_told_as_single_months(level, sentences):
    said = wording.reasons(verdict(level, expected=260.0, low=None, high=None, most_low=None, most_high=None), "")
    assert said[1] == "A year before it was 260."
    assert "single months" in said[2]
    assert len(said) == sentences


def test_what_cannot_be_judged_gives_the_measures_own_reason():
    assert wording.reasons(verdict("cannot_judge", expected=None, low=None), "") == ["All of it."]


@pytest.mark.parametrize(
    ("level", "said"),
    [("usual", "as expected"), ("too_few", "too few to say"), ("cannot_judge", "cannot say"),
     ("same", "as a year before"), ("higher", "higher than usual"), ("fewer", "fewer than a year before")],
)  # fmt: skip
def test_a_table_row_has_room_for_few_words(level, said):
    assert wording.short(verdict(level)) == said


def test_how_it_was_judged_names_the_months_and_for_a_part_the_rest_of_the_force():
    assert "27 complete months" in wording.judged(verdict(), whole_force=False)
    assert "rest of the force" in wording.judged(verdict(), whole_force=False)
    assert "rest of the force" not in wording.judged(verdict(), whole_force=True)
    assert wording.judged(verdict(low=None), whole_force=False) == ""


@pytest.mark.parametrize(
    ("band", "complete", "months", "said"),
    [
        (
            [1.0, 2.0],
            [True, True],
            ("2025-12", "2026-01"),
            "The band shows where nearly every month falls by chance alone.",
        ),
        ([np.nan, np.nan], [True, True], ("2025-12", "2026-01"), ""),
        (
            [np.nan] * 2,
            [True] * 2,
            ("2017-07", "2018-07"),
            "Months we do not hold are hatched: nothing is known of them here.",
        ),
        (
            [np.nan, np.nan],
            [True, False],
            ("2025-12", "2026-01"),
            "Hatched months are not complete: never read them as a fall.",
        ),
    ],
)
def test_a_chart_is_explained_by_what_is_drawn_in_it(band, complete, months, said):
    drawn = SimpleNamespace(low=np.array(band), complete=np.array(complete), months=months)
    assert wording.of_chart(drawn) == said


@pytest.mark.parametrize(
    ("direction", "ratio", "low", "high", "said"),
    [
        (
            "none",
            0.93,
            0.79,
            1.07,
            "No clear change: anything from a fall of 21% to a rise of 7% would fit these numbers.",
        ),
        ("rise", 1.2, 1.1, 1.3, "Up by 20% (it may be anything from a rise of 10% to a rise of 30%)."),
        ("fall", 0.8, 0.7, 0.999, "Down by 20% (it may be anything from a fall of 30% to no change)."),
    ],
)
def test_a_change_is_told_with_how_far_it_may_reach(direction, ratio, low, high, said):
    change = Change(direction, "unused", ratio, low, high)
    assert wording.change(change, beside=False) == said
    assert wording.change(change, beside=True).endswith("What happened in the rest of the force is taken out.")


def test_an_unknown_change_gives_its_reason():
    assert wording.change(Change("unknown", "Too few to compare."), beside=True) == "Too few to compare."


@pytest.mark.parametrize(("position", "end"), [("higher", "above"), ("lower", "below"), ("similar", "within")])
def test_likeness_is_a_range_and_a_place_in_it(position, end):
    here = Rate(100, 1000, 132.46, 128.0, 137.0)
    other = (Likeness("E05000002", "Other", 0.1, 30.0, 900, 10.0), here)
    said = wording.likeness(Compared(position, "unused", here, 192.6, 92.5, 400.9, (other,) * 8))
    assert said[0].startswith(
        "In twelve months 132.5 crimes were recorded here for each 1,000 residents. In the 8 areas"
    )
    assert "anything from 92.5 to 400.9 is usual" in said[1]
    assert said[2] == f"This area is {end} that range."


def test_likeness_without_enough_areas_gives_the_reason():
    assert wording.likeness(Compared("unknown", "Too few.", None)) == ["Too few."]


def test_a_small_area_is_named_by_its_first_streets():
    assert (
        wording.streets(("Long Lane", "Mill Road", "High Street", "Low Street")) == "Long Lane, Mill Road, High Street"
    )
    assert wording.streets(()) == ""
