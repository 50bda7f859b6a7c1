"""The public page for a place, and the police.uk-compatible API.

`invent` writes the demonstration's teams, priorities and events; real ones are written through `actions`.
"""

from wmp2020.listen.neighbourhoods.demonstration import invent

__all__ = ["invent"]
