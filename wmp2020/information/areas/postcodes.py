"""Postcodes: whole, begun, ended, unknown, next door."""

from django.db import connection
from django.db.models import Count

from wmp2020.plumbing.british import counted, month

from . import rules
from .atlases import Area, Atlas
from .found import Found, Match
from .gazetteer import ward_and_council
from .models import HeldPostcode

NEAR = 6  # suggestions for a postcode that does not exist
ELSEWHERE = "Police.uk finds the force for any place in England, Wales and Northern Ireland."


def whole(packed: str, atlas: Atlas) -> Found:
    """The ward of one postcode (compact form). Ended ones say since when and still show where; unknown ones get the
    nearest that exist; those outside name the council and force where we know them."""
    held = HeldPostcode.objects.filter(compact=packed).first()
    if held is None:
        return _unknown(packed, atlas)
    ward = _ward(held, atlas)
    ended = "" if held.live else f"ended in {month(held.ended)}" if held.ended else "is no longer in use"
    if ward is None and held.authority in atlas.force.authorities:
        council = atlas.name_of(held.authority)
        says = f"{held.postcode} {f'{ended}. It was' if ended else 'is'} in {council}; in which ward is not known."
        return Found((Match("postcode", held.postcode, council, held.lat, held.lng, held.authority),), says)
    if ward is None:
        place = outside(atlas, council=held.authority)
        says = f"{held.postcode} {f'{ended}. It was' if ended else 'is'} {place}"
        return Found((Match("postcode", held.postcode, atlas.name_of(held.authority), held.lat, held.lng, ""),), says)
    note = f"This postcode {ended}." if ended else ""
    match = Match("postcode", held.postcode, ward_and_council(ward, atlas), held.lat, held.lng, ward.code, note)
    return Found((match,), f"{held.postcode} {ended}. This is where it was." if ended else "", sure=held.live)


def within(typed: str, atlas: Atlas) -> Found | None:
    """The postcode in a longer text ("Broad Street, B1 2HF"), which tells more than the rest of it; every one where
    there are several. None when the text has none, or none that we hold and more than it ("M6 5th Avenue")."""
    codes = rules.postcodes_in(typed)
    held = [code for code in codes if HeldPostcode.objects.filter(compact=code).exists()]
    if len(held) > 1:
        every = tuple(match for code in held for match in whole(code, atlas).matches)
        return Found(every, f"That has {len(held)} postcodes. Choose one:")
    alone = len(codes) == 1 and rules.compact(typed) == codes[0]
    return whole(codes[0] if alone else held[0], atlas) if held or alone else None


def begun(typed: str, atlas: Atlas, *, limit: int) -> Found | None:
    """The wards with live postcodes that begin as typed ("B1", "CV1 2", "cv12"), most first; None when none do."""
    first, *rest = filter(None, map(rules.compact, typed.split()))
    packed = rules.compact(typed)
    readings = [(first, "".join(rest))] if rest else [(packed, ""), (packed[:-1], packed[-1:])]
    outward, inward, found = next(((*r, f) for r in readings if (f := _wards_beginning(*r))), ("", "", []))
    if not found:
        return None
    name = f"{outward} {inward}".strip()
    matches = []
    for code, count in found:
        ward = atlas.area(code)
        if ward and not ward.ended_on:
            lat, lng = ward.centre or (None, None)
            note = f"{counted(count, 'postcode', 'postcodes')} beginning {name}"
            matches.append(Match("ward", ward.name, atlas.name_of(ward.parent), lat, lng, code, note))
    if not matches:
        return Found((), f"Postcodes beginning {name} are {outside(atlas)}")
    many = f"Postcodes beginning {name} lie in {counted(len(matches), 'ward', 'wards')}. "
    more = f"The {limit} with most are shown. " if len(matches) > limit else ""
    return Found(tuple(matches[:limit]), f"{many}{more}Type the whole postcode to find yours.")


def _wards_beginning(outward: str, inward: str) -> list[tuple[str, int]]:
    """Ward codes with the number of live postcodes that begin so, most first."""
    tail = "[0-9][A-Z]{2}" if not inward else "[A-Z]{2}" if len(inward) == 1 else "[A-Z]"
    rows = HeldPostcode.objects.filter(
        compact__gte=outward + inward, compact__lt=outward + inward + "~", live=True,
        compact__regex=f"^{outward}{inward}{tail}$",
    )  # fmt: skip
    return list(rows.values_list("ward").annotate(n=Count("id")).order_by("-n", "ward"))


def like(typed: str, atlas: Atlas) -> Found | None:
    """Postcodes one slip from a text that has not the form of one ("BI 1BB"), or those like one in it that we do not
    hold ("Broad Street B1 9ZZ"); None when there are none."""
    codes = rules.postcodes_in(typed)
    if codes:
        return _unknown(codes[0], atlas)
    packed = rules.compact(typed)
    near = _near(packed, atlas) if 4 <= len(packed) <= 8 else []
    return Found(_suggestions(near, atlas), "That is not a postcode. Did you mean one of these?") if near else None


def _unknown(packed: str, atlas: Atlas) -> Found:
    """Says that it does not exist and offers those one slip away, live ones first, then the first of its sector."""
    code, near = rules.spaced(packed), _near(packed, atlas)
    letters = "".join(c for c in packed[:2] if c.isalpha())
    if atlas.force.postcode_areas and letters not in atlas.force.postcode_areas:
        says = f"{code} is not a postcode of the {atlas.force.area_name} police area. Check it. {ELSEWHERE}"
        near = [held for held in near if held.live]
    else:
        says = f"There is no postcode {code} in the list we hold. Check it, or if it is new, search for the street."
        sector = HeldPostcode.objects.filter(compact__regex=f"^{packed[:-2]}[A-Z]{{2}}$", live=True).order_by("compact")
        known = {held.compact for held in near}
        near += [held for held in sector[:NEAR] if held.compact not in known]
    return Found(_suggestions(near, atlas), f"{says} Postcodes like it:" if near else says)


def _near(packed: str, atlas: Atlas) -> list[HeldPostcode]:
    """Held postcodes one slip away: live, inside the force, of the same sector first."""
    near = HeldPostcode.objects.filter(compact__in={packed, *rules.postcode_slips(packed)})[:100]
    return sorted(
        near,
        key=lambda h: (
            h.compact != packed,
            not h.live,
            _ward(h, atlas) is None,
            h.compact[:-2] != packed[:-2],
            h.compact,
        ),
    )


def _suggestions(near: list[HeldPostcode], atlas: Atlas) -> tuple[Match, ...]:
    made = []
    for held in near[:NEAR]:
        ward = _ward(held, atlas)
        detail = ward_and_council(ward, atlas) if ward else atlas.name_of(held.authority)
        note = "" if held.live else "No longer in use."
        made.append(Match("postcode", held.postcode, detail, held.lat, held.lng, ward.code if ward else "", note))
    return tuple(made)


def _ward(held: HeldPostcode, atlas: Atlas) -> Area | None:
    """The ward the publisher gives, else the one at its position (ended postcodes have none), else that of its LSOA."""
    ward = atlas.area(held.ward)
    if ward and not ward.ended_on:
        return ward
    here = atlas.ward_at(held.lat, held.lng) if held.lat is not None and held.lng is not None else None
    return here or atlas.ward_of(held.lsoa)


def outside(atlas: Atlas, lat: float | None = None, lng: float | None = None, *, council: str = "") -> str:
    """The end of a sentence "… is": outside, and whose it is where we know, by council or by the nearest postcode."""
    if lat is not None and lng is not None:
        council = _nearest_council(lat, lng)
    name, force = atlas.force.neighbours.get(council, ("", ""))
    where = f" It is in {name}, which {force} serves." if name else f" {ELSEWHERE}"
    return f"outside the area of {atlas.force.name}.{where}"


def _nearest_council(lat: float, lng: float) -> str:
    """The council of the nearest live postcode within about 2 km, "" when there is none."""
    nearest = (
        "SELECT authority FROM information_heldpostcode WHERE live AND lat BETWEEN %s AND %s AND lng BETWEEN %s AND %s "
        "ORDER BY (lat - %s) ^ 2 + ((lng - %s) * 0.6) ^ 2 LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(nearest, [lat - 0.018, lat + 0.018, lng - 0.03, lng + 0.03, lat, lng])
        row = cursor.fetchone()
    return row[0] if row else ""
