"""The staff's front door: which desks there are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from wmp2020.website.sign_in import staff_only


@staff_only
def staff(request: HttpRequest) -> HttpResponse:
    """The desks that stand, each with what it is for."""
    desks = [(_("Background work"), _("What waits, runs and has failed, and a button to try again."), "jobs")]
    return render(request, "website/staff.html", {"desks": desks})


urls = [path("staff/", staff, name="staff")]
