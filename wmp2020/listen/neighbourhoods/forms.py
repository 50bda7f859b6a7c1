"""What was typed or sent, as values."""

from django import forms
from django.utils.translation import gettext_lazy as _

ASK = _("Give a latitude and a longitude, for example lat=52.48 and lng=-1.89")


class PositionForm(forms.Form):
    """A position in degrees, WGS84. Whether it is in the country or the force is not asked here."""

    lat = forms.FloatField(min_value=-180, max_value=180, error_messages={"required": ASK, "invalid": ASK})
    lng = forms.FloatField(min_value=-180, max_value=180, error_messages={"required": ASK, "invalid": ASK})
