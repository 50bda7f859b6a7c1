"""One file per publisher: how its files are found, fetched and read, with its dated quirks.

`choose(...)` gives the Supply to load from; `codes` is the one table of categories and outcomes, `schemas` the tables.
"""

from wmp2020.information.sources import codes, schemas
from wmp2020.information.sources.choosing import NoData, choose
from wmp2020.information.sources.supply import Supply

__all__ = ["NoData", "Supply", "choose", "codes", "schemas"]
