"""The application: the only file that knows every floor."""

import logging
from dataclasses import dataclass, field

from flask import Flask

from pb import web
from pb.config import REPOSITORY, Mode, Settings
from pb.gateways.clock import Clock, SystemClock
from pb.gateways.identity import ClaimNames, OpenIdProvider, Registration
from pb.gateways.keys import Keys
from pb.gateways.passwords import Passwords
from pb.gateways.storage import FolderStorage, Storage
from pb.records.base import db
from pb.web.logs import set_up_logs

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Gateways:
    """The outside world this application talks to."""

    storage: Storage
    clock: Clock = field(default_factory=SystemClock)
    passwords: Passwords = field(default_factory=Passwords)
    identity: OpenIdProvider | None = None
    """The state's sign-in; None where it is not set."""


def create_app(settings: Settings, gateways: Gateways | None = None) -> Flask:
    """Make the application from its settings; tests and the demonstration pass own gateways."""
    app = Flask("pb", static_folder=None, template_folder="web/templates")
    set_up_logs(settings.log_level)
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings),
        MAX_CONTENT_LENGTH=16 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=1 * MEGABYTE,
        MAX_FORM_PARTS=400,
        # What a form needs; who signed in has a cookie of its own.
        SESSION_COOKIE_NAME="form" if settings.mode is not Mode.PRODUCTION else "__Host-form",
        SESSION_COOKIE_SECURE=settings.mode is Mode.PRODUCTION,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        BABEL_DEFAULT_LOCALE="ky",
        BABEL_TRANSLATION_DIRECTORIES=str(REPOSITORY / "translations"),
        BABEL_DEFAULT_TIMEZONE="Asia/Bishkek",
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=list(settings.hosts) or None,
        RATELIMIT_STORAGE_URI=settings.limits_url,
    )
    app.extensions["pb"] = web.Surroundings(
        storage=gateways.storage if gateways else FolderStorage(settings.data_folder / "files"),
        clock=gateways.clock if gateways else SystemClock(),
        keys=Keys(settings.pepper),
        passwords=gateways.passwords if gateways else Passwords(),
        identity=gateways.identity if gateways else _identity(settings),
        is_demonstration=settings.mode is Mode.DEMONSTRATION,
        takes_passes=settings.mode is not Mode.PRODUCTION,
        trusted_proxies=settings.trusted_proxies,
    )
    db.init_app(app)
    web.set_up(app)
    return app


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.database_url.startswith("sqlite"):
        return {}
    return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8, "pool_timeout": 2}


def _identity(settings: Settings) -> OpenIdProvider | None:
    if not settings.openid_issuer:
        return None
    return OpenIdProvider(
        Registration(
            issuer=settings.openid_issuer,
            client_id=settings.openid_client_id,
            client_secret=settings.openid_client_secret,
            scopes=settings.openid_scopes,
            response_mode=settings.openid_response_mode,
            token_auth=settings.openid_token_auth,
            claims=ClaimNames(
                pin=settings.openid_claim_pin,
                name=settings.openid_claim_name,
                born=settings.openid_claim_born,
                sex=settings.openid_claim_sex,
                phone=settings.openid_claim_phone,
            ),
            may_be_plain=settings.mode is not Mode.PRODUCTION,
        )
    )
