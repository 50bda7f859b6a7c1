"""Every field of every table of ours says what it tells about a person, and when it goes."""

from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db.models import Model

from tests.house import tree
from wmp2020.plumbing.privacy import Keep, periods, strays

RETENTION = tree.ROOT / "rules" / "retention.yaml"
OURS = [model for model in apps.get_models() if model.__module__.startswith("wmp2020.")]
# Tables of libraries that hold something personal, and the period that governs them here.
BORROWED = {"sessions.Session": "session", "procrastinate.ProcrastinateJob": "job"}


def fields(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields() if not (field.auto_created and not field.concrete)}


def kept(model: type[Model]) -> dict[str, Keep]:
    privacy: Any = getattr(model, "Privacy", None)
    return {**getattr(privacy, "personal", {}), **getattr(privacy, "sensitive", {})}


def test_there_are_tables_to_look_at() -> None:
    assert len(OURS) >= 5


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_declared_once(model: type[Model]) -> None:
    assert strays(fields(model), model.__dict__.get("Privacy")) == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_what_is_personal_has_a_period_and_an_end(model: type[Model]) -> None:
    known = periods(RETENTION)
    for field, keep in kept(model).items():
        assert isinstance(keep, Keep), f"{field} says no Keep"
        assert keep.period in known, f"{field}: no period {keep.period!r} in rules/retention.yaml"


def test_every_period_is_used() -> None:
    used = {keep.period for model in OURS for keep in kept(model).values()} | set(BORROWED.values())
    assert set(periods(RETENTION)) == used


@pytest.mark.parametrize("label", BORROWED)
def test_the_borrowed_tables_are_there(label: str) -> None:
    assert apps.get_model(label)


def test_periods_have_an_owner_a_source_and_a_review() -> None:
    written = yaml.safe_load(RETENTION.read_text())
    assert written["owner"]
    assert written["source"]
    assert written["review_on"].isoformat() > "2026"
