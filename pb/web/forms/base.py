"""What every form is built on: a refused one is answered as refused, not as a page that is fine."""

from flask import g
from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]
    """A form; when it was sent and does not hold, the answer's status is 400."""

    def validate_on_submit(self, extra_validators: object = None) -> bool:
        """Whether it was sent and holds in shape."""
        holds = bool(super().validate_on_submit(extra_validators))
        if not holds and self.is_submitted():
            g.refused_status = 400
        return holds
