"""What granian loads."""

import os

from wmp2020.plumbing import metrics
from wmp2020.plumbing.children import die_with_parent

die_with_parent()  # a worker whose master was killed would hold the port against the next start
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wmp2020.website.settings")
os.environ.setdefault("WMP2020_DATABASE_ROLE", "app")  # what answers requests may not change tables

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

metrics.share(settings.VAR / "metrics")
application = get_wsgi_application()

from wmp2020.listen.neighbourhoods import warming  # noqa: E402 (it needs the apps)

warming.begin()
