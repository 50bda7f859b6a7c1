"""Django's name for this package."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "wmp2020.website"
    label = "website"
