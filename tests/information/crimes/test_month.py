import threading

import numpy as np
import pytest

from tests.kit.crime_tables import crime, table
from wmp2020.information.crimes import checks, writing
from wmp2020.information.crimes.month import ALL, Month, opened
from wmp2020.plumbing.findings import Findings

ROWS = [
    *(crime(longitude=-1.89 + step / 1000, street=f"On or near {step}", category=category)
      for step in range(40) for category in ("robbery", "burglary", "burglary")),
    *(crime(latitude=None, force=force, category=category)
      for force in ("west-midlands", "btp") for category in ("drugs", "burglary")),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("months")
    return root / writing.crimes(root, "2026-03", checks.crimes(table(ROWS), Findings()))


def test_a_month_is_opened_once_and_says_what_it_holds(folder):
    month = opened(folder)
    assert opened(folder) is month
    assert (month.count, month.located, len(month.places.micro)) == (124, 120, 40)


def test_neighbouring_places_are_one_run_and_categories_lie_together_within_a_place(folder):
    month = opened(folder)
    hits = month.at(np.arange(5, 15))
    assert hits.count == 30
    assert len(hits._lows) == 1
    assert [row["category"] for row in month.at(np.array([7])).rows()] == ["burglary", "burglary", "robbery"]
    assert month.at(np.arange(40), "burglary").count == 80
    assert month.at(np.arange(40), "witchcraft").count == month.at(np.arange(0)).count == 0


def test_rows_without_location_come_after_all_others(folder):
    month = opened(folder)
    ids = [row["id"] for row in month.without_location(ALL, "").rows()]
    assert ids == list(range(max(row["id"] for row in month.at(np.arange(40)).rows()) + 1, ids[-1] + 1))
    assert month.without_location("burglary", "btp").count == 1
    assert month.of_force("btp").count == 2
    assert month.of_force("nowhere").count == 0


def test_many_threads_read_the_same_month(folder):
    month, wrong = Month(folder), []
    expected = {step: month.at(np.arange(step, step + 9)).json() for step in range(30)}

    def read(step):
        for _ in range(50):
            if month.at(np.arange(step, step + 9)).json() != expected[step]:
                wrong.append(step)

    threads = [threading.Thread(target=read, args=(step,)) for step in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_month_lets_go_of_its_file(folder):
    import os

    month = Month(folder)
    handle = month._text._file
    assert os.fstat(handle)
    del month
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(handle)
