"""Names are found through typing errors; how often is measured on every real ward and on two thousand real streets."""

import random

import pytest

from wmp2020.information.areas.atlases import Atlas
from wmp2020.information.areas.found import Match
from wmp2020.information.areas.names import Names
from wmp2020.information.areas.rules import fold


def names(*rows):
    return Names(
        [
            (fold(name), Match(kind, name, detail, 52.4, -1.9, f"E0590000{n}"))
            for n, (kind, name, detail) in enumerate(rows)
        ]
    )


SOME = names(
    ("ward", "Penn", "Wolverhampton"),
    ("ward", "Erdington", "Birmingham"),
    ("street", "High Street", "Erdington, Birmingham"),
    ("street", "High Street", "Quinton, Birmingham"),
    ("street", "Penn Road", "Penn, Wolverhampton"),
    ("street", "Pennine Way", "Nechells, Birmingham"),
    ("street", "Upper St. Marys Road", "Abbey, Sandwell"),
)


def best(query, of=SOME):
    return [(hit.match.name, hit.match.detail) for hit in of.hits(query)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("penn", ("Penn", "Wolverhampton")),
        ("enn", ("Penn", "Wolverhampton")),
        ("pnen", ("Penn", "Wolverhampton")),
        ("erdingtn", ("Erdington", "Birmingham")),
        ("penine", ("Pennine Way", "Nechells, Birmingham")),
        ("high st erdington", ("High Street", "Erdington, Birmingham")),
        ("hihg street quintn", ("High Street", "Quinton, Birmingham")),
        ("High Street, Quinton, Birmingham", ("High Street", "Quinton, Birmingham")),
        ("high street in quinton", ("High Street", "Quinton, Birmingham")),
        ("upper st mary's rd", ("Upper St. Marys Road", "Abbey, Sandwell")),
    ],
)
def test_the_name_meant_comes_first(query, first):
    assert best(query)[0] == first


def test_all_of_one_name_are_listed():
    assert best("high street") == [("High Street", "Erdington, Birmingham"), ("High Street", "Quinton, Birmingham")]


def test_where_a_name_fits_nothing_with_a_slip_is_listed():
    assert best("penn") == [
        ("Penn", "Wolverhampton"),
        ("Penn Road", "Penn, Wolverhampton"),
        ("Pennine Way", "Nechells, Birmingham"),
    ]


@pytest.mark.parametrize("query", ["xyzzy", "high street coventry", "q", "", "\0", "ß", "ひ"])
def test_what_is_not_there_is_not_found(query):
    assert best(query) == []


def test_a_book_without_names_finds_nothing():
    assert Names([]).hits("penn") == []


def test_two_hundred_characters_take_no_longer():
    assert best("high street " * 16) == []


def one_slip(name, chance):
    """The name with one letter dropped, added, changed or swapped with the next."""
    at, letter = chance.randrange(len(name)), chance.choice("abcdefghijklmnopqrstuvwxyz")
    match chance.randrange(4):
        case 0:
            return name[:at] + name[at + 1 :]
        case 1:
            return name[:at] + letter + name[at:]
        case 2:
            return name[:at] + letter + name[at + 1 :]
    at = min(at, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


@pytest.fixture(scope="module")
def real_names(real_book):
    from django.conf import settings

    from wmp2020.information.areas.atlases import area_of
    from wmp2020.information.areas.checks import check
    from wmp2020.information.areas.force import read_force
    from wmp2020.information.areas.gazetteer import streets_by_ward
    from wmp2020.plumbing.findings import Findings

    sound = check(real_book, Findings())
    areas = [area_of(row, shape) for row, shape in zip(sound.areas, sound.shapes, strict=True)]
    streets = [tuple(row.values()) for row in streets_by_ward(sound).to_pylist()]
    force = read_force("west-midlands", settings.FORCES)
    return Atlas(version="real", loaded_at=None, force=force, sources=(), areas=areas, streets=streets).names


@pytest.mark.parametrize(("kind", "sample"), [("ward", 192), ("street", 2000), ("place", 80)])
def test_nineteen_in_twenty_single_slips_are_forgiven(kind, sample, real_names, record_property):
    chance = random.Random(20260401)
    held = sorted({m.name for rows in real_names._rows.values() for m in rows if m.kind == kind and not m.note})
    chosen = chance.sample(held, min(sample, len(held)))
    missed = []
    for name in chosen:
        typed = one_slip(name, chance)
        if fold(name) not in {fold(hit.match.name) for hit in real_names.hits(typed)[:5]}:
            missed.append((name, typed))
    found = 1 - len(missed) / len(chosen)
    record_property(f"{kind}s found in the first five", round(found, 4))
    assert found >= 0.95, missed
