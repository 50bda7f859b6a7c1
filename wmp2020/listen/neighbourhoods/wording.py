"""The figures of an area in sentences for a resident: short, in everyday words, each thing said once."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from wmp2020.information import measures
from wmp2020.plumbing.british import month, number, percent

ENOUGH = 10  # below it an expected number is said with a decimal


def question(verdict: measures.Verdict) -> str:
    """What the answer answers."""
    if verdict.level in ("same", "more", "fewer"):
        return _("How does %(month)s compare with a year before?") % {"month": month(verdict.month)}
    return _("Was %(month)s unusual here?") % {"month": month(verdict.month)}


def answer(verdict: measures.Verdict) -> str:
    """The answer, a sentence or two of a few words."""
    told = {
        "usual": _("No. %(month)s was about what we would expect."),
        "higher": _("Yes. %(month)s was higher than usual."),
        "much_higher": _("Yes. %(month)s was much higher than usual."),
        "lower": _("Yes. %(month)s was lower than usual."),
        "much_lower": _("Yes. %(month)s was much lower than usual."),
        "too_few": _("Nothing stands out in %(month)s."),
        "same": _("%(month)s was about the same as a year before."),
        "more": _("%(month)s had more than the same month a year before."),
        "fewer": _("%(month)s had fewer than the same month a year before."),
    }.get(verdict.level, _("We cannot say yet."))
    if verdict.level == "usual" and (side := on_the_side(verdict)):
        told = {
            "high": _("No. %(month)s was within what we would expect, on the high side."),
            "low": _("No. %(month)s was within what we would expect, on the low side."),
        }[side]
    return told % {"month": month(verdict.month)}


def on_the_side(verdict: measures.Verdict) -> str:
    """ "high" or "low" when a usual month lies outside what nineteen months in twenty bring, else ""."""
    if verdict.expected is None or (verdict.most_low or 0) <= verdict.observed <= (verdict.most_high or 0):
        return ""
    return "high" if verdict.observed > verdict.expected else "low"


def reasons(verdict: measures.Verdict, what: str) -> list[str]:
    """Why that is the answer: the number, what was expected, how far chance reaches; what: the kind of crime, or ""."""
    if verdict.level == "cannot_judge":
        return [verdict.says]
    said = [recorded(verdict.observed, what)]
    if verdict.low is None or verdict.high is None or verdict.expected is None:
        said.append(_("A year before it was %(n)s.") % {"n": number(verdict.expected or 0)})
        said.append(_("We hold single months here, not every month, so we cannot say what is usual."))
        if verdict.level != "same":
            said.append(_("Numbers go up and down from month to month in any place, so read this with care."))
        return said
    told = {"n": about(verdict.expected), "range": between(verdict.low, verdict.high)}
    said.append(_("Going by the months before, we expected about %(n)s.") % told)
    if verdict.level == "too_few":
        said.append(_("That is so few that one month says little."))
    else:
        said.append(_("In nearly every month the number here is %(range)s.") % told)
    if verdict.level == "usual" and on_the_side(verdict):
        said.append(_("Nineteen months in twenty it is %(range)s.")
                    % {"range": between(verdict.most_low or 0, verdict.most_high or 0)})  # fmt: skip
    return said


def recorded(count: int, what: str) -> str:
    """ "275 crimes were recorded." or "Burglary: 10 were recorded."."""
    if what:
        told = _("%(what)s: 1 was recorded.") if count == 1 else _("%(what)s: %(n)s were recorded.")
    else:
        told = _("1 crime was recorded.") if count == 1 else _("%(n)s crimes were recorded.")
    return told % {"n": number(count), "what": what}


def about(expected: float) -> str:
    """An expected number as far as it is known."""
    return number(expected, 1) if expected < ENOUGH else number(round(expected))


def between(low: float, high: float) -> str:
    """A range of counts."""
    if not low:
        return _("%(high)s or fewer") % {"high": number(high)}
    return _("between %(low)s and %(high)s") % {"low": number(low), "high": number(high)}


def short(verdict: measures.Verdict) -> str:
    """The verdict in two or three words, for a row of a table."""
    return {
        "usual": _("as expected"),
        "same": _("as a year before"),
        "cannot_judge": _("cannot say"),
        "too_few": _("too few to say"),
    }.get(verdict.level, verdict.words)


def judged(verdict: measures.Verdict, *, whole_force: bool) -> str:
    """How the answer was reached, without a formula; "" where nothing was judged."""
    if verdict.low is None:
        return ""
    if whole_force:
        learnt = _("We learn from the %(n)s complete months before it what to expect, and how far chance can carry it.")
    else:
        learnt = _(
            "We learn from this area's %(n)s complete months before it, and from how the rest of the force went, what "
            "to expect and how far chance can carry it."
        )
    rule = _("We call a month unusual only when chance alone would bring such a number once in a thousand months.")
    return f"{learnt % {'n': number(verdict.months)}} {rule}"


def of_chart(drawn: measures.Drawn) -> str:
    """What a reader must know to read the months' chart: only what is drawn."""
    said = []
    if bool((drawn.low == drawn.low).any()):
        said.append(_("The band shows where nearly every month falls by chance alone."))
    if not bool(drawn.complete.all()):
        said.append(_("Hatched months are not complete: never read them as a fall."))
    if len(drawn.months) > 1 and months_apart(drawn.months[0], drawn.months[-1]) >= len(drawn.months):
        said.append(_("Months we do not hold are hatched: nothing is known of them here."))
    return " ".join(said)


def months_apart(first: str, last: str) -> int:
    """Calendar months from "YYYY-MM" to "YYYY-MM"."""
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:])


def change(told: measures.Change, *, beside: bool) -> str:
    """How a year ran or stands to the one before. beside: the rest of the force's own movement was taken out."""
    if told.ratio is None or told.low is None or told.high is None:
        return told.says
    reach = {"low": moved(told.low), "high": moved(told.high)}
    if told.direction == "none":
        said = _("No clear change: anything from %(low)s to %(high)s would fit these numbers.") % reach
    else:
        size = {"size": percent(abs(told.ratio - 1))}
        said = _("Up by %(size)s") % size if told.ratio > 1 else _("Down by %(size)s") % size
        said += _(" (it may be anything from %(low)s to %(high)s).") % reach
    return said + (_(" What happened in the rest of the force is taken out.") if beside else "")


def moved(ratio: float) -> str:
    """ "a rise of 7%", "a fall of 21%" or "no change"."""
    size = percent(abs(ratio - 1))
    if size == percent(0):
        return _("no change")
    return _("a rise of %(size)s") % {"size": size} if ratio > 1 else _("a fall of %(size)s") % {"size": size}


def likeness(told: measures.Compared) -> list[str]:
    """How the area's rate stands among those alike."""
    if told.own is None or told.middle is None or told.low is None or told.high is None:
        return [told.says]
    rates = {
        "own": number(told.own.value, 1), "middle": number(told.middle, 1), "n": number(len(told.others)),
        "low": number(told.low, 1), "high": number(told.high, 1),
    }  # fmt: skip
    end = {
        "higher": _("This area is above that range."),
        "lower": _("This area is below that range."),
    }.get(told.position, _("This area is within that range."))
    return [
        _("In twelve months %(own)s crimes were recorded here for each 1,000 residents. In the %(n)s areas most like "
          "this one, taken together, it was %(middle)s.") % rates,
        _("Areas like these differ a lot from one another: anything from %(low)s to %(high)s is usual.") % rates,
        end,
    ]  # fmt: skip


def streets(names: Sequence[str], most: int = 3) -> str:
    """The first few streets of a small area."""
    return ", ".join(names[:most])
