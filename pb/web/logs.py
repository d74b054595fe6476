"""Logs: a fixed sentence and facts, each line with the id of its request; never a person."""

import logging
from logging import Formatter, LogRecord, StreamHandler

from flask import g, has_request_context

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class Line(Formatter):
    """One line an event: time, level, logger, request id, sentence, facts."""

    def format(self, record: LogRecord) -> str:
        """The line of a record."""
        request_id = g.get("request_id", "-") if has_request_context() else "-"
        facts = " ".join(f"{k}={v}" for k, v in vars(record).items() if k not in _OWN)
        line = (
            f"{self.formatTime(record)} {record.levelname} {record.name} [{request_id}]"
            f" {record.getMessage()}"
        )
        line = f"{line} {facts}" if facts else line
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def set_up_logs(level: str) -> None:
    """Send what the product logs to the standard error, once."""
    # The queue tells every task it does; of that only what goes wrong is worth a line.
    for name, of_level in (("pb", level), ("huey", "WARNING")):
        logger = logging.getLogger(name)
        logger.setLevel(of_level)
        if not logger.handlers:
            handler = StreamHandler()
            handler.setFormatter(Line())
            logger.addHandler(handler)
