"""The folder of the demonstration, var/demo: its keys, its database, its files, and nothing else.

It is cleaned before each new demonstration, so it has to be known for certain that it is ours.
"""

import fcntl
import os
import secrets
import shutil
from pathlib import Path

from pb.cli.stopping import Stop
from pb.config import Mode, Settings, Sms
from pb.documents.words import N_, catalogue
from pb.gateways.storage import FolderStorage
from pb.records import schema

NOT_OURS = N_(
    "The folder %(folder)s was not made by a demonstration, so it is not touched. Move it away"
    " or start in another folder."
)
IN_USE = N_(
    "A demonstration is running from %(folder)s already. Stop it with Ctrl-C, or start in another"
    " folder."
)
NOT_WRITABLE = N_(
    "The folder %(folder)s cannot be written: %(reason)s. Get the right to write there or start in"
    " another folder."
)

KEYS, BUILT, LOCK, MESSAGES = "keys", "built", "lock", "messages.log"
DATABASES = [f"{name}.db{part}" for name in ("pb", "queue") for part in ("", "-wal", "-shm")]
PARTS = (*DATABASES, "pb.db.lock", "files", "papers", MESSAGES, BUILT)
"""Everything a demonstration writes beside its keys and its lock."""


def demonstration_settings(start: Path) -> Settings | None:
    """The settings of the demonstration under a folder, served or not; None where none is whole."""
    path = start.resolve() / "var" / "demo"
    if not (path / BUILT).is_file() or not (path / KEYS).is_file():
        return None
    return _settings(path, (path / KEYS).read_text(encoding="ascii").splitlines())


def _settings(path: Path, keys: list[str]) -> Settings:
    return Settings(
        secret_key=keys[0],
        pepper=keys[1],
        database_url=f"sqlite:///{path / 'pb.db'}",
        data_folder=path,
        mode=Mode.DEMONSTRATION,
        sms=Sms.CONSOLE,
    )


class DemonstrationFolder:
    """var/demo under the folder the command was started in."""

    def __init__(self, start: Path, language: str) -> None:
        """Open it, make it where it is not there, and hold it for this process.

        Raises:
            Stop: it is not ours, in use, or cannot be written.
        """
        self.path = start.resolve() / "var" / "demo"
        self._say = catalogue(language).gettext
        try:
            self._refuse_others()
            self.path.mkdir(parents=True, exist_ok=True)
            self._hold()
            self._keys = self._read_or_make_keys()
        except OSError as error:
            facts = {"folder": self.path, "reason": error.strerror or error}
            raise Stop(self._say(NOT_WRITABLE) % facts) from error

    @property
    def settings(self) -> Settings:
        """The settings of the demonstration; the environment has no say in them."""
        return _settings(self.path, self._keys)

    @property
    def storage(self) -> FolderStorage:
        """Where its papers and photos are kept."""
        return FolderStorage(self.path / "files")

    @property
    def is_built(self) -> bool:
        """Whether a whole demonstration is here."""
        return (self.path / BUILT).exists()

    @property
    def messages(self) -> Path:
        """Where the messages to the people of the demonstration can be read."""
        return self.path / MESSAGES

    def clean(self) -> None:
        """Take away what an earlier demonstration left, and make an empty database."""
        for name in PARTS:
            part = self.path / name
            if part.is_dir() and not part.is_symlink():
                shutil.rmtree(part)
            else:
                part.unlink(missing_ok=True)
        schema.migrate(self.settings.database_url)

    def finish(self) -> None:
        """Remember that the demonstration is whole."""
        (self.path / BUILT).touch()

    def let_go(self) -> None:
        """Let another process have the folder."""
        os.close(self._held)

    def paper(self, name: str, content: bytes) -> Path:
        """A copy of a paper under a name people can read."""
        path = self.path / "papers" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    def environment(self) -> dict[str, str]:
        """The environment of a server of this demonstration: no setting of another installation."""
        settings = self.settings
        others = {name: value for name, value in os.environ.items() if not name.startswith("PB_")}
        return others | {
            "PB_SECRET_KEY": settings.secret_key,
            "PB_PEPPER": settings.pepper,
            "PB_DATABASE_URL": settings.database_url,
            "PB_DATA_FOLDER": str(settings.data_folder),
            "PB_MODE": settings.mode.value,
            "PB_SMS": settings.sms.value,
            "PB_LOG_LEVEL": "WARNING",
        }

    def _refuse_others(self) -> None:
        linked = any(path.is_symlink() for path in (self.path, self.path.parent))
        full = self.path.exists() and any(self.path.iterdir())
        if linked or (full and not (self.path / KEYS).is_file()):
            raise Stop(self._say(NOT_OURS) % {"folder": self.path})

    def _hold(self) -> None:
        self._held = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.let_go()
            raise Stop(self._say(IN_USE) % {"folder": self.path}) from error
        # The server this process becomes holds the folder as long as it runs.
        os.set_inheritable(self._held, True)

    def _read_or_make_keys(self) -> list[str]:
        path = self.path / KEYS
        if not path.exists():
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(made, "w", encoding="ascii") as file:
                file.write("".join(f"{secrets.token_urlsafe(48)}\n" for _ in range(2)))
        return path.read_text(encoding="ascii").splitlines()
