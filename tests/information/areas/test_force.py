"""A force file is read whole, or refused with everything that is wrong with it."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings

from tests.kit.book import FORCES
from wmp2020.information.areas.force import faults, read_force
from wmp2020.plumbing.decisions import Refused

SOUND = yaml.safe_load((FORCES / "eastmere.yaml").read_text())


@pytest.mark.parametrize("path", sorted(Path(settings.FORCES).glob("*.yaml")), ids=lambda path: path.stem)
def test_every_force_we_ship_is_sound(path):
    force = read_force(path.stem, path.parent)
    assert force.id == path.stem
    assert force.authorities
    assert not set(force.authorities) & set(force.neighbours)


def test_a_force_has_its_councils_and_those_next_door():
    force = read_force("eastmere", FORCES)
    assert force.authorities["E08900002"] == "Westmere"
    assert force.neighbours["E07900001"] == ("Northmere", "Northmere Police")
    assert force.brand.colour == "#1d4e63"


@pytest.mark.parametrize("force_id", ["nowhere", "../forces/eastmere", "eastmere.yaml", "", "\0"])
def test_an_unknown_force_names_those_that_are_known(force_id):
    with pytest.raises(Refused, match=r"Known: eastmere\."):
        read_force(force_id, FORCES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": None}, "name is missing."),
        ({"colour": "red"}, "colour is not a known key."),
        ({"telephone": 101}, "telephone must be text in quotes."),
        ({"id": "westmere"}, "id is 'westmere', the file's name says 'eastmere'."),
        ({"area_code": "E2390000"}, "'E2390000' is no ONS code."),
        ({"authorities": {"E0890000X": "Eastmere"}}, "'E0890000X' is no ONS code."),
        ({"authorities": ["Eastmere"]}, "authorities must map code to name"),
        ({"neighbours": {"Northmere Police": ["E07900001"]}}, "neighbours force to such a table"),
        ({"brand": {"product": "WMP2020", "colour": "teal"}}, "brand needs product and colour"),
        ({"brand": "WMP2020"}, "brand needs product and colour"),
    ],
)
def test_what_is_wrong_is_said(change, said):
    assert any(said in sentence for sentence in faults({**SOUND, **change}, "eastmere"))


def test_everything_wrong_is_said_at_once(tmp_path):
    (tmp_path / "eastmere.yaml").write_text(yaml.safe_dump({**SOUND, "name": "", "brand": 3}))
    with pytest.raises(Refused) as refused:
        read_force("eastmere", tmp_path)
    assert "name is missing." in str(refused.value)
    assert "brand needs" in str(refused.value)


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe", b"- a list", b""])
def test_a_file_that_is_no_table_is_refused(content, tmp_path):
    (tmp_path / "eastmere.yaml").write_bytes(content)
    with pytest.raises(Refused, match=r"eastmere\.yaml"):
        read_force("eastmere", tmp_path)
