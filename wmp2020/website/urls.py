"""Every address of the site. A desk's own addresses stand in its views' `urls`."""


urlpatterns: list = []
