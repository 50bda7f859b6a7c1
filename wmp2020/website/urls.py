"""Every address of the site. A desk's own addresses stand in its views' `urls`."""

from django.conf import settings
from django.urls import include, path

from wmp2020.listen.neighbourhoods import views_area, views_files, views_find
from wmp2020.website import health, views, views_jobs, views_staff, views_style

urlpatterns: list = [
    *views.urls,
    *views_find.urls,
    *views_files.urls,
    *views_area.urls,
    *health.urls,
    *views_staff.urls,
    *views_jobs.urls,
    path("accounts/", include("allauth.urls")),
]
if not settings.PRODUCTION:
    urlpatterns += views_style.urls

handler400 = "wmp2020.website.views_errors.bad_request"
handler403 = "wmp2020.website.views_errors.permission_denied"
handler404 = "wmp2020.website.views_errors.not_found"
handler500 = "wmp2020.website.views_errors.fault"
