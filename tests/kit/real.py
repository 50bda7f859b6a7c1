"""The real open data, when it is there."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "west-midlands"


def folder() -> Path:
    """The West Midlands folder: WMP2020_DATA, else beside the project; else the test is skipped with a reason."""
    path = Path(os.environ.get("WMP2020_DATA") or BESIDE)
    if not (path / "boundaries").is_dir():
        pytest.skip("the West Midlands folder is not beside the project and WMP2020_DATA names none")
    return path
