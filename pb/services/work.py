"""The unit of work: one act, one commit, one audit event; any error leaves nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager

from pb.records.base import DEED, db
from pb.records.turns import bring_in, writer_turn


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Hold everything done inside together; the outermost commits, an inner one joins it.

    What was read before is let go, so that the deed reads afresh what it decides on and, on
    SQLite, begins as a writer instead of turning into one.
    """
    session = db.session()
    if session.info.get(DEED) is not None:
        yield
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside a unit of work")
    session.rollback()
    session.expire_all()  # also what an earlier deed of this session left behind as it was
    with writer_turn(db.engine):
        try:
            session.info[DEED] = session.connection()
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info[DEED] = None
    bring_in(db.engine)
