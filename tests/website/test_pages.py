"""The Jinja environment: GOV.UK's own examples come out equal, words are translatable, numbers British."""

import json
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.template import engines

from wmp2020.website import pages

COMPONENTS = settings.ROOT / "node_modules/govuk-frontend/dist/govuk/components"
VOID = {"img", "input", "br", "hr", "meta", "link"}


@pytest.fixture(scope="module")
def jinja():
    return engines["jinja2"].env


def render(jinja, text, **told):
    return jinja.from_string(text).render(**told)


class Reading(HTMLParser):
    """HTML as a list of tags with sorted attributes and words with single spaces, so that layout does not matter."""

    def __init__(self, html):
        super().__init__()
        self.parts = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        known = {name: " ".join((value or "").split()) for name, value in attrs}
        self.parts.append((tag, sorted(known.items())))

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.parts.append(("/" + tag, []))

    def handle_data(self, data):
        if words := " ".join(data.split()):
            self.parts.append((words, []))


def examples():
    for path in sorted(COMPONENTS.glob("*/fixtures.json")):
        told = json.loads(path.read_text())
        for fixture in told["fixtures"]:
            yield pytest.param(told["component"], fixture, id=f"{told['component']}: {fixture['name']}")


def macro(component):
    return "govuk" + "".join(word.capitalize() for word in component.split("-"))


@pytest.mark.parametrize(("component", "fixture"), list(examples()))
def test_a_macro_draws_what_govuk_frontend_draws(jinja, component, fixture):
    name = macro(component)
    source = (
        f'{{% from "govuk_frontend_jinja/components/{component}/macro.html" import {name} %}}{{{{ {name}(params) }}}}'
    )
    drawn = render(jinja, source, params=fixture["options"])
    assert Reading(drawn).parts == Reading(fixture["html"]).parts


def test_the_examples_are_the_pinned_657():
    assert len(list(examples())) == 657


def test_a_missing_parameter_is_silent_and_text_is_escaped(jinja):
    assert render(jinja, "{{ a.b.c }}|{{ words }}", words="<b>") == "|&lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ 1234|number }}", "1,234"), ("{{ 0.5|percent }}", "50%"), ("{{ '2026-03'|month }}", "March 2026"),
        ("{{ '2026-03'|month_short }}", "Mar 2026"), ("{{ ['2026-03']|months }}", "March 2026"),
        ("{{ ['a', 'b']|listed }}", "a and b"), ("{{ counted(2, 'crime', 'crimes') }}", "2 crimes"),
        ("{{ url('home') }}", "/"), ("{{ _('%(n)s crimes', n=3) }}", "3 crimes"),
        ("{{ ngettext('%(num)s day', '%(num)s days', 2) }}", "2 days"),
    ],
)  # fmt: skip
def test_filters_and_globals(jinja, text, expected):
    assert render(jinja, text) == expected


def test_the_websites_templates_come_first():
    folders = pages.template_folders()
    assert folders[0].parent.name == "website"
    assert {folder.parent.name for folder in folders} >= {"website", "listen"}


def test_every_template_compiles_and_macros_are_found(jinja):
    names = jinja.list_templates(filter_func=lambda name: not name.startswith("govuk_frontend_jinja"))
    assert len(names) > 30
    for name in names:
        if not name.endswith(".txt"):
            jinja.get_template(name)


def test_desks_are_listed_only_where_they_stand(monkeypatch):
    assert ("Background work", "/staff/jobs/") in pages.staff_desks()
    pages._leads_somewhere.cache_clear()
    monkeypatch.setattr(pages, "resolve", lambda href: (_ for _ in ()).throw(pages.Resolver404))
    assert pages.staff_desks() == []
    pages._leads_somewhere.cache_clear()
