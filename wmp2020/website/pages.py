"""The Jinja environment of every page: GOV.UK macros, our own components, translations, British numbers and dates.

Globals: `asset(name)`, `basemap()`, `url(name, ...)`, `site()`, `staff_desks()`, `counted(n, one, many)`, those of
forms_govuk that forms.html calls, and `_` with its kin.
Filters: `number`, `percent`, `month`, `months`, `day`, `moment`, `listed`.
"""

import json
from functools import cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from wmp2020.plumbing import british, forms_govuk

from .files import basemap
from .identity import identity

PACKAGE = Path(__file__).resolve().parents[1]


class AssetsMissing(Exception):
    """The browser's files have not been built."""


def asset_folder() -> str:
    """The name of the folder that `npm run build` wrote last: the hash of what is in it.

    A running server keeps the folder it started with (its static files were listed then); the build keeps it too.
    """
    return _read_note() if settings.DEBUG else _kept_note()


def _read_note() -> str:
    try:
        return str(json.loads(settings.ASSETS.with_suffix(".json").read_text())["folder"])
    except FileNotFoundError:
        raise AssetsMissing("The browser's files are not built: run `npm ci && npm run build`.") from None


_kept_note = cache(_read_note)


def asset(name: str) -> str:
    """The address of a built file: asset("site.css") -> "/static/<hash>/site.css"."""
    return f"{settings.STATIC_URL}{asset_folder()}/{name}"


def asset_text(name: str) -> str:
    """The text of a built file, for what is made on the server (charts as PNG read chart.css)."""
    return (settings.ASSETS / asset_folder() / name).read_text()


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
        asset=asset,
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
