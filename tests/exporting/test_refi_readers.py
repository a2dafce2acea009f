"""REFI-QDA projects read by another library (extra ``readers``): codes, users and quoted words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer.exporting import export
from reviewer.exporting.choice import Choice
from reviewer.store import Store

STORES = ["sample", pytest.param("published", marks=pytest.mark.corpus)]


def project(given: Store, folder: Path) -> Any:
    """The project as the library has it. It reads sources of text, and no PDF."""
    try:
        import pyqdpx
    except (ImportError, SyntaxError):
        # Its way of writing needs Python 3.12.
        pytest.skip("needs pyqdpx, and Python 3.12 for it")
    path, _ = export(given, "qdpx", folder, choice=Choice(sources=False))
    return pyqdpx.QDPX(str(path)).get_project()


@pytest.mark.parametrize("name", STORES)
def test_every_coding_is_read_with_its_words(
    name: str, request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given: Store = request.getfixturevalue(name)
    read = project(given, tmp_path)
    texts = {}
    for row in given.reports():
        text = given.source_text(row.id).text
        parts = [
            text[start:end]
            for one in (*given.findings(row.id), *given.judgements(row.id))
            for start, end in one.spans
        ]
        texts[text] = sorted(parts)
    found: dict[str, list[str]] = {text: [] for text in texts}
    for source in read.sources.values():
        # The library counts two for a character beyond the first plane, as NVivo does; there is none here.
        assert all(ord(character) < 0x10000 for character in source.text_content)
        found[source.text_content] += [one.text for one in source.coded_selections.values()]
    assert {text: sorted(parts) for text, parts in found.items()} == texts
    said = capsys.readouterr().out
    assert "Warning" not in said
    assert "Error" not in said


def test_codes_and_users_are_known(sample: Store, tmp_path: Path) -> None:
    read = project(sample, tmp_path)
    names = {code.name for code in read.codes.values()}
    assert {"Theme", "Kind", "Polarity", "Status"} <= names
    assert any(user.name == "ada" for user in read.users.values())
    codings = [one for source in read.sources.values() for one in source.coded_selections.values()]
    assert all(one.code.name in names for one in codings)
