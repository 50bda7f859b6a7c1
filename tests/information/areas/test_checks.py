"""What is wrong with a book is named; what cannot be used is left out; the rest is loaded."""

from dataclasses import replace

import pyarrow as pa
import pytest

from tests.kit import book as kit
from wmp2020.information.areas.book import POSTCODES, STREETS
from wmp2020.information.areas.checks import check
from wmp2020.plumbing.decisions import Refused
from wmp2020.plumbing.findings import Findings

BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[(-1.9, 52.4), (-1.89, 52.41), (-1.89, 52.4), (-1.9, 52.41), (-1.9, 52.4)]],
}


def checked(**changes):
    findings = Findings()
    return check(replace(kit.book(), **changes), findings), findings


def areas_with(code, **changes):
    return [replace(a, **changes) if a.code == code else a for a in kit.book().areas]


def test_a_sound_book_has_no_findings():
    sound, findings = checked()
    assert len(findings) == 0
    assert len(sound.areas) == len(kit.book().areas)
    assert all(shape is not None for shape in sound.shapes)
    assert sound.postcodes.num_rows == kit.book().postcodes.num_rows


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (None, "no-shape"),
        ({"type": "Point", "coordinates": (-1.9, 52.4)}, "broken-shape"),
        ({"type": "Polygon", "coordinates": "x"}, "broken-shape"),
        ({"type": "Polygon", "coordinates": [[(1, 2)]]}, "broken-shape"),
        ({}, "broken-shape"),
        ({"type": "Polygon", "coordinates": []}, "shape-outside"),
        (
            {"type": "Polygon", "coordinates": [[(52.4, -1.9), (52.5, -1.9), (52.5, -1.8), (52.4, -1.9)]]},
            "shape-outside",
        ),
        (BOW_TIE, "shape-mended"),
    ],
)
def test_a_shape_that_is_wrong_is_named(geometry, kind):
    sound, findings = checked(areas=areas_with(kit.HARBOUR, geometry=geometry))
    assert findings.counts == {kind: 1}
    assert kit.HARBOUR in findings.kept[0].message
    shape = next(s for a, s in zip(sound.areas, sound.shapes, strict=True) if a.code == kit.HARBOUR)
    assert (shape is not None and shape.is_valid) == (kind == "shape-mended")


def test_an_area_twice_in_a_generation_is_kept_once():
    sound, findings = checked(areas=[*kit.book().areas, kit.book().areas[-1]])
    assert findings.counts == {"area-twice": 1}
    assert len(sound.areas) == len(kit.book().areas)


def test_the_same_code_in_two_generations_is_no_fault():
    extra = replace(kit.book().areas[3], generation="2016", ended_on="2018")
    sound, findings = checked(areas=[*kit.book().areas, extra])
    assert len(findings) == 0
    assert len(sound.areas) == len(kit.book().areas) + 1


def test_an_unknown_parent_and_a_ward_without_small_areas_are_named():
    _, findings = checked(areas=areas_with(kit.HARBOUR, parent="E08999999", lsoas=()))
    assert findings.counts == {"unknown-parent": 1, "ward-without-small-areas": 1}


@pytest.mark.parametrize("kind", ["force", "ward"])
def test_a_book_without_force_or_wards_is_refused(kind):
    with pytest.raises(Refused, match="one force and its wards"):
        checked(areas=[a for a in kit.book().areas if a.kind != kind])


def test_a_table_with_other_columns_is_refused():
    with pytest.raises(Refused, match=r"table of postcodes has columns \['postcode'\]"):
        checked(postcodes=pa.table({"postcode": ["QM1 1AA"]}))


def postcodes(*rows):
    return pa.table([list(c) for c in zip(*rows, strict=True)], schema=POSTCODES)


def test_odd_postcodes_are_named_and_the_rest_kept():
    here = (*kit.middle(0, 0), kit.WESTMERE, kit.HARBOUR, kit.LSOAS[0], True, None)
    table = postcodes(
        ("QM1 1AA", *here),
        ("QM1 1AA", *here),
        ("QM11AB", *here),
        ("'); DROP", *here),
        (None, *here),
        ("QM1 1AC", -1.9, 52.4, *here[2:]),
        ("QM1 1AD", 52.4, None, *here[2:]),
        ("QM1 1AE", 52.4, -1.895, None, None, None, False, None),
    )
    sound, findings = checked(postcodes=table)
    assert findings.counts == {"no-postcode": 3, "postcode-twice": 1, "postcode-outside": 1}
    kept = {row["postcode"]: row for row in sound.postcodes.to_pylist()}
    assert list(kept) == ["QM1 1AA", "QM1 1AC", "QM1 1AD", "QM1 1AE"]
    assert (kept["QM1 1AC"]["lat"], kept["QM1 1AD"]["lng"], kept["QM1 1AE"]["ward"]) == (None, None, "")


def test_a_street_without_a_place_or_with_a_nul_byte_is_left_out():
    rows = [
        ("High Street", 52.4, -1.89, ""),
        ("Nowhere Road", None, None, ""),
        ("N\0l Road", 52.4, -1.89, ""),
        ("", 52.4, -1.89, ""),
    ]
    table = pa.table([list(c) for c in zip(*rows, strict=True)], schema=STREETS)
    sound, _ = checked(streets=table)
    assert sound.streets["name"].to_pylist() == ["High Street"]


def test_the_real_book_is_sound(real_book):
    findings = Findings()
    sound = check(real_book, findings)
    assert findings.counts == {}
    assert sound.postcodes.num_rows == 136_525
