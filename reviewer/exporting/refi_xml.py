"""XML as REFI-QDA wants it, written piece by piece, without characters that XML forbids."""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from reviewer.exporting.refi_codes import GROUPS, Code, CodeTree, guid

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    """Text as XML can hold it: one character for one, U+FFFD for what it cannot."""
    return _FORBIDDEN.sub("\ufffd", text)


def element(name: str, attributes: dict[str, str | None], *children: str) -> str:
    """An element on lines of its own; attributes that are None are left out, those of texts are escaped."""
    given = "".join(
        f" {key}={quoteattr(allowed(value))}" for key, value in attributes.items() if value is not None
    )
    inside = "".join(children)
    return f"<{name}{given}>\n{inside}</{name}>\n" if inside else f"<{name}{given}/>\n"


def text_element(name: str, text: str) -> str:
    """An element that holds text; nothing where there is none."""
    return f"<{name}>{escape(allowed(text.replace(chr(13), '')))}</{name}>\n" if text else ""


def codes(tree: CodeTree) -> str:
    """The element ``Codes``: each group, with its codes inside."""
    groups = [
        element(
            "Code",
            {"guid": guid("group", group), "name": group, "isCodable": "false"},
            text_element("Description", GROUPS[group]),
            *(_code(code) for code in members),
        )
        for group, members in tree.groups()
    ]
    return element("Codes", {}, *groups)


def _code(code: Code) -> str:
    return element(
        "Code",
        {"guid": code.guid, "name": code.name, "isCodable": "true", "color": code.colour},
        text_element("Description", code.description),
    )
