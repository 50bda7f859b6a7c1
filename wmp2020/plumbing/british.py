"""How numbers, months and dates are written for readers in Britain: pure functions, text out."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NOT_KNOWN = "not known"


def number(value: float | None, decimals: int | None = None) -> str:
    """1234.5 -> "1,234.5"; whole numbers without decimals unless asked; None -> "not known"; a true minus sign."""
    if value is None:
        return NOT_KNOWN
    places = decimals if decimals is not None else (0 if float(value).is_integer() else 1)
    return f"{value:,.{places}f}".replace("-", "\N{MINUS SIGN}")


def percent(share: float | None, decimals: int = 0) -> str:
    """0.1234 -> "12%"; None -> "not known"."""
    return NOT_KNOWN if share is None else f"{number(share * 100, decimals)}%"


def month(value: str | date | None, *, short: bool = False) -> str:
    """ "2026-03" -> "March 2026", or "Mar 2026" when short; ValueError for anything that is not a month."""
    if not value:
        return NOT_KNOWN
    year, which = (value.year, value.month) if isinstance(value, date) else map(int, str(value).split("-")[:2])
    if not 1 <= which <= 12:
        raise ValueError(f"{value!r} is not a month")
    name = MONTHS[which - 1]
    return f"{name[:3] if short else name} {year}"


def months(values: Iterable[str]) -> str:
    """Months in any order -> "February 2011 and April 2025 to March 2026", gaps told; "no months" for none."""
    runs: list[list[str]] = []
    for value in sorted(set(values)):
        if runs and _count(value) == _count(runs[-1][-1]) + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return listed([month(r[0]) if len(r) == 1 else f"{month(r[0])} to {month(r[-1])}" for r in runs]) or "no months"


def _count(value: str) -> int:
    return int(value[:4]) * 12 + int(value[5:7])


def day(value: date | str | None) -> str:
    """A date, an instant or its ISO text -> "1 March 2026"; instants are read in London's time."""
    if not value:
        return NOT_KNOWN
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(LONDON)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime | str | None) -> str:
    """An instant or its ISO text -> "1 March 2026 at 3:05pm" in London's time; "midday" and "midnight" by name."""
    if not value:
        return NOT_KNOWN
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if value.tzinfo:
        value = value.astimezone(LONDON)
    if (value.hour, value.minute) in {(0, 0), (12, 0)}:
        clock = "midday" if value.hour else "midnight"
    else:
        clock = (
            f"{value.hour % 12 or 12}{f':{value.minute:02}' if value.minute else ''}{'am' if value.hour < 12 else 'pm'}"
        )
    return f"{day(value)} at {clock}"


def listed(words: list[str] | tuple[str, ...], last: str = "and") -> str:
    """["a", "b", "c"] -> "a, b and c"."""
    words = list(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def counted(count: int, one: str, many: str) -> str:
    """1 -> "1 crime"; 1200 -> "1,200 crimes"."""
    return f"{number(count)} {one if count == 1 else many}"
