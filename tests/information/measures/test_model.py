"""What is known of a kind of area, and judging the force by its own past."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from tests.kit.measuring import months, town
from wmp2020.information import measures
from wmp2020.information.areas import AreaRow
from wmp2020.information.measures import model
from wmp2020.information.measures.model import by_regression, exposure, kind_for, known
from wmp2020.information.measures.series import Monthly


@pytest.fixture(autouse=True)
def _fresh() -> None:
    measures.forget()


def test_a_kind_is_learnt_once_for_a_version() -> None:
    held, places = town()
    first = known(held, places, "ward")
    assert known(held, places, "ward") is first
    assert known(replace(held, version="newer"), places, "ward") is not first
    assert first.habits is not None
    assert (first.habits.areas, first.habits.months) == (12, 25)  # the month to be judged takes no part


def test_two_councils_are_too_few_to_learn_from() -> None:
    held, places = town()
    kind = known(held, places, "authority")
    assert kind.habits is None
    with pytest.raises(LookupError, match="too little"):
        kind.predict(np.zeros((26, 5)), 1.0)


def test_exposure_is_the_rest_of_the_force_by_residents() -> None:
    counts = np.full((1, 2, 1), 10.0)
    told = exposure(counts, np.array([[100.0]]), np.array([20.0, 50.0]), 100.0)
    assert told[0, :, 0].tolist() == pytest.approx([90 * 20 / 80, 90 * 50 / 50])


@pytest.mark.parametrize(("residents", "kind"), [(3000, "lsoa"), (11_000, "ward"), (90_000, "ward"), (None, "lsoa")])
def test_a_drawn_area_is_judged_like_the_kind_of_its_size(residents: int | None, kind: str) -> None:
    _, places = town()
    drawn = AreaRow("drawn", "Drawn", "drawn", "2026", residents=residents, lsoas=("E01900000",))  # type: ignore[arg-type]
    assert kind_for(places, drawn) == kind


def yearly(counts: np.ndarray) -> Monthly:
    return Monthly(
        months("2023-01", len(counts)), ("all-crime",), counts[:, None].astype(np.int64), np.ones(len(counts), bool)
    )


def test_trend_and_season_are_expected() -> None:
    at = np.arange(36)
    wave = 1000 * np.exp(0.01 * at + 0.2 * np.sin(2 * np.pi * at / 12))
    mean, size = by_regression(yearly(np.random.default_rng(1).poisson(wave)), 0, 35)
    assert mean == pytest.approx(wave[35], rel=0.08)
    assert mean + mean**2 / size < 4 * mean


def test_a_past_outbreak_does_not_raise_what_is_expected() -> None:
    plain = np.random.default_rng(1).poisson(1000, 36)
    outbreak = plain.copy()
    outbreak[20] *= 3
    clean, after = (by_regression(yearly(c), 0, 35)[0] for c in (plain, outbreak))
    assert after == pytest.approx(clean, rel=0.12)


def test_many_threads_learn_once(monkeypatch):
    learnt, got = [], []

    def learn(archive, atlas, kind):
        learnt.append(kind)
        time.sleep(0.05)
        return object()

    monkeypatch.setattr(model, "_learn", learn)
    versions = type("Versioned", (), {"version": "of this test"})()
    threads = [threading.Thread(target=lambda: got.append(model.known(versions, versions, "ward"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    model.forget()
    assert learnt == ["ward"]
    assert len(set(map(id, got))) == 1
