"""The README tells the truth: the table from the slides to the software, the commands, the files it names."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import resolve

from tests.house import tree

README = (tree.ROOT / "README.md").read_text()
NOT_BUILT = "not built yet"
# Every system that the Blueprint names.
SLIDES = [
    "Active citizens: inform and understand",
    "Active citizens: harness feedback",
    "Active citizens: activation",
    "Service portal",
    "Eclipse and Elisabeth: the external insight link",
    "Partnership informatics",
    "Public service reform innovation",
    "Vulnerable citizens portal",
    "Devolution",
    "East Birmingham Smart City demonstrator",
    "Crime recording",
]


def rows() -> dict[str, tuple[str, str]]:
    """system: (desk, page) as the README's table has it."""
    table = README.split("## From the slides to the software")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")
    ]
    return {system: (desk, page) for system, desk, page in cells[2:]}


def test_every_system_of_the_slides_has_a_row() -> None:
    assert sorted(rows()) == sorted(SLIDES)


@pytest.mark.parametrize("system", SLIDES)
def test_a_row_names_a_desk_and_a_page_that_are_there_or_says_that_they_are_not(system: str) -> None:
    desk, page = rows()[system]
    folders = re.findall(r"`([\w/]+)`", desk)
    assert folders, "a row names the desk it lives in or will live in"
    there = [folder for folder in folders if (tree.PACKAGE / folder / "__init__.py").exists()]
    if page == NOT_BUILT:
        assert there == [], "the desk stands: name its page"
        return
    assert there == folders
    addresses = re.findall(r"`(/[^`]*)`", page)
    assert addresses
    for address in addresses:
        resolve(address)  # raises when there is no page


@pytest.mark.django_db
def test_each_stop_of_the_tour_is_there() -> None:
    tour = README.split("## A tour")[1].split("\n## ")[0]
    stops = re.findall(r"^\d\. `(/[^`]*)`", tour, re.MULTILINE)
    assert "/api/" in stops
    for address in stops:
        assert resolve(address)
    assert Client().get("/api/", headers={"accept": "text/html"}).status_code == 200


def test_files_and_folders_it_names_are_there() -> None:
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    missing = [name for name in named if not (tree.ROOT / name).exists() and Path(name).suffix != ".png"]
    assert missing == []
    assert "docs/guide/area-desktop.png" in named


def test_recipes_it_names_are_in_the_makefile() -> None:
    recipes = set(re.findall(r"^([a-z]+):", (tree.ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", README)) <= recipes


@pytest.mark.parametrize("name", ["GLOSSARY.md", "CHANGELOG.md", "SECURITY.md", "DEVELOPERS.md", "LICENSE"])
def test_what_stands_beside_it(name: str) -> None:
    assert name in README
    assert (tree.ROOT / name).stat().st_size > 500


def test_environment_variables_are_all_explained() -> None:
    told = set(re.findall(r"WMP2020_[A-Z_]+[A-Z]", (tree.ROOT / "DEVELOPERS.md").read_text()))
    read = set()
    for file in tree.sources():
        read |= set(re.findall(r"[\"'](WMP2020_[A-Z_]+[A-Z])[\"']", tree.text(file)))
    assert read - told == set()


@pytest.mark.django_db
def test_security_says_where_to_report() -> None:
    assert "private" in (tree.ROOT / "SECURITY.md").read_text()
    assert Client().get("/healthz").status_code == 200
