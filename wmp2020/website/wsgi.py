"""What granian loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wmp2020.website.settings")
os.environ.setdefault("WMP2020_DATABASE_ROLE", "app")  # what answers requests may not change tables
application = get_wsgi_application()
