"""The rule on ten real months with spikes put in: the targets of the bench, held in every run of the tests."""

from typing import Any

import pytest

from bench import unusual
from tests.kit.real import folder


@pytest.fixture(scope="module")
def measured() -> dict[str, Any]:
    return unusual.measured(folder(), quick=True)


def test_every_target_is_met(measured: dict[str, Any]) -> None:
    told = measured["figures"]
    for key, (sign, than) in measured["targets"].items():
        assert told[key] <= than if sign == "<=" else told[key] >= than, key


def test_wards_are_called_out_a_few_times_a_month(measured: dict[str, Any]) -> None:
    told = measured["figures"]
    assert told["ward_flags_a_month"] <= 5
    assert told["ward_recall"] >= 0.8
    assert told["ward_calibration_off_at_05"] <= 0.2


def test_it_beats_the_plain_rules(measured: dict[str, Any]) -> None:
    told = measured["figures"]
    assert told["two_sd_flags_a_month"] > 50 * told["lsoa_flags_a_month"]
    assert told["static_precision"] < told["lsoa_precision"]
