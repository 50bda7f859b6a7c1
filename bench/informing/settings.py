"""The site's own settings with the bench's two extra doors put where the API's door is: before everything else."""

from wmp2020.website.settings import *  # noqa: F403
from wmp2020.website.settings import MIDDLEWARE

MIDDLEWARE = ["bench.informing.doors.bench_first", *MIDDLEWARE]
API_RATE = 0  # one loopback client asks thousands of times a second
