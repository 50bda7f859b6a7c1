"""The Jinja environment of every page: GOV.UK macros, our own components, translations, British numbers and dates.

Globals: `asset(name)`, `basemap()`, `url(name, ...)`, `site()`, `staff_desks()`, `counted(n, one, many)`, those of
forms_govuk that forms.html calls, and `_` with its kin.
Filters: `number`, `percent`, `month`, `months`, `day`, `moment`, `listed`.
"""

from functools import cache, partial
from pathlib import Path
from typing import Any

from django.contrib.messages import get_messages
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from wmp2020.plumbing import assets, british, forms_govuk

from .files import basemap
from .identity import identity

PACKAGE = Path(__file__).resolve().parents[1]


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Django's reverse, positional and keyword arguments as the path has them."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def staff_desks() -> list[tuple[str, str]]:
    """(words, address) of each staff page that exists in this installation, for the list at the side."""
    known = [(_("Start"), "/staff/"), (_("Background work"), "/staff/jobs/"), (_("Your account"), "/accounts/email/")]
    return [(words, href) for words, href in known if _leads_somewhere(href)]


@cache
def _leads_somewhere(href: str) -> bool:
    try:
        return bool(resolve(href))
    except Resolver404:
        return False


def template_folders() -> list[Path]:
    """The templates folder of every theme and of the website, the website's first."""
    folders = sorted(path for path in PACKAGE.glob("*/templates") if path.is_dir())
    return sorted(folders, key=lambda path: path.parent.name != "website")


def environment(**options: Any) -> Environment:
    """Jinja as Django asks for it, set up the way GOV.UK's macros need."""
    options.update(
        loader=ChoiceLoader(
            [
                FileSystemLoader(template_folders()),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
            ]
        ),
        # The macros read parameters nobody passed (params.label.text); under DEBUG Django would choose a strict kind.
        undefined=ChainableUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    env = Environment(**options)  # noqa: S701 (autoescape is in the options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals.update(
        asset=assets.address,
        basemap=basemap,
        url=url,
        site=identity,
        this_site=identity,  # the frame's name for it: allauth's views pass a `site` of their own
        staff_desks=staff_desks,
        get_messages=get_messages,
        language=translation.get_language,
        field=forms_govuk.params,
        error_summary=forms_govuk.error_summary,
        field_kind=forms_govuk.kind,
        counted=british.counted,
    )
    env.filters.update(
        number=british.number,
        percent=british.percent,
        month=british.month,
        month_short=partial(british.month, short=True),
        months=british.months,
        day=british.day,
        moment=british.moment,
        listed=british.listed,
    )
    return env
