"""From a bound Django form to the parameters of GOV.UK's macros, so that a form is written once, in Python.

`kind(bound)` names the macro, `params(bound)` gives its parameters, `error_summary(form)` those of the summary, or None
when nothing is wrong. `DateParts` is a date typed as day, month and year, with words for what is missing or impossible.
Validation is the server's (forms carry `novalidate`); what was typed is kept.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")


class DatePartsWidget(forms.MultiWidget):
    """Three text boxes named `-day`, `-month` and `-year`."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({f"-{part}": forms.TextInput for part in PARTS}, attrs)
        self.widgets_names = [f"-{part}" for part in PARTS]

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]


class DateParts(forms.Field):
    """A date typed as three numbers; cleans to a `date`, or None when empty and not required."""

    widget = DatePartsWidget
    default_error_messages = {
        "required": _("Enter a date, for example 27 3 2026"),
        "incomplete": _("The date must include a %(missing)s"),
        "impossible": _("The date must be a real date, for example 27 3 2026"),
    }

    def clean(self, value: list[str] | None) -> date | None:
        typed = [str(part or "").strip() for part in value or ["", "", ""]]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
        if missing:
            words = " and a ".join(missing)
            raise ValidationError(self.error_messages["incomplete"], code="incomplete", params={"missing": words})
        try:
            day, month, year = (int(text) for text in typed)
            found = date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["impossible"], code="impossible") from None
        if found.year < 1000:  # "26" is not a year anybody means
            raise ValidationError(self.error_messages["impossible"], code="impossible")
        self.run_validators(found)
        return found


def kind(bound: BoundField) -> str:
    """The macro that draws this field: input, password, textarea, select, radios, checkboxes, date, file or hidden."""
    widget = bound.field.widget
    if widget.is_hidden:
        return "hidden"
    # CheckboxSelectMultiple is a RadioSelect, and a file or password input an Input: the narrow kinds come first.
    kinds: tuple[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str], ...] = (
        (DatePartsWidget, "date"),
        ((forms.CheckboxSelectMultiple, forms.CheckboxInput), "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.PasswordInput, "password"),
    )
    return next((name for types, name in kinds if isinstance(widget, types)), "input")


def _text(words: Any) -> dict[str, Any]:
    """Words as a macro takes them: as HTML only when marked safe."""
    return {"html": words} if isinstance(words, SafeString) else {"text": str(words)}


def _choices(bound: BoundField) -> list[dict[str, Any]]:
    value = bound.value()
    chosen = {str(v) for v in (value if isinstance(value, list | tuple | set) else [value]) if v is not None}
    items = []
    for option, label in bound.field.choices:  # type: ignore[attr-defined]
        key = str(option) if option is not None else ""
        items.append({"value": key, **_text(label), "checked": key in chosen, "selected": key in chosen})
    return items


def params(bound: BoundField, *, as_page_heading: bool = False, **more: Any) -> dict[str, Any]:
    """The macro's parameters for a bound field; `more` overrides any of them.

    as_page_heading makes the label or legend the page's h1, as a question page has it.
    """
    field, widget, what = bound.field, bound.field.widget, kind(bound)
    words = bound.label if field.required else _("%(label)s (optional)") % {"label": bound.label}
    size = "l" if as_page_heading else "s"
    label = {**_text(words), "isPageHeading": as_page_heading, "classes": f"govuk-label--{size}"}
    legend = {**_text(words), "isPageHeading": as_page_heading, "classes": f"govuk-fieldset__legend--{size}"}
    attrs = {name: value for name, value in widget.attrs.items() if value not in (None, False)}
    made: dict[str, Any] = {"id": bound.auto_id or bound.html_name, "name": bound.html_name}
    if bound.help_text:
        made["hint"] = _text(bound.help_text)
    if bound.errors:
        made["errorMessage"] = {"text": " ".join(map(str, bound.errors))}
    if what in ("radios", "checkboxes", "date"):
        made["idPrefix"] = made["id"]  # the first item keeps the bare id, so the summary's link reaches it
        made["fieldset"] = {"legend": legend}
    else:
        made["label"] = label
    if isinstance(widget, forms.CheckboxInput):
        made.pop("fieldset")
        made["items"] = [{"value": "on", **_text(bound.label), "checked": bool(bound.value())}]
    elif what in ("radios", "checkboxes", "select"):
        made["items"] = _choices(bound)
    elif what == "date":
        typed = bound.value()
        typed = typed if isinstance(typed, list) else widget.decompress(typed)  # type: ignore[attr-defined]
        wrong = " govuk-input--error" if bound.errors else ""
        made["namePrefix"] = made.pop("name")
        made["items"] = [
            {
                "name": part,
                "label": part.capitalize(),
                "value": str(value or ""),
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}{wrong}",
            }
            for part, value in zip(PARTS, typed, strict=True)
        ]
    elif what != "file":
        shown = bound.value()
        if what != "password" and shown not in (None, ""):
            made["value"] = str(widget.format_value(shown))
        made["autocomplete"] = attrs.pop("autocomplete", None)
        if isinstance(widget, forms.NumberInput):  # a number box scrolls away what was typed and swallows letters
            made |= {
                "type": "text",
                "inputmode": "numeric"
                if isinstance(field, forms.IntegerField)
                and not isinstance(field, forms.FloatField | forms.DecimalField)
                else "decimal",
            }
            attrs = {name: value for name, value in attrs.items() if name not in ("min", "max", "step")}
        elif what == "input":
            made["type"] = widget.input_type  # type: ignore[attr-defined]
        if what == "textarea":
            made["rows"] = attrs.pop("rows", 5)
            attrs.pop("cols", None)
    for unwanted in ("maxlength", "placeholder"):  # one cuts a paste in silence, the other vanishes as one types
        attrs.pop(unwanted, None)
    if classes := attrs.pop("class", None):
        made["classes"] = classes
    made["attributes"] = attrs
    return {name: value for name, value in (made | more).items() if value is not None}


def error_summary(form: forms.BaseForm | None) -> dict[str, Any] | None:
    """Parameters of the error summary, whole-form errors first, each field's linked to it; None when all is well."""
    if form is None or not form.errors:
        return None
    found = [{"text": str(error)} for error in form.non_field_errors()]
    for bound in form:
        link = bound.auto_id or bound.html_name
        link += "-day" if kind(bound) == "date" else ""
        found += [{"text": str(error), "href": f"#{link}"} for error in bound.errors]
    return {"titleText": _("There is a problem"), "errorList": found}
