"""What every test stands on: no network, a journal witness, and a PostgreSQL that answers."""

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.conf import settings

from tests.kit.apart import no_network, witness  # noqa: F401
from wmp2020.plumbing import postgres

# A busy machine is no fault of the code. At a gate the same change gets the same answer; elsewhere each run looks anew.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.register_profile("gate", deadline=None, derandomize=True)
hypothesis.settings.load_profile("gate" if os.environ.get("CI") else "unhurried")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """Runs just before the tests' database is made, and ends after it is gone: ours unless another is named."""
    if os.environ.get("WMP2020_DATABASE_URL"):
        yield
    else:
        with postgres.running(settings.VAR):
            yield
