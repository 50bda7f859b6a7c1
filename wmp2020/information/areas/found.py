"""What a search hands back."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Match:
    """One thing that was found. area_code is the area whose page to show: a ward for postcodes, streets and places; ""
    when it lies outside the force. note says what is special about it, to be shown beside it."""

    kind: Literal["postcode", "street", "place", "ward", "authority", "force", "coordinates"]
    name: str
    detail: str
    lat: float | None
    lng: float | None
    area_code: str
    note: str = ""


@dataclass(frozen=True)
class Found:
    """Matches, best first, and a sentence for the person ("" when the matches speak for themselves).

    sure: there is exactly one match, nothing needs saying, and a page may go straight to its area.
    """

    matches: tuple[Match, ...]
    says: str = ""
    sure: bool = False
