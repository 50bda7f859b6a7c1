"""The API over the invented force, asked through Django's own client or over HTTP."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.kit import book, months
from wmp2020.listen.neighbourhoods.api import door


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: Any) -> Any:
    """The kit's archive, built once."""
    folder = tmp_path_factory.mktemp("archive")
    months.build(folder)
    return folder


@pytest.fixture
def held(db: None, settings: Any, shelf: Any) -> Iterator[Any]:
    """Areas and archive loaded, no rate limit; gives the archive."""
    from wmp2020.information import areas, crimes

    book.areas_loaded(settings)
    settings.ARCHIVE, settings.API_RATE = shelf, 0
    yield crimes.current()
    areas.forget()


@pytest.fixture
def limited(settings: Any, tmp_path: Any) -> Iterator[None]:
    """The rate limit as installed, with buckets of this test's own."""
    settings.VAR, settings.API_RATE, settings.API_BURST = tmp_path, 15, 30
    door._limit.cache_clear()
    yield
    door._limit.cache_clear()


class Asked:
    """An answer: its status, headers, and its body read as JSON."""

    def __init__(self, response: Any) -> None:
        self.response, self.status, self.headers = response, response.status_code, response.headers

    @property
    def json(self) -> Any:
        return json.loads(self.response.content)

    @property
    def problem(self) -> tuple[int, str, str | None]:
        """Status, type and parameter of a problem."""
        assert self.headers["Content-Type"] == "application/problem+json"
        told = self.json
        assert told["status"] == self.status
        return self.status, told["type"], told.get("parameter")


class Asker:
    """Asks the API by path below /api/."""

    def __init__(self) -> None:
        self.client = Client()

    def __call__(self, path: str, *, method: str = "GET", form: str | None = None, **headers: str) -> Asked:
        type_ = "application/x-www-form-urlencoded"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = self.client.generic(method, f"/api/{path}", form or "", content_type=type_, headers=named)
        return Asked(response)


@pytest.fixture
def ask(held: Any) -> Asker:
    return Asker()
