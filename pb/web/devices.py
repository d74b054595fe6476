"""What a browser is called in a list of one's own sessions: two words, never its whole line."""

from flask import request

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("YaBrowser", "Yandex"),
    ("SamsungBrowser", "Samsung"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
"""The first that occurs names it: the lines of browsers name others too."""


def device() -> str:
    """The browser and the system of this request; empty where they are not told."""
    line = request.user_agent.string
    found = (
        next((name for sign, name in names if sign in line), "") for names in (BROWSERS, SYSTEMS)
    )
    return ", ".join(name for name in found if name)
