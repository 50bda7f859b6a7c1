"""A Django form as GOV.UK's macros want it told."""

import pytest
from django import forms
from django.utils.safestring import mark_safe

from wmp2020.plumbing.forms_govuk import DateParts, error_summary, kind, params
from wmp2020.website.views_style import SampleForm

GOOD = {
    "name": "Jo", "people": "3", "when-day": "27", "when-month": "3", "when-year": "2026", "story": "A thing",
    "where": "b", "how": "phone", "topics": ["burglary", "asb"], "password": "secret", "agree": "on",
}  # fmt: skip


def bound(**changes):
    return SampleForm({**GOOD, **changes})


@pytest.mark.parametrize(
    ("field", "expected"),
    [("name", "input"), ("email", "input"), ("people", "input"), ("when", "date"), ("story", "textarea"),
     ("where", "select"), ("how", "radios"), ("topics", "checkboxes"), ("picture", "file"), ("password", "password"),
     ("agree", "checkboxes")],
)  # fmt: skip
def test_each_kind_is_known(field, expected):
    assert kind(SampleForm()[field]) == expected


def test_a_hidden_field_is_hidden():
    class Form(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    assert kind(Form()["token"]) == "hidden"


def test_what_was_typed_is_kept():
    form = bound(people="many", email="nowhere")
    assert params(form["people"])["value"] == "many"
    assert params(form["email"])["value"] == "nowhere"
    assert params(form["story"])["value"] == "A thing"
    assert [item["value"] for item in params(form["topics"])["items"] if item["checked"]] == ["burglary", "asb"]
    assert [item["value"] for item in params(form["how"])["items"] if item["checked"]] == ["phone"]
    assert [item["value"] for item in params(form["where"])["items"] if item["selected"]] == ["b"]
    assert [item["value"] for item in params(form["when"])["items"]] == ["27", "3", "2026"]
    assert params(form["agree"])["items"][0]["checked"]
    assert "value" not in params(form["password"])  # a password never comes back


def test_numbers_are_typed_as_text():
    made = params(SampleForm()["people"])
    assert (made["type"], made["inputmode"]) == ("text", "numeric")
    assert "min" not in made["attributes"]


def test_optional_fields_say_so_and_hints_follow():
    assert params(SampleForm()["email"])["label"]["text"] == "Email address (optional)"
    assert params(SampleForm()["people"])["hint"] == {"text": "A number from 1 to 20"}
    assert params(SampleForm()["name"])["autocomplete"] == "name"


def test_only_words_marked_safe_are_html():
    class Form(forms.Form):
        plain = forms.CharField(help_text="<b>x</b>")
        marked = forms.CharField(help_text=mark_safe("<b>x</b>"))

    assert params(Form()["plain"])["hint"] == {"text": "<b>x</b>"}
    assert params(Form()["marked"])["hint"] == {"html": "<b>x</b>"}


def test_a_question_page_makes_the_label_its_heading_and_more_overrides():
    made = params(SampleForm()["how"], as_page_heading=True, hint={"text": "Other"})
    assert made["fieldset"]["legend"]["isPageHeading"]
    assert made["fieldset"]["legend"]["classes"] == "govuk-fieldset__legend--l"
    assert made["hint"] == {"text": "Other"}


def test_the_summary_links_each_error_to_its_field():
    form = SampleForm({})
    told = error_summary(form)
    links = [item["href"] for item in told["errorList"]]
    assert links == [
        "#id_name", "#id_people", "#id_when-day", "#id_story", "#id_where", "#id_how", "#id_topics", "#id_password",
        "#id_agree",
    ]  # fmt: skip
    assert error_summary(bound()) is None
    assert error_summary(None) is None


def test_errors_of_the_whole_form_come_first_and_lead_nowhere():
    form = bound(name="")
    form.add_error(None, "Too many tries.")
    first, second = error_summary(form)["errorList"]
    assert first == {"text": "Too many tries."}
    assert second["href"] == "#id_name"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("", "", ""), "Enter a date, for example 27 3 2026"),
        (("1", "", "2026"), "The date must include a month"),
        (("", "", "2026"), "The date must include a day and a month"),
        (("31", "2", "2026"), "The date must be a real date, for example 27 3 2026"),
        (("1", "1", "26"), "The date must be a real date, for example 27 3 2026"),
        (("one", "1", "2026"), "The date must be a real date, for example 27 3 2026"),
        (("1", "1", "99999999999999999999"), "The date must be a real date, for example 27 3 2026"),
    ],
)
def test_impossible_dates_have_words_of_their_own(typed, words):
    form = bound(**{f"when-{part}": value for part, value in zip(("day", "month", "year"), typed, strict=True)})
    assert form.errors["when"] == [words]


def test_an_optional_date_may_be_empty():
    assert DateParts(required=False).clean(["", " ", ""]) is None
    assert DateParts().clean(["29", "2", "2024"]).isoformat() == "2024-02-29"
