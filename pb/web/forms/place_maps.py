"""The forms of the map: a file with the outline, and a point on it."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField

from pb.web.forms.base import Form


class MapForm(Form):
    """The outline of the municipality."""

    file = FileField(_l("The file with the outline"))

    def taken(self) -> bytes:
        """The bytes of the file; none where nothing was chosen."""
        return self.file.data.read() if self.file.data else b""


class PointForm(Form):
    """Where a proposal is meant: pressed on the map, or typed."""

    latitude = StringField(_l("Latitude, degrees north"))
    longitude = StringField(_l("Longitude, degrees east"))
    outside = BooleanField(_l("The point lies outside the municipality, and that is right"))
