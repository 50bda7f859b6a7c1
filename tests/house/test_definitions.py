"""Definitions are data: every one loads, has an owner and a review to come, and they fit what is counted."""

from datetime import date

import pytest

from wmp2020.information import measures
from wmp2020.information.measures.definitions import FOLDER, read
from wmp2020.information.sources import codes

FILES = sorted(FOLDER.glob("*.yaml"))


def test_there_are_measures() -> None:
    assert len(FILES) >= 15
    assert {p.stem for p in FILES} == set(measures.measures())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_measure_says_what_it_means_who_owns_it_and_when_it_is_reviewed(file: object) -> None:
    told = read(file)  # type: ignore[arg-type]
    assert len(told.means) > 40
    assert told.means.endswith(".")
    assert told.limits.endswith(".")
    assert told.review_on > date(2026, 1, 1)
    assert set(told.categories) <= set(codes.CATEGORIES)


def test_every_category_has_one_definition_under_its_published_name() -> None:
    told = measures.measures()
    for slug, name in codes.CATEGORIES.items():
        assert told[slug].categories == (slug,)
        assert told[slug].name == name
    assert measures.ALL in told


def test_published_counts_are_open() -> None:
    """DC-4: hiding what data.police.uk already publishes protects no one."""
    told = measures.measures()
    assert {told[slug].privacy for slug in codes.CATEGORIES} == {"open"}
