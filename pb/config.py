"""Settings: every name, type and default; read once at the start, a missing one stops it."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]

HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]")
ISSUER = re.compile(r"https://[^\s/?#@]+(/[^\s?#]*)?")
_SAFE_URL = re.compile(r"https://|http://(127\.0\.0\.1|\[::1\]|localhost)[:/]")
LOCAL_ISSUER = re.compile(r"http://(127\.0\.0\.1|localhost)(:[0-9]+)?(/[^\s?#]*)?")
CHOICES = {
    "openid_response_mode": ("query", "form_post"),
    "openid_token_auth": ("client_secret_basic", "client_secret_post"),
}
"""Settings that take one of a few words."""


class Mode(StrEnum):
    """What the system is run for."""

    PRODUCTION = "production"
    DEMONSTRATION = "demonstration"
    TEST = "test"


class Sms(StrEnum):
    """Where texts for phones go."""

    NONE = "none"
    CONSOLE = "console"
    HTTP = "http"


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
    """Where papers and photos are kept, unless a bucket is set, and the queue of the worker."""
    mode: Mode = Mode.PRODUCTION
    """production, demonstration (fictional places only, cookies without https) or test."""
    trusted_proxies: int = 0
    """How many proxies in front of the server may say who the client is."""
    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""
    hosts: tuple[str, ...] = ()
    """The names this site is opened at, in small letters; empty lets any name pass."""
    limits_url: str = "memory://"
    """Where tries are counted: memory:// for each process alone, or redis://host:6379/0."""
    openid_issuer: str = ""
    """The state's sign-in, exactly as its discovery page names it; empty is off."""
    openid_client_id: str = ""
    openid_client_secret: str = field(default="", repr=False)
    openid_scopes: str = "openid profile phone"
    openid_response_mode: str = "query"
    openid_token_auth: str = "client_secret_basic"  # noqa: S105 - the name of a method
    openid_claim_pin: str = "pin"
    openid_claim_name: str = "name"
    openid_claim_born: str = "birthdate"
    openid_claim_sex: str = "gender"
    openid_claim_phone: str = "phone_number"
    """What the provider calls each claim."""
    sms: Sms = Sms.NONE
    """none (messages wait until they expire), console (printed) or http."""
    sms_url: str = ""
    """The address of the gateway: https, or http on this machine."""
    sms_token: str = ""
    """What the gateway knows us by."""
    sms_sender: str = ""
    """The name people see as the sender."""
    sms_price: int = 0
    """Tyiyn for one part of a message."""
    sms_daily_cap: int = 0
    """The most tyiyn the whole installation spends in a day on messages."""
    sms_place_cap: int = 0
    """The most tyiyn one municipality spends in a day; 0 is as much as the installation."""
    storage_bucket: str = ""
    """The bucket papers and photos are kept in, by the S3 protocol; "" keeps them in the folder."""
    storage_url: str = ""
    """The endpoint of the bucket; "" is the one its region has at Amazon."""
    storage_region: str = "us-east-1"
    storage_user: str = ""
    storage_secret: str = field(default="", repr=False)
    """What the bucket knows us by."""
    queue_url: str = ""
    """redis://… for the queue of the worker; "" is a file in the data folder."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """The settings of this process.

        Raises:
            SettingsError: naming the setting that is missing or wrong.
        """
        environment = os.environ if environment is None else environment
        given = {
            one.name: environment[f"PB_{one.name.upper()}"]
            for one in fields(cls)
            if environment.get(f"PB_{one.name.upper()}")
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
        read: dict[str, Any] = dict(given)
        try:
            read |= {name: kind(given[name]) for name, kind in _KINDS.items() if name in given}
        except ValueError as error:
            raise SettingsError(f"A setting cannot be what it says: {error}.") from error
        mode = read.get("mode", Mode.PRODUCTION)
        read["hosts"] = _hosts(given.get("hosts", ""), mode)
        _check_words(given)
        _check_openid(given, mode)
        settings = cls(**read)
        _refuse_contradictions(settings)
        return settings


_KINDS: dict[str, Callable[[str], Any]] = {
    "data_folder": Path,
    "mode": Mode,
    "trusted_proxies": int,
    "sms": Sms,
    "sms_price": int,
    "sms_daily_cap": int,
    "sms_place_cap": int,
}
"""What the text of a setting is read as, where it is not a text."""


def _refuse_contradictions(settings: Settings) -> None:
    sms = settings.sms
    if sms is Sms.CONSOLE and settings.mode is Mode.PRODUCTION:
        raise SettingsError(
            "PB_SMS cannot be console in production: people would wait for what is only printed."
            " Set it to http, or to none."
        )
    if min(settings.sms_price, settings.sms_daily_cap, settings.sms_place_cap) < 0:
        raise SettingsError("PB_SMS_PRICE and the caps are money: they cannot be below zero.")
    if sms is Sms.HTTP:
        for name in ("sms_url", "sms_token", "sms_price", "sms_daily_cap"):
            if not getattr(settings, name):
                raise SettingsError(
                    f"The setting PB_{name.upper()} is missing: PB_SMS is http."
                    " README.md, section Settings, says what it is."
                )
        if not _SAFE_URL.match(settings.sms_url):
            raise SettingsError("PB_SMS_URL has to begin with https://: phones and codes go there.")
    _check_bucket(settings)
    if settings.queue_url:
        if not re.match(r"rediss?://|unix://", settings.queue_url):
            raise SettingsError("PB_QUEUE_URL has to begin with redis://, rediss:// or unix://.")
        if find_spec("redis") is None:
            raise SettingsError(
                "PB_QUEUE_URL names Redis, but its library is not installed."
                ' Install it with: pip install "demilge[redis]"'
            )


def _check_bucket(settings: Settings) -> None:
    if not settings.storage_bucket:
        return
    for name in ("storage_user", "storage_secret"):
        if not getattr(settings, name):
            raise SettingsError(
                f"The setting PB_{name.upper()} is missing: PB_STORAGE_BUCKET names a bucket."
                " README.md, section Settings, says what it is."
            )
    if settings.storage_url and not _SAFE_URL.match(settings.storage_url):
        raise SettingsError(
            "PB_STORAGE_URL has to begin with https://: papers and photos go there."
        )
    if find_spec("boto3") is None:
        raise SettingsError(
            "PB_STORAGE_BUCKET names a bucket, but the library for it is not installed."
            ' Install it with: pip install "demilge[s3]"'
        )


def _hosts(said: str, mode: Mode) -> tuple[str, ...]:
    hosts = tuple(host.strip().lower() for host in said.split(",") if host.strip())
    if mode is Mode.PRODUCTION and not hosts:
        raise SettingsError(
            "The setting PB_HOSTS is missing. Name what this site is opened at, without https://"
            " and port, several with commas: PB_HOSTS=demilge.example.kg"
        )
    for host in hosts:
        if not HOST.fullmatch(host):
            raise SettingsError(
                f"PB_HOSTS cannot be what it says: {host!r} is no name of a host. Write it without"
                " https://, port and path: PB_HOSTS=demilge.example.kg"
            )
    return hosts


def _check_words(given: Mapping[str, str]) -> None:
    for name, words in CHOICES.items():
        if name in given and given[name] not in words:
            raise SettingsError(
                f"PB_{name.upper()} cannot be {given[name]!r}. Choose one of: {', '.join(words)}"
            )
    if not re.match(r"(memory|rediss?)://", given.get("limits_url", "memory://")):
        raise SettingsError(
            "PB_LIMITS_URL cannot be what it says. Write memory:// or redis://host:6379/0"
        )


def _check_openid(given: Mapping[str, str], mode: Mode) -> None:
    needed = ("openid_issuer", "openid_client_id", "openid_client_secret")
    missing = [f"PB_{name.upper()}" for name in needed if name not in given]
    if len(missing) < len(needed) and missing:
        raise SettingsError(
            f"The state's sign-in is set by half: {', '.join(missing)} missing."
            " Give all of PB_OPENID_ISSUER, PB_OPENID_CLIENT_ID and PB_OPENID_CLIENT_SECRET, or"
            " none of them."
        )
    issuer = given.get("openid_issuer", "")
    plain = mode is not Mode.PRODUCTION and LOCAL_ISSUER.fullmatch(issuer)
    if issuer and not (plain or ISSUER.fullmatch(issuer)):
        raise SettingsError(
            "PB_OPENID_ISSUER cannot be what it says. Write an address that begins with https://"
            " and has neither ? nor #, exactly as the provider names itself."
        )
    if "openid" not in given.get("openid_scopes", "openid").split():
        raise SettingsError("PB_OPENID_SCOPES cannot be without the word openid.")
