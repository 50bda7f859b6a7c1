"""Numbers with their intervals: rates, what is usual, areas alike, small numbers.

`area_figures` gives everything an area's page shows; the parts are here one by one for scorecards and evaluations.
Definitions stand in measures/*.yaml, one file a measure; `measures()` reads them. docs/guide/how-we-judge-a-month.md
explains the method to readers.
"""

from .alike import Compared, Likeness, Neighbours, compare
from .definitions import Measure, Undefined, measures
from .figures import SNAP, AreaFigures, CategoryFigures, Drawn, area_figures, forget, prepare
from .model import known
from .outcomes import Outcome, Outcomes
from .rates import CITY_CENTRE, Rate, poisson_interval, rate
from .series import ALL, Monthly, series
from .suppress import BASE, SMALL, Published, suppress, windows
from .trend import Change
from .unusual import Verdict

__all__ = [
    "ALL", "BASE", "CITY_CENTRE", "SMALL", "SNAP", "AreaFigures", "CategoryFigures", "Change", "Compared", "Drawn",
    "Likeness", "Measure", "Monthly", "Neighbours", "Outcome", "Outcomes", "Published", "Rate", "Undefined", "Verdict",
    "area_figures", "compare", "forget", "known", "measures", "poisson_interval", "prepare", "rate", "series",
    "suppress", "windows",
]  # fmt: skip
