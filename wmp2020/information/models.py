"""Every model of this app, gathered for Django; each is declared in its own package."""

from wmp2020.information.areas.models import HeldArea, HeldBook, HeldPostcode, HeldStreet
from wmp2020.information.journal.models import Bookmark, Head, Line

__all__ = ["Bookmark", "Head", "HeldArea", "HeldBook", "HeldPostcode", "HeldStreet", "Line"]
