"""The rooms: packages with tables, pages or guards of their own, the ones below first.

Settings and setting up read this before Django is there, so nothing is imported here.
"""

ROOMS = (
    "journal",
    "accounts",
    "languages",
    "casework",
    "agreements",
    "hubs",
    "packets",
    "incidents",
    "health",
    "stays",
    "movements",
    "transfers",
    "onward",
    "planning",
    "person",
    "oversight",
)
