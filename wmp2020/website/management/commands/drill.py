"""`wmp2020 drill NAME`: play out a fault or an attack, and count what was lost, doubled or found."""

from wmp2020.website.management.commands import bench


class Command(bench.Command):
    help = "Plays out a fault or an attack (bench/drills/NAME.py). Ends as `bench` does."
    package, kind = "bench.drills", "drill"
