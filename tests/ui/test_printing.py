"""The report for reading as a PDF file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from reviewer.exporting import export
from reviewer.store import Store
from reviewer.ui.printing import to_pdf
from tests import factories


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "reviewer.sqlite", reviewer="ada") as opened:
        given = factories.report()
        report_id = opened.import_report(
            given.document, given.extraction, given.original, name=given.name
        ).report_id
        opened.flag(
            opened.findings(report_id)[0].id, reason="Ask for figures", owner="Bo Lind", due="2026-05-01"
        )
        yield opened


def test_it_prints_the_words_on_a4(store: Store, tmp_path: Path, qtbot: QtBot) -> None:
    (path,) = export(store, "pdf", tmp_path, printer=to_pdf)
    printed = pypdfium2.PdfDocument(path)
    try:
        assert printed.get_page_size(0) == pytest.approx((595, 842), abs=1)
        assert printed.get_metadata_dict()["Title"] == "Northmere"
        pages = []
        for page in printed:
            words = page.get_textpage()
            pages.append(words.get_text_range())
            words.close()
            page.close()
    finally:
        printed.close()
    said = " ".join(" ".join(pages).split())
    for words in ("Families in Northmere get help early", "Ask for figures", "Findings by theme", "Bo Lind"):
        assert words in said


def test_the_same_page_gives_the_same_bytes(qtbot: QtBot) -> None:
    page = "<!DOCTYPE html><html><head><title>A &amp; B</title></head><body><p>Words.</p></body></html>"
    first = to_pdf(page)
    time.sleep(1.1)  # The moment of printing has seconds.
    assert to_pdf(page) == first
    assert b"D:20000101000000" in first
