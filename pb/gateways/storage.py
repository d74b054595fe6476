"""Where the bytes of papers and photos are kept, named by their SHA-256."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol


class Storage(Protocol):
    """A keeper of bytes that never change."""

    def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256 in hex is their name."""

    def get(self, name: str) -> bytes:
        """The bytes of a name.

        Raises:
            LookupError: nothing is kept under it, or what is kept is no longer what was put there.
        """

    def where(self, name: str) -> str:
        """Where the bytes of a name lie, for whoever keeps the installation."""


class FolderStorage:
    """Files in a folder; a file is complete on the disk before its name is known to anyone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256 in hex is their name."""
        name = hashlib.sha256(content).hexdigest()
        path = self.path_of(name)
        if path.exists():
            return name
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
        return name

    def get(self, name: str) -> bytes:
        """The bytes of a name; a flipped bit is an error, never a paper.

        Raises:
            LookupError: nothing is kept under it, or it is damaged.
        """
        try:
            content = self.path_of(name).read_bytes()
        except OSError as error:
            raise LookupError(name) from error
        if hashlib.sha256(content).hexdigest() != name:
            raise LookupError(f"{name} is damaged")
        return content

    def path_of(self, name: str) -> Path:
        """The file of a name."""
        return self._folder / name[:2] / name

    def where(self, name: str) -> str:
        """Where the bytes of a name lie."""
        return str(self.path_of(name))


class MemoryStorage:
    """Keeps everything in memory: for tests."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, content: bytes) -> str:
        """Keep the bytes; their SHA-256 in hex is their name."""
        name = hashlib.sha256(content).hexdigest()
        self._kept[name] = content
        return name

    def get(self, name: str) -> bytes:
        """The bytes of a name.

        Raises:
            LookupError: nothing is kept under it.
        """
        try:
            return self._kept[name]
        except KeyError as error:
            raise LookupError(name) from error

    def where(self, name: str) -> str:
        """Where the bytes of a name lie."""
        return f"memory:{name}"
