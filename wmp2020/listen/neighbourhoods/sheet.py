"""Everything an area's page says, gathered in one call: the page and its files are drawn from the same sheet."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely
from django.utils.translation import gettext as _

from wmp2020.information import crimes, measures
from wmp2020.information.areas import Area, Atlas
from wmp2020.information.sources import codes
from wmp2020.plumbing.british import months as say_months
from wmp2020.plumbing.tables import Column, Table

from . import counting, maps, places, tables, wording

FILES = ("months", "categories", "alike", "places", "outcomes", "stops")


@dataclass(frozen=True)
class Sheet:
    """One area in one category at one version of the archive and the atlas."""

    archive: crimes.Archive
    atlas: Atlas
    area: Area
    category: str
    poly: str = ""  # as the address of a drawn area has it

    @cached_property
    def figures(self) -> measures.AreaFigures:
        """The area's figures, every category."""
        return measures.area_figures(self.archive, self.atlas, self.area)

    @property
    def months(self) -> tuple[str, ...]:
        """The months of map, parts and comparison: twelve complete ones in a row, else the newest complete one."""
        latest = self.figures.month
        return self.figures.year or ((latest,) if latest else ())

    @cached_property
    def parts(self) -> places.Parts:
        """The areas the map shades."""
        return places.parts(self.atlas, self.area)

    @cached_property
    def counted(self) -> list[counting.Part]:
        """Each part's count and rate."""
        parts = self.parts
        return counting.part_counts(self.archive, self.atlas, parts.kind, parts.areas, self.months, self.category)

    @property
    def what(self) -> str:
        """The category's name."""
        return codes.category_name(self.category)

    @property
    def categories(self) -> list[tuple[str, str]]:
        """What the page can be asked to show: (slug, name), all crime first, then by name."""
        rows = [(row.slug, row.name) for row in self.figures.categories]
        return [(measures.ALL, codes.category_name(measures.ALL)), *sorted(rows, key=lambda row: row[1])]

    @property
    def chosen(self) -> Any:
        """month_count, year_count and rate of the chosen category."""
        if self.category == measures.ALL:
            return self.figures
        return next(row for row in self.figures.categories if row.slug == self.category)

    @property
    def verdict(self) -> measures.Verdict:
        """Whether the newest complete month is unusual in the chosen category."""
        verdict: measures.Verdict = self.chosen.verdict
        return verdict

    @property
    def reasons(self) -> list[str]:
        """Why the newest month is called what it is, in sentences."""
        return wording.reasons(self.verdict, "" if self.category == measures.ALL else self.what)

    @cached_property
    def by_month(self) -> measures.Drawn:
        """The chosen category month by month with its band."""
        return self.figures.series(self.category)

    @property
    def kind(self) -> str:
        """What sort of place this is, in words."""
        return {
            "ward": _("Ward"),
            "authority": _("Council"),
            "force": _("Police force area"),
            places.DRAWN: _("Drawn area"),
        }[self.area.kind]

    @cached_property
    def breaks(self) -> tuple[float, ...]:
        """Where the map's classes begin."""
        return maps.breaks(self.archive, self.atlas, self.parts.kind, self.months, self.category)

    def map(self) -> dict[str, Any]:
        """The map's JSON."""
        return maps.told(self.atlas, self.area, self.counted, self.parts, self.months, self.what, self.breaks)

    def table(self, name: str, *, in_file: bool = False) -> Table | None:
        """One of FILES as a table, for the page or for a file; None where nothing of it is held."""
        if name == "months":
            return tables.of_months(self.by_month)
        if name == "categories":
            return tables.of_categories(self.figures, self.poly)
        if name == "alike":
            if not self.figures.alike.others:
                return None
            return tables.of_alike(self.figures, self.atlas, self.area, in_file=in_file)
        if name == "places":
            caption = _("The map as a table: %(what)s in each %(part)s") % {
                "what": self.what.lower(), "part": _("ward") if self.parts.kind == "ward" else _("small area"),
            }  # fmt: skip
            return tables.of_parts(self.counted, self.parts.kind, caption, self.atlas, in_file=in_file)
        return {"outcomes": self.outcomes, "stops": self.stops}.get(name, lambda: None)()

    @property
    def publishers(self) -> list[str]:
        """Who published the crimes that are counted here: imputed places are no source of counts."""
        counted = [note for note in self.archive.notes if note.months and not note.name.startswith("Imputed")]
        return list(dict.fromkeys(note.publisher for note in counted))

    @property
    def beside_rate(self) -> str:
        """What must stand beside the rate: that residents are the wrong yardstick where few live and many go."""
        return measures.CITY_CENTRE if measures.CITY_CENTRE in self.figures.caveats else ""

    @property
    def beside_map(self) -> list[str]:
        """What must stand beside the map."""
        cut = _("The coloured shapes are the small areas counted here. They do not follow the dark line exactly.")
        return [
            said for said in (cut if self.parts.kind == "lsoa" else "", measures.SNAP, self.area.geometry_note) if said
        ]

    @property
    def caveats(self) -> list[str]:
        """What the figures cannot say and no other part of the page does."""
        said = {self.beside_rate, *self.beside_map}
        return [caveat for caveat in dict.fromkeys(self.figures.caveats) if caveat not in said]

    def downloads(self, name: str, own: str, query: str) -> list[tuple[str, str]]:
        """The files of one part: (kind in words, address)."""
        kinds = ("csv", "json") if name in ("outcomes", "stops") else ("csv", "json", "png")
        return [(kind.upper(), f"{own}{name}.{kind}{query}") for kind in kinds]

    def outcomes(self) -> Table | None:
        """What became of the crimes, as far as is known; None where none is held for this area."""
        held = self.figures.outcomes
        if held is None:
            return None
        rows = [{"outcome": row.name, "count": row.count, "share": row.share} for row in held.rows]
        columns = (
            Column("outcome", _("Latest outcome")),
            Column("count", _("Crimes"), numeric=True),
            Column("share", _("Share"), numeric=True, write=tables.share),
        )
        caption = _("What became of the crimes recorded in %(months)s") % {"months": say_months(held.months)}
        return Table("outcomes-table", caption, columns, rows)

    def stops(self) -> Table | None:
        """Stops and searches of the newest month held, by what was looked for; None where none is held here.

        An area's are those at snap points inside its border; the force's include those without a place.
        """
        held, shape = self.archive.stop_months, self.area.geometry
        if not held:
            return None
        if self.area.kind == "force":
            found = self.archive.stops_of_force(month=held[-1], force=self.archive.force_id).rows()
        else:
            rings = (
                [shapely.get_coordinates(part.exterior)[:, ::-1] for part in shapely.get_parts(shape)] if shape else []
            )
            found = [row for ring in rings for row in self.archive.stops_within(ring, month=held[-1]).rows()]
        if not found:
            return None
        told = [(row["object_of_search"] or _("Not said"), (row["outcome_object"] or {}).get("id")) for row in found]
        searched = Counter(what for what, _outcome in told)
        nothing = Counter(what for what, outcome in told if outcome == "bu-no-further-action")
        rows = [{"what": what, "count": count, "nothing": nothing[what]} for what, count in searched.most_common()]
        columns = (
            Column("what", _("Looked for")),
            Column("count", _("Stops"), numeric=True),
            Column("nothing", _("No further action"), numeric=True),
        )
        caption = _("Stop and search in %(month)s, by what was looked for") % {"month": say_months((held[-1],))}
        return Table("stops-table", caption, columns, rows)

    def notes(self) -> list[str]:
        """What goes with every file: place, months, version, sources, caveats."""
        sources = [f"{note.name}, {note.publisher} ({note.licence})" for note in self.archive.notes]
        return [
            f"{self.area.name} ({self.area.code}), {self.what}",
            _("The month is %(month)s; the year, rates and shares are of %(months)s")
            % {"month": self.figures.month or _("not held"), "months": " to ".join(dict.fromkeys(
                (self.months[0], self.months[-1]))) if self.months else _("no months")},
            _("Archive version %(archive)s, areas version %(areas)s")
            % {"archive": self.archive.version, "areas": self.atlas.version},
            *sources,
            *self.figures.caveats,
        ]  # fmt: skip


def sheet(archive: crimes.Archive, atlas: Atlas, area: Area, category: str, poly: str = "") -> Sheet | None:
    """The sheet of an area, or None when the archive holds no such category."""
    made = Sheet(archive, atlas, area, category or measures.ALL, poly)
    return made if made.category in made.figures.monthly.categories else None
