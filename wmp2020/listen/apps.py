"""Django's name for this package."""

from django.apps import AppConfig


class ListenConfig(AppConfig):
    name = "wmp2020.listen"
    label = "listen"
