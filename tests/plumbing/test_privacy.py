from pathlib import Path

import pytest

from wmp2020.plumbing.privacy import Keep, periods, strays

FIELDS = {"id", "name", "note"}


class Whole:
    plain = {"id"}
    personal = {"name": Keep("account", scrub="row")}
    sensitive = {"note": Keep("account", scrub="blank")}


class Doubled(Whole):
    plain = {"id", "name"}


class Halved:
    plain = {"id", "name"}


class Odd(Whole):
    plain = {"id", "nmae"}


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (Whole, []),
        (None, ["it declares no Privacy"]),
        (Halved, ["note is in no group"]),
        (Doubled, ["name is in both plain and personal"]),
        (Odd, ["nmae in plain is no field"]),
    ],
)
def test_every_field_stands_in_exactly_one_group(declared: object, said: list[str]) -> None:
    assert strays(FIELDS, declared) == said


def test_periods_are_read_by_name(tmp_path: Path) -> None:
    file = tmp_path / "retention.yaml"
    file.write_text("periods:\n  account: {days: 365, starts: last used, why: to return, source: policy}\n")
    assert periods(file)["account"].days == 365


def test_a_period_without_its_reason_is_our_mistake(tmp_path: Path) -> None:
    file = tmp_path / "retention.yaml"
    file.write_text("periods:\n  account: {days: 365, starts: last used, source: policy}\n")
    with pytest.raises(KeyError, match="why"):
        periods(file)
