"""Reading a definition: what is missing, unknown or wrong is named."""

from pathlib import Path

import pytest

from wmp2020.information.measures import definitions

WHOLE = """
id: burglary
name: Burglary
means: Entering a building.
numerator: Records
denominator: none
unit: records a month
categories: [burglary]
owner: Performance
source: https://data.police.uk/about/
review_on: 2027-11-01
privacy: open
limits: Counts what was recorded.
"""


def written(folder: Path, words: str) -> Path:
    file = folder / "burglary.yaml"
    file.write_text(words)
    return file


def test_a_whole_definition(tmp_path: Path) -> None:
    told = definitions.read(written(tmp_path, WHOLE))
    assert (told.id, told.categories, told.privacy, told.review_on.year) == ("burglary", ("burglary",), "open", 2027)
    assert definitions.measures(tmp_path) == {"burglary": told}


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        ("owner: Performance\n", "", "lacks owner"),
        ("unit: records a month", "unit:", "lacks unit"),
        ("privacy: open", "privacy: secret", "privacy is one of open, personal"),
        ("review_on: 2027-11-01", "review_on: soon", "review_on must be a date"),
        ("id: burglary", "id: robbery", "its id is 'robbery'"),
        ("limits:", "limit: x\nlimits:", "unknown: limit"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(tmp_path: Path, before: str, after: str, wrong: str) -> None:
    with pytest.raises(definitions.Undefined, match=f"burglary.yaml: {wrong}"):
        definitions.read(written(tmp_path, WHOLE.replace(before, after, 1)))


@pytest.mark.parametrize("words", ["", "- a list\n", "just words\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(definitions.Undefined, match="a mapping"):
        definitions.read(written(tmp_path, words))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(definitions.Undefined, match="holds no measure"):
        definitions.measures(tmp_path / "nothing")
