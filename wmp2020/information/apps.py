"""Django's name for this package."""

from django.apps import AppConfig


class InformationConfig(AppConfig):
    name = "wmp2020.information"
    label = "information"
