"""Named choices of what is exported and how, kept in a file of the reviewer's own settings.

``recipes.toml`` holds a table a recipe: ``format``, one or a list, those fields of
:class:`~reviewer.exporting.choice.Choice` that choose something, and the folder that it writes to
(``output``), where it has one. A recipe can also be a file of its own, with the same fields and no table, to
hand on.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from reviewer.exporting.choice import Choice
from reviewer.exporting.files import ExportError
from reviewer.exporting.tables import DECISIONS

_LISTS: Final = frozenset({"reports", "authorities", "document_types", "decisions", "fields"})
_FLAGS: Final = frozenset({"reviewed", "follow_ups", "sources"})
_DATES: Final = frozenset({"inspected_from", "inspected_to"})
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Formats and a choice, under a name; ``output`` is the folder, empty where it is asked for."""

    name: str
    formats: tuple[str, ...]
    choice: Choice
    output: str = ""


def place() -> Path:
    """Where the reviewer's own recipes are. Makes nothing."""
    import platformdirs

    return Path(platformdirs.user_config_dir("Reviewer", appauthor=False)) / "recipes.toml"


def recipes(path: Path | None = None) -> dict[str, Recipe]:
    """The recipes of a file, by name; none where there is no such file. Raises ExportError."""
    path = path or place()
    if not path.exists():
        return {}
    return {name: _recipe(name, value, path) for name, value in _read(path).items()}


def find(name: str, path: Path | None = None) -> Recipe:
    """The recipe of this name; one that ends in .toml is a file. Raises ExportError where there is none."""
    if name.lower().endswith(".toml"):
        file = Path(name)
        if not file.is_file():
            raise ExportError(f"There is no recipe at {file}.")
        return _recipe(file.stem, _read(file), file)
    known = recipes(path)
    if name not in known:
        listed = ", ".join(sorted(known)) or "none yet"
        raise ExportError(f"There is no recipe {name!r}. Recipes: {listed}.")
    return known[name]


def parse(name: str, text: str) -> Recipe:
    """The recipe that :func:`to_toml` wrote. Raises ExportError."""
    try:
        return _recipe(name, tomllib.loads(text), Path(name))
    except tomllib.TOMLDecodeError as error:
        raise ExportError(f"This is no recipe: {error}.") from error


def save(recipe: Recipe, path: Path | None = None) -> Path:
    """Keep a recipe under its name, in place of an earlier one; return the file. Raises ExportError."""
    path = path or place()
    if not recipe.name.strip() or recipe.name.lower().endswith(".toml"):
        raise ExportError("A recipe needs a name that does not end in .toml.")
    kept = {**recipes(path), recipe.name: recipe}
    _write(path, kept)
    return path


def remove(name: str, path: Path | None = None) -> None:
    """Take a recipe out. Raises ExportError where it is not there."""
    path = path or place()
    kept = recipes(path)
    if kept.pop(name, None) is None:
        raise ExportError(f"There is no recipe {name!r}.")
    _write(path, kept)


def _write(path: Path, kept: dict[str, Recipe]) -> None:
    content = "\n".join(f"[{_quoted(name)}]\n{to_toml(kept[name])}" for name in sorted(kept))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(content, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError as error:
        raise ExportError(f"The recipe can't be kept at {path}: {error.strerror or error}.") from error


def to_toml(recipe: Recipe) -> str:
    """The lines of a recipe, as a file of its own holds them."""
    one = recipe.formats[0] if len(recipe.formats) == 1 else recipe.formats
    lines = [f"format = {_toml(one)}"]
    if recipe.output:
        lines.append(f"output = {_quoted(recipe.output)}")
    plain = asdict(Choice())
    for name, value in asdict(recipe.choice).items():
        if value != plain[name]:
            lines.append(f"{name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _quoted(value)
    assert isinstance(value, list | tuple)
    return f"[{', '.join(_quoted(one) for one in value)}]"


def _quoted(text: str) -> str:
    """A string of TOML; JSON's are, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ExportError(f"The recipe can't be read at {path}: {error.strerror or error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExportError(f"{path} is not a recipe: {error}.") from error


def _recipe(name: str, value: object, path: Path) -> Recipe:
    def refuse(why: str) -> ExportError:
        return ExportError(f"The recipe {name!r} in {path} can't be used: {why}.")

    if not isinstance(value, dict):
        raise refuse("it is no table of settings")
    given = dict(value)
    chosen = given.pop("format", None)
    formats = chosen if isinstance(chosen, list) else [chosen]
    if not formats or not all(isinstance(one, str) and one for one in formats):
        raise refuse("it names no format")
    output = given.pop("output", "")
    if not isinstance(output, str):
        raise refuse("output is no folder")
    unknown = sorted(set(given) - {field.name for field in fields(Choice)})
    if unknown:
        raise refuse(f"{unknown[0]} is no setting of a recipe")
    settings: dict[str, Any] = {}
    for setting, one in given.items():
        fault = _fault(setting, one)
        if fault:
            raise refuse(f"{setting} {fault}")
        settings[setting] = tuple(one) if setting in _LISTS else one
    return Recipe(name, tuple(formats), Choice(**settings), output)


def is_date(value: object) -> bool:
    """Whether a value is an ISO date, or the beginning of one: a year, a month."""
    return isinstance(value, str) and _DATE.fullmatch(value) is not None


def _fault(setting: str, value: object) -> str:
    """What is wrong with a setting; nothing where all is well."""
    if setting in _LISTS:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return "is no list of texts"
        if setting == "decisions" and not set(value) <= set(DECISIONS):
            return f"knows {', '.join(DECISIONS)}"
    elif setting in _FLAGS and not isinstance(value, bool):
        return "is neither true nor false"
    elif setting in _DATES and not is_date(value):
        return "is no date such as 2026-03-01"
    return ""
