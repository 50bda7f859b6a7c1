"""Whose site it is, and where its figures come from."""

from types import SimpleNamespace

from tests.kit import book
from wmp2020.website.identity import Identity, identity


def test_the_site_knows_whose_it_is(loaded):
    told = identity()
    assert (told.product, told.force, told.area, told.area_code) == (
        loaded.force.brand.product, loaded.force.name, "Eastmere", book.FORCE,
    )  # fmt: skip
    assert told.loaded
    assert told.publishers == ("The tests",)
    assert told.licences == ("None: invented",)


def test_publishers_are_told_apart_and_this_project_is_none():
    note = SimpleNamespace
    told = Identity(
        sources=(
            note(publisher="A; B", licence="OGL; CC BY 4.0"), note(publisher="B", licence="OGL"),
            note(publisher="this project, from the counts", licence=""),
        )
    )  # fmt: skip
    assert told.publishers == ("A", "B")
    assert told.licences == ("OGL", "CC BY 4.0")


def test_a_demonstration_is_whatever_is_not_production(settings):
    assert identity_of(settings, production=False).demonstration
    assert not identity_of(settings, production=True).demonstration


def identity_of(settings, *, production):
    settings.PRODUCTION = production
    return Identity()


def test_nothing_loaded_nobodys_site_yet(unloaded):
    assert identity() == Identity()
    assert not identity().loaded
