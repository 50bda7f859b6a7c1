"""Pages that belong to the site as a whole: home, what it is made of, errors, and what browsers and robots ask for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def home(request: HttpRequest) -> HttpResponse:
    """The front door: find my area, what one can do here, what is not built yet."""
    return render(request, "website/home.html")


urls = [path("", home, name="home")]
