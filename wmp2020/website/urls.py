"""Every address of the site. A desk's own addresses stand in its views' `urls`."""

from wmp2020.website import views

urlpatterns: list = [*views.urls]
