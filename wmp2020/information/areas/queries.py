"""Finding an area by what a person types: never guessing, never failing, always saying what was understood."""

from wmp2020.plumbing.british import counted

from . import drawing, postcodes, rules
from .atlases import atlas
from .found import Found, Match
from .gazetteer import DETAIL, ended, ward_and_council
from .names import WITH_PLACE, Hit

NOTHING = "Type a postcode, a street, a place, a ward or a council, or two coordinates."


def find(text: str, *, limit: int = 12) -> Found:
    """What the text names, best first, at most `limit` matches, with a sentence for the person when one is needed.

    Understands postcodes whole or begun, in any spacing and case; latitude and longitude; names with typing errors. Any
    text is answered: none raises. NoAreas when nothing is loaded.
    """
    if len(text) > rules.LONGEST:
        return Found((), f"That is longer than any name we know. Type at most {rules.LONGEST} characters.")
    typed = rules.clean(text)
    if not rules.fold(typed):
        return Found((), NOTHING)
    position = rules.read_coordinates(typed)
    if position:
        return at(*position)
    code = rules.read_code(typed)
    if code:
        return _coded(code)
    whole = rules.read_postcode(typed)
    if whole:
        return postcodes.whole(whole, atlas())
    within = postcodes.within(typed, atlas())
    if within:
        return within
    part = typed.strip(rules.AROUND)
    begun = postcodes.begun(part, atlas(), limit=limit) if rules.read_part(part) else None
    return begun or _named(typed, limit=limit)


def postcode(text: str) -> Found:
    """What one postcode names; says so when the text has not the form of one."""
    typed = rules.clean(text[: rules.LONGEST])
    whole = rules.read_postcode(typed) or rules.read_postcode(typed.strip(rules.AROUND))
    return postcodes.whole(whole, atlas()) if whole else Found((), "That is not a whole postcode, such as B1 1AA.")


def at(first: float, second: float) -> Found:
    """The ward at a latitude and longitude in degrees; notices when the two were given the other way round."""
    swapped = rules.look_swapped(first, second)
    lat, lng = (second, first) if swapped else (first, second)
    note = "Read as longitude, latitude: latitude usually comes first." if swapped else ""
    if not rules.is_in_country(lat, lng):
        return Found((), "Those coordinates are not in Great Britain. Give latitude, then longitude: 52.48, -1.89.")
    ward = atlas().ward_at(lat, lng)
    name = f"{lat:.5f}, {lng:.5f}"
    if ward is None:
        return Found((), f"{name} is {postcodes.outside(atlas(), lat, lng)} {note}".strip())
    detail = ward_and_council(ward, atlas())
    return Found((Match("coordinates", name, detail, lat, lng, ward.code, note),), note, sure=not swapped)


def drawn(text: str) -> drawing.Drawn:
    """The area drawn by pairs of latitude and longitude ("52.48,-1.90:…"), or why it is refused; never raises."""
    return drawing.read(text, atlas().extent, force_name=atlas().force.name)


def _coded(code: str) -> Found:
    """The area with a code; for a small area the ward that holds it by best fit."""
    held = atlas().area(code)
    ward = atlas().ward_of(code) if held and held.kind == "lsoa" else None
    area = ward or held
    if held is None or area is None or area.kind not in ("force", "authority", "ward"):
        return Found((), f"There is no page for an area with the code {code}. Check it, or type a postcode or a name.")
    lat, lng = area.centre or (None, None)
    detail = DETAIL.get(area.kind) or atlas().name_of(area.parent)
    note = ended(area, atlas())
    says = note or (f"{code} is {held.name}, a small area. By best fit it is in this ward:" if ward else "")
    return Found((Match(area.kind, area.name, detail, lat, lng, area.code, note),), says, sure=not says)  # type: ignore[arg-type]


def _named(typed: str, *, limit: int) -> Found:
    """Streets, places, wards, councils by name. All that fit equally are listed; none is picked for the person."""
    hits = _hits(typed)
    matches = tuple(hit.match for hit in hits[:limit])
    if not hits or hits[0].slips >= 1:
        like = postcodes.like(typed, atlas()) if any(c.isdigit() for c in typed) else None
        if like:
            return like
        said = f"We found nothing called “{typed}”. "
        return Found(
            matches, said + ("Did you mean one of these?" if hits else "Check the spelling, or type a postcode.")
        )
    same = [hit.match for hit in hits if hit.slips == hits[0].slips]
    if len(same) > limit:
        return Found(
            matches, f"{counted(len(same), 'place fits', 'places fit')}; {limit} are shown. Add the ward or council."
        )
    now = [hit for hit in hits if not hit.match.note]  # an ended namesake leaves no doubt
    sure = len(now) == 1 and now[0].slips <= WITH_PLACE
    return Found((now[0].match,) if sure else matches, "" if now else hits[0].match.note, sure=sure)


def _hits(typed: str) -> list[Hit]:
    """What a name fits; "Ladywood ward" fits the ward, unless something has that very name."""
    hits, kind = atlas().names.hits(typed), rules.without_kind(typed)
    if kind and (not hits or hits[0].slips > 0):
        of_kind = [hit for hit in atlas().names.hits(kind[0]) if hit.match.kind == kind[1] and hit.slips < 1]
        return of_kind or hits
    return hits
