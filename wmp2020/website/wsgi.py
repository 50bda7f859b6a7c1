"""What granian loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wmp2020.website.settings")
application = get_wsgi_application()
