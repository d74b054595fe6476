"""Settings: every name, type and default; read once at the start, a missing one stops it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]


class Mode(StrEnum):
    """What the system is run for."""

    PRODUCTION = "production"
    DEMONSTRATION = "demonstration"
    TEST = "test"


class SettingsError(Exception):
    """A setting is missing or cannot be; the text says which and how to mend it."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between one installation and another.

    The environment names each as PB_ and its name in capitals: PB_DATABASE_URL.
    """

    secret_key: str
    """Signs sessions and forms; at least 32 characters, different on every installation."""
    pepper: str
    """Hashes and locks personal data; kept apart from the database and its backups."""
    database_url: str
    """sqlite:////path/to/file.db or postgresql+psycopg://user@host/name."""
    data_folder: Path
    """Where papers and photos are kept."""
    mode: Mode = Mode.PRODUCTION
    """production, demonstration (fictional places only, cookies without https) or test."""
    trusted_proxies: int = 0
    """How many proxies in front of the server may say who the client is."""
    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """The settings of this process.

        Raises:
            SettingsError: naming the setting that is missing or wrong.
        """
        environment = os.environ if environment is None else environment
        given = {
            field.name: environment[f"PB_{field.name.upper()}"]
            for field in fields(cls)
            if environment.get(f"PB_{field.name.upper()}")
        }
        for name in ("secret_key", "pepper", "database_url", "data_folder"):
            if name not in given:
                raise SettingsError(
                    f"The setting PB_{name.upper()} is missing."
                    " README.md, section Settings, says what it is and how to make one."
                )
        for name in ("secret_key", "pepper"):
            if len(given[name]) < 32:
                raise SettingsError(
                    f"PB_{name.upper()} is shorter than 32 characters. Make one with:"
                    ' python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
                )
        try:
            return cls(
                secret_key=given["secret_key"],
                pepper=given["pepper"],
                database_url=given["database_url"],
                data_folder=Path(given["data_folder"]),
                mode=Mode(given.get("mode", Mode.PRODUCTION)),
                trusted_proxies=int(given.get("trusted_proxies", "0")),
                log_level=given.get("log_level", "INFO"),
            )
        except ValueError as error:
            raise SettingsError(f"A setting cannot be what it says: {error}.") from error
