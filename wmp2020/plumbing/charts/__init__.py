"""Charts made on the server as SVG text: classes only (website/assets/scss/chart.scss), no inline style, no script.

Each function returns one `<svg role="img">` with a title and a description that says what a sighted reader sees first.
A page shows the same as a table too: a chart is never the only way to a number. `for_both(draw)` gives a chart twice,
drawn for wide and for narrow screens with text of readable size in each; the sheet shows one.
"""

from .bars import Bar, bars
from .frame import NARROW, WIDE, for_both
from .maps import Shape, area_map, key, steps
from .months import Month, columns, spark
from .ranges import Range, ranges

__all__ = ["NARROW", "WIDE", "Bar", "Month", "Range", "Shape", "area_map", "bars", "columns", "for_both", "key",
           "ranges", "spark", "steps"]  # fmt: skip
