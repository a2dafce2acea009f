"""The report for reading as a PDF file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from reviewer.exporting import export
from reviewer.exporting.html_parts import table_heads
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


def words_of(path: Path) -> list[str]:
    """The words of each page."""
    printed = pypdfium2.PdfDocument(path)
    try:
        pages = []
        for page in printed:
            words = page.get_textpage()
            pages.append(" ".join(words.get_text_range().split()))
            words.close()
            page.close()
        return pages
    finally:
        printed.close()


def test_it_prints_the_words_on_a4(store: Store, tmp_path: Path, qtbot: QtBot) -> None:
    (path,) = export(store, "pdf", tmp_path, printer=to_pdf)
    printed = pypdfium2.PdfDocument(path)
    try:
        assert printed.get_page_size(0) == pytest.approx((595, 842), abs=1)
        assert printed.get_metadata_dict()["Title"] == "Northmere: ILACS inspection, 4 Mar 2024"
    finally:
        printed.close()
    said = " ".join(words_of(path))
    for words in ("Families in Northmere get help early", "Ask for figures", "Findings by theme", "Bo Lind"):
        assert words in said


def test_each_report_begins_a_page(store: Store, tmp_path: Path, qtbot: QtBot) -> None:
    given = factories.report(original=b"%PDF other", authority="Ashby")
    store.import_report(given.document, given.extraction, given.original, name="ashby.pdf")
    (path,) = export(store, "pdf", tmp_path, printer=to_pdf)
    pages = words_of(path)
    assert pages[0].startswith("Findings of inspection reports")
    assert "Ashby: ILACS inspection" in pages[0]
    assert [page for page in pages[1:] if page.startswith("Northmere: ILACS inspection, 4 Mar 2024")]


def test_long_findings_keep_their_table_short(qtbot: QtBot, tmp_path: Path) -> None:
    """A column of sentences takes the room that the others leave: a line of each in a column is no table."""
    heads = table_heads(("No.", "Finding", "Theme"), (5, 70, 25))
    rows = "".join(
        f"<tr><td>{n}</td><td>{'Children wait for help. ' * 6}</td><td>Planning and review</td></tr>"
        for n in range(50)
    )
    page = f"<html><body><table>\n<caption>All</caption>\n{heads}{rows}</tbody>\n</table></body></html>"
    path = tmp_path / "table.pdf"
    path.write_bytes(to_pdf(page))
    pages = words_of(path)
    assert len(pages) == 2
    assert all("No.FindingTheme" in one.replace(" ", "") for one in pages), "the heads are on each page"


def test_the_same_page_gives_the_same_bytes(qtbot: QtBot) -> None:
    page = "<!DOCTYPE html><html><head><title>A &amp; B</title></head><body><p>Words.</p></body></html>"
    first = to_pdf(page)
    time.sleep(1.1)  # The moment of printing has seconds.
    assert to_pdf(page) == first
    assert b"D:20000101000000" in first
