"""The living style page: every part a page may use, drawn from the same macros. It does not exist in production."""

import json
from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from wmp2020.plumbing import british
from wmp2020.plumbing.forms_govuk import DateParts
from wmp2020.plumbing.tables import Column, Table

TOKENS = settings.ROOT / "wmp2020/website/assets/tokens.json"


class SampleForm(forms.Form):
    """One field of every kind, so that each can be seen and walked, empty and wrong."""

    name = forms.CharField(label="What is your name?", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label="Email address", required=False)
    people = forms.IntegerField(label="How many people?", min_value=1, max_value=20, help_text="A number from 1 to 20")
    when = DateParts(label="When did it happen?", help_text="For example, 27 3 2026")
    story = forms.CharField(label="What happened?", widget=forms.Textarea, help_text="Do not give names")
    where = forms.ChoiceField(
        label="Which council?", choices=[("", "Choose one"), ("b", "Birmingham"), ("c", "Coventry")]
    )
    how = forms.ChoiceField(
        label="How may we contact you?",
        choices=[("email", "Email"), ("phone", "Telephone"), ("none", "Not at all")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="What do you want to hear about?",
        choices=[("burglary", "Burglary"), ("vehicles", "Vehicle crime"), ("asb", "Anti-social behaviour")],
        widget=forms.CheckboxSelectMultiple,
    )
    picture = forms.FileField(label="A picture", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    agree = forms.BooleanField(label="I have read how this is used")


SAMPLE = Table(
    id="sample",
    caption="Crimes in four wards, an invented example",
    columns=(
        Column("ward", "Ward", link=lambda row: f"#{row['ward'].lower()}"),
        Column("crimes", "Crimes", numeric=True),
        Column("rate", "For each 1,000 residents", numeric=True, write=lambda v: british.number(v, 1)),
    ),
    rows=(
        {"ward": "Aston", "crimes": 312, "rate": 13.4},
        {"ward": "Bournville", "crimes": 98, "rate": 4.1},
        {"ward": "Édgbaston", "crimes": 1204, "rate": 52.0},
        {"ward": "Nechells", "crimes": None, "rate": None},
    ),
)

CHART = (
    '<svg viewBox="0 0 600 160" role="img" aria-labelledby="sample-svg-title"><title id="sample-svg-title">An invented '
    'line that rises</title><path class="chart-line" fill="none" d="M10 140 L150 120 L290 90 L430 95 L590 30"/></svg>'
)


def style(request: HttpRequest) -> HttpResponse:
    """Every part of the look, with a form that can be sent to see its errors."""
    if settings.PRODUCTION:
        raise Http404
    form = SampleForm(request.POST or None, request.FILES or None)
    form.is_valid()
    return render(
        request,
        "website/style.html",
        {
            "form": form,
            "table": SAMPLE.sorted_by(request.GET.get("sort")),
            "chart_svg": CHART,
            "colours": json.loads(TOKENS.read_text())["colours"],
            "loaded_at": datetime(2026, 4, 20, 14, 5, tzinfo=UTC),
            "address": request.build_absolute_uri(),
        },
    )


def style_map(request: HttpRequest) -> HttpResponse:
    """An invented map for the style page, in the shape that map.js reads."""
    if settings.PRODUCTION:
        raise Http404
    west, south, step = -1.95, 52.44, 0.03
    areas = [
        {
            "type": "Feature",
            "properties": {
                "code": f"X{n}",
                "name": f"Square {n + 1}",
                "value": None if n == 7 else n * n * 3,
                "text": "Not shown: too few people live here" if n == 7 else f"{n * n * 3} crimes in an invented month",
                "href": "",
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [_square(west + step * (n % 3), south + step * (n // 3), step)],
            },
        }
        for n in range(9)
    ]
    return _json(
        {
            "bounds": [west, south, west + 3 * step, south + 3 * step],
            "areas": {"type": "FeatureCollection", "features": areas},
            "legend": {
                "title": "Crimes in an invented month",
                "breaks": [10, 50, 100],
                "labels": ["0 to 9", "10 to 49", "50 to 99", "100 or more"],
                "none": "Not shown",
            },
            "outline": {"type": "Polygon", "coordinates": [_square(west, south, 3 * step)]},
            "points": {
                "type": "FeatureCollection",
                "features": [
                    {
                        "type": "Feature",
                        "properties": {
                            "name": "On or near Example Road",
                            "count": 9,
                            "text": "9 crimes",
                            "imputed": True,
                        },
                        "geometry": {"type": "Point", "coordinates": [west + 0.02, south + 0.05]},
                    }
                ],
            },
            "note": "Squares and figures are invented.",
        }
    )


def _json(told: dict[str, object]) -> HttpResponse:
    return HttpResponse(json.dumps(told), content_type="application/json")


def _square(west: float, south: float, side: float) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


urls = [path("style/", style, name="style"), path("style/map.json", style_map, name="style_map")]
