"""Finding an area by what a person types: never guessing, never failing, always saying what was understood."""

from wmp2020.plumbing.british import counted

from . import drawing, postcodes, rules
from .atlases import atlas
from .found import Found, Match
from .gazetteer import ward_and_council

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
    whole = rules.read_postcode(typed)
    if whole:
        return postcodes.whole(whole, atlas())
    begun = postcodes.begun(typed, atlas(), limit=limit) if rules.read_part(typed) else None
    return begun or _named(typed, limit=limit)


def postcode(text: str) -> Found:
    """What one postcode names; says so when the text has not the form of one."""
    whole = rules.read_postcode(rules.clean(text[: rules.LONGEST]))
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


def _named(typed: str, *, limit: int) -> Found:
    """Streets, places, wards, councils by name. All that fit equally are listed; none is picked for the person."""
    hits = atlas().names.hits(typed)
    matches = tuple(hit.match for hit in hits[:limit])
    if not hits or hits[0].slips >= 1:
        like = postcodes.like(rules.compact(typed), atlas()) if any(c.isdigit() for c in typed) else None
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
    sure = len(now) == 1 and now[0].slips == 0
    return Found((now[0].match,) if sure else matches, "" if now else hits[0].match.note, sure=sure)
