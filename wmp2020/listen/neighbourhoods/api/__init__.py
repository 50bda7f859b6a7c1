"""The police.uk-compatible API under /api/. `answer` takes every request there; `ENDPOINTS` is what it can answer."""

from .door import answer
from .endpoints import ENDPOINTS

__all__ = ["ENDPOINTS", "answer"]
