"""Codes sent to phones for signing in: kept as keyed hashes, bound to the browser that asked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from pb.records.base import Base, InMunicipality, Stamped, db, new_ref


class SignInCode(Stamped, InMunicipality, Base):
    """One code for one phone; the code itself stands in the message only."""

    __tablename__ = "sign_in_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(unique=True, default=new_ref)
    to_tag: Mapped[bytes] = mapped_column(index=True)
    """Keyed hash of the phone."""
    phone_locked: Mapped[bytes | None]
    """The phone, locked under the pepper; null once it let somebody in, and then proves nothing."""
    code_tag: Mapped[bytes]
    """Keyed hash of the public id and the code together, so that equal codes differ."""
    browser_tag: Mapped[bytes] = mapped_column(index=True)
    """Keyed hash of what only the browser that asked holds."""
    expires_at: Mapped[datetime]
    """Exclusive."""
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    """When the right code came back; from then on it says whose phone this browser holds."""

    __table_args__ = (
        CheckConstraint("expires_at > created_at", "expires_after_it_is_made"),
        CheckConstraint("tries BETWEEN 0 AND 5", "few_tries"),
        CheckConstraint("used_at IS NULL OR tries > 0", "used_by_a_try"),
        CheckConstraint("phone_locked IS NOT NULL OR used_at IS NOT NULL", "phone_until_used"),
        Index("ix_sign_in_code_created_at", "created_at"),
    )


def code_of(municipality_id: int, ref: str, *, hold: bool = False) -> SignInCode | None:
    """A code by its public id.

    To hold it holds every code of its phone, so that the deeds of one phone go one after another.
    """
    query = select(SignInCode).where(SignInCode.municipality_id == municipality_id)
    if not hold:
        return db.session.scalar(query.where(SignInCode.ref == ref))
    phone = select(SignInCode.to_tag).where(SignInCode.ref == ref).scalar_subquery()
    held = db.session.scalars(
        query.where(SignInCode.to_tag == phone)
        .order_by(SignInCode.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return next((code for code in held.all() if code.ref == ref), None)


def live_code(
    municipality_id: int, to_tag: bytes, browser_tag: bytes, now: datetime
) -> SignInCode | None:
    """The latest code this browser asked for at this phone that can still be typed in."""
    return db.session.scalar(
        select(SignInCode)
        .where(
            SignInCode.municipality_id == municipality_id,
            SignInCode.to_tag == to_tag,
            SignInCode.browser_tag == browser_tag,
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > now,
        )
        .order_by(SignInCode.id.desc())
        .limit(1)
    )


def phones_everywhere(browser_tag: bytes, since: datetime) -> set[bytes]:
    """The phones a browser asked codes for after an instant, in any municipality, by their tags."""
    return set(
        db.session.scalars(
            select(SignInCode.to_tag).where(
                SignInCode.browser_tag == browser_tag, SignInCode.created_at > since
            )
        )
    )


def forget_everywhere(before: datetime) -> None:
    """Delete the codes made before an instant: no list of phones grows here."""
    db.session.execute(delete(SignInCode).where(SignInCode.created_at < before))
