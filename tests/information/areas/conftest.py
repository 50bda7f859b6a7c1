"""The invented book loaded, and the real one read, for this desk's tests."""

import pytest

from tests.kit.book import areas_loaded
from tests.kit.real import folder
from wmp2020.information import areas
from wmp2020.plumbing.findings import Findings


@pytest.fixture
def atlas(db, settings):
    """The invented force's atlas."""
    areas.forget()
    yield areas_loaded(settings)
    areas.forget()


@pytest.fixture(scope="session")
def real_book():
    """The West Midlands book, or a skip that says why."""
    from wmp2020.information.sources.west_midlands_book import read

    return read(folder(), Findings())
