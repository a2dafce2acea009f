"""What the window remembers between two starts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from reviewer.ui.theme import Face, Scheme

_RECENT = 8


class Settings:
    """The platform's own place for settings, or one file."""

    def __init__(self, file: Path | None = None) -> None:
        self._settings = (
            QSettings("Reviewer", "Reviewer")
            if file is None
            else QSettings(str(file), QSettings.Format.IniFormat)
        )

    @property
    def reviewer(self) -> str:
        """The name that edits are signed with; empty for the user's name on this machine."""
        return str(self._settings.value("reviewer", ""))

    @reviewer.setter
    def reviewer(self, name: str) -> None:
        self._settings.setValue("reviewer", name)

    @property
    def scheme(self) -> Scheme:
        """Light, dark, or as the system says."""
        value = self._settings.value("scheme", "system")
        return value if value in ("light", "dark", "contrast") else "system"

    @scheme.setter
    def scheme(self, scheme: Scheme) -> None:
        self._settings.setValue("scheme", scheme)

    @property
    def face(self) -> Face:
        """What reports are set in."""
        return "sans" if self._settings.value("face", "serif") == "sans" else "serif"

    @face.setter
    def face(self, face: Face) -> None:
        self._settings.setValue("face", face)

    @property
    def zoom(self) -> float:
        """How much larger than the system's the text is."""
        try:
            return float(str(self._settings.value("zoom", 1.0)))
        except ValueError:
            return 1.0

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._settings.setValue("zoom", zoom)

    @property
    def stores(self) -> list[Path]:
        """The stores opened last, the latest first, that are still there."""
        value = self._settings.value("stores", [])
        paths = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(path) for path in paths if Path(path).is_file()]

    def add_store(self, path: Path) -> None:
        """Remember that a store was opened."""
        known = [str(path.absolute()), *(str(one) for one in self.stores)]
        self._settings.setValue("stores", list(dict.fromkeys(known))[:_RECENT])

    def last_report(self, store: Path) -> str:
        """The SHA-256 of the report that was open in a store, empty where none was."""
        return str(self._settings.value(f"last_report/{_key(store)}", ""))

    def set_last_report(self, store: Path, sha256: str) -> None:
        """Remember which report is open in a store."""
        self._settings.setValue(f"last_report/{_key(store)}", sha256)

    def folder(self, purpose: str) -> str:
        """The folder used last for a purpose, empty for none."""
        return str(self._settings.value(f"folders/{purpose}", ""))

    def set_folder(self, purpose: str, folder: Path) -> None:
        """Remember the folder used for a purpose."""
        self._settings.setValue(f"folders/{purpose}", str(folder))

    def choice(self, name: str, default: str) -> str:
        """A choice among several, by its name."""
        return str(self._settings.value(f"choices/{name}", default))

    def set_choice(self, name: str, value: str) -> None:
        """Save a choice among several."""
        self._settings.setValue(f"choices/{name}", value)

    def keys(self, action: str) -> tuple[str, ...] | None:
        """The keys chosen for an action, in Qt's portable writing; None where none were chosen."""
        value = self._settings.value(f"keys/{action}")
        return None if value is None else tuple(key for key in str(value).split("\n") if key)

    def set_keys(self, action: str, keys: tuple[str, ...] | None) -> None:
        """Keep the keys chosen for an action; None for the usual ones."""
        if keys is None:
            self._settings.remove(f"keys/{action}")
        else:
            self._settings.setValue(f"keys/{action}", "\n".join(keys))

    def state(self, part: str) -> QByteArray | None:
        """The saved layout of a part of the window."""
        value = self._settings.value(f"layout/{part}")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def set_state(self, part: str, state: QByteArray) -> None:
        """Save the layout of a part of the window."""
        self._settings.setValue(f"layout/{part}", state)

    def flag(self, name: str, default: bool) -> bool:
        """A choice of yes or no."""
        return str(self._settings.value(name, default)).casefold() == "true"

    def set_flag(self, name: str, value: bool) -> None:
        """Save a choice of yes or no."""
        self._settings.setValue(name, "true" if value else "false")

    def save(self) -> None:
        """Write to the disk now."""
        self._settings.sync()


def _key(path: Path) -> str:
    """A path as a key: slashes would nest it."""
    return str(path.absolute()).replace("\\", "|").replace("/", "|")
