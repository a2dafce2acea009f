"""XML as REFI-QDA wants it, written piece by piece, without characters that XML forbids."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from reviewer.exporting.refi_codes import GROUPS, Code, CodeTree, guid

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    """Text as XML can hold it: one character for one, U+FFFD for what it cannot."""
    return _FORBIDDEN.sub("\ufffd", text)


def element(name: str, attributes: dict[str, str | None], *children: str) -> str:
    """An element on lines of its own; attributes that are None are left out, those of texts are escaped."""
    given = "".join(
        f' {key}="{_quoted(allowed(value))}"' for key, value in attributes.items() if value is not None
    )
    inside = "".join(children)
    return f"<{name}{given}>\n{inside}</{name}>\n" if inside else f"<{name}{given}/>\n"


def _quoted(value: str) -> str:
    """An attribute's value. The standard library's own way to quote it would load the network's modules."""
    for char, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\n", "&#10;")):
        value = value.replace(char, name)
    return value.replace("\r", "&#13;").replace("\t", "&#9;")


def text_element(name: str, text: str) -> str:
    """An element that holds text; nothing where there is none."""
    return f"<{name}>{escape(allowed(text.replace(chr(13), '')), quote=False)}</{name}>\n" if text else ""


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
