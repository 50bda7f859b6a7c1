"""What was typed or sent, as values."""

from django import forms
from django.utils.translation import gettext_lazy as _

ASK = _("Give a latitude and a longitude, for example lat=52.48 and lng=-1.89")


class PositionForm(forms.Form):
    """A position in degrees, WGS84. Whether it is in the country or the force is not asked here."""

    lat = forms.FloatField(min_value=-180, max_value=180, error_messages={"required": ASK, "invalid": ASK})
    lng = forms.FloatField(min_value=-180, max_value=180, error_messages={"required": ASK, "invalid": ASK})


class AroundForm(forms.Form):
    """A place in words and how far round it, for those who cannot or will not draw."""

    DISTANCES = [(400, _("400 metres: five minutes on foot")), (800, _("800 metres: ten minutes on foot")),
                 (1600, _("1.6 kilometres: a mile"))]  # fmt: skip

    place = forms.CharField(
        label=_("Where?"),
        max_length=200,
        help_text=_("A postcode, street or ward"),
        error_messages={"required": _("Type a postcode, street or ward")},
    )
    metres = forms.TypedChoiceField(
        label=_("How far round it?"),
        coerce=int,
        choices=DISTANCES,
        initial=800,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how far"), "invalid_choice": _("Choose one of the distances")},
    )
