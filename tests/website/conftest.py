"""Areas and an archive of the invented force, for the pages of the site as a whole."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.kit import book, months
from wmp2020.information import areas


@pytest.fixture(scope="session")
def invented_archive(tmp_path_factory: Any) -> Any:
    """The invented force's archive, built once."""
    folder = tmp_path_factory.mktemp("archive")
    months.build(folder)
    return folder


@pytest.fixture
def loaded(db: None, settings: Any, invented_archive: Any) -> Iterator[Any]:
    """Areas and archive loaded; gives the atlas."""
    areas.forget()
    atlas = book.areas_loaded(settings)
    settings.ARCHIVE = invented_archive
    yield atlas
    areas.forget()


@pytest.fixture
def unloaded(db: None, settings: Any, tmp_path: Any) -> Iterator[None]:
    """Nothing loaded at all."""
    areas.forget()
    settings.ARCHIVE = tmp_path / "none"
    yield
    areas.forget()
