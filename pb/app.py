"""The application: the only file that knows every floor."""

import logging
from dataclasses import dataclass, field
from importlib import import_module
from typing import cast

from flask import Flask

from pb import web
from pb.config import REPOSITORY, Mode, Settings, Sms
from pb.gateways.clock import Clock, SystemClock
from pb.gateways.identity import ClaimNames, OpenIdProvider, Registration
from pb.gateways.keys import Keys
from pb.gateways.passwords import Passwords
from pb.gateways.queue import HueyQueue, NullQueue, Queue
from pb.gateways.sms import ConsoleGateway, HttpGateway, NullGateway, SmsGateway
from pb.gateways.storage import FolderStorage, Storage
from pb.records.base import db, guard
from pb.rules.messages import Tariff
from pb.rules.money import Tyiyn
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
    sms: SmsGateway | None = field(default_factory=NullGateway)
    queue: Queue = field(default_factory=NullQueue)


def create_app(settings: Settings, gateways: Gateways | None = None) -> Flask:
    """Make the application from its settings; tests and the demonstration pass own gateways."""
    gateways = gateways or _gateways(settings)
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
        storage=gateways.storage,
        clock=gateways.clock,
        keys=Keys(settings.pepper),
        passwords=gateways.passwords,
        identity=gateways.identity,
        queue=gateways.queue,
        sms=gateways.sms,
        tariff=_tariff(settings),
        is_demonstration=settings.mode is Mode.DEMONSTRATION,
        takes_passes=settings.mode is not Mode.PRODUCTION,
        trusted_proxies=settings.trusted_proxies,
    )
    db.init_app(app)
    with app.app_context():
        guard(db.engine)
    web.set_up(app)
    return app


def surroundings_of(app: Flask) -> web.Surroundings:
    """What the doors of an application are handed, for the terminal's door as well."""
    return cast(web.Surroundings, app.extensions["pb"])


def queue_of(settings: Settings) -> HueyQueue:
    """The queue of an installation: the server nudges it, the worker works by it."""
    return HueyQueue(settings.data_folder, settings.queue_url, settings.secret_key)


def storage_of(settings: Settings) -> Storage:
    """Where the papers and photos of an installation are kept."""
    if not settings.storage_bucket:
        return FolderStorage(settings.data_folder / "files")
    # Its library is large and an extra: loaded only where a bucket is set.
    buckets = import_module("pb.gateways.buckets")
    kept: Storage = buckets.bucket_storage(
        settings.storage_url,
        settings.storage_region,
        settings.storage_bucket,
        settings.storage_user,
        settings.storage_secret,
    )
    return kept


def _gateways(settings: Settings) -> Gateways:
    return Gateways(
        storage_of(settings),
        SystemClock(),
        Passwords(),
        _identity(settings),
        _sms(settings),
        queue_of(settings),
    )


def _sms(settings: Settings) -> SmsGateway | None:
    if settings.sms is Sms.HTTP:
        return HttpGateway(settings.sms_url, settings.sms_token, settings.sms_sender)
    if settings.sms is Sms.CONSOLE:
        return ConsoleGateway(is_production=settings.mode is Mode.PRODUCTION)
    return None


def _tariff(settings: Settings) -> Tariff:
    cap = Tyiyn(settings.sms_daily_cap)
    return Tariff(Tyiyn(settings.sms_price), cap, Tyiyn(settings.sms_place_cap or cap))


def _engine_options(settings: Settings) -> dict[str, object]:
    # What is written may be personal, and an error of the database would repeat it in the log.
    options: dict[str, object] = {"hide_parameters": True}
    if settings.database_url.startswith("sqlite"):
        return options
    pool = {"pool_size": 8, "max_overflow": 8, "pool_timeout": 2}
    return options | pool


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
