"""Pages over the invented force with three years of counts."""

import pytest

from tests.kit import book, years
from wmp2020.information import areas, crimes, measures
from wmp2020.listen.neighbourhoods import edition, keeping
from wmp2020.listen.neighbourhoods.sheet import Sheet


@pytest.fixture(scope="session")
def years_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("years")
    years.build(folder)
    return folder


@pytest.fixture
def fresh():
    """Nothing kept from another test."""
    areas.forget()
    edition.forget()
    keeping.shelf = keeping.Shelf()
    yield
    areas.forget()
    edition.forget()
    measures.forget()


@pytest.fixture
def told(db, settings, years_folder, fresh):
    """Archive and atlas, ready for pages."""
    atlas = book.areas_loaded(settings)
    settings.ARCHIVE = years_folder
    return crimes.current(), atlas


@pytest.fixture
def sheet_of(told):
    """A sheet by area code and category."""
    archive, atlas = told

    def made(code, category="all-crime"):
        return Sheet(archive, atlas, atlas.area(code), category)

    return made
