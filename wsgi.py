"""The application for the server: `gunicorn wsgi:app`."""

from pb.app import create_app
from pb.config import Settings

app = create_app(Settings.from_environment())
