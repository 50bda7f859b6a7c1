"""One file per publisher: how its files are found, fetched and read, with its dated quirks.

`choose(...)` gives the Supply to load from and `fetch(...)` brings news from the publishers; `codes` is the one table
of categories and outcomes, `schemas` the tables.
"""

from wmp2020.information.sources import codes, schemas
from wmp2020.information.sources.choosing import NoData, choose, fetch
from wmp2020.information.sources.downloads import Failed
from wmp2020.information.sources.supply import Supply

__all__ = ["Failed", "NoData", "Supply", "choose", "codes", "fetch", "schemas"]
