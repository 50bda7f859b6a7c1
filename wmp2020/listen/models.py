"""Every table of this theme, so that Django finds them; each desk keeps its own."""

from wmp2020.listen.neighbourhoods.models import Contact, Event, Link, Location, Priority, TeamMember

__all__ = ["Contact", "Event", "Link", "Location", "Priority", "TeamMember"]
