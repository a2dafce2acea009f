"""An authority over the years as a part of the report for reading."""

from __future__ import annotations

import re
from pathlib import Path

from reviewer.exporting import export
from reviewer.exporting.choice import Choice
from reviewer.store import Store


def page_of(store: Store, folder: Path, **choice: object) -> str:
    (path,) = export(store, "html", folder, choice=Choice(**choice))  # type: ignore[arg-type]
    return path.read_text(encoding="utf-8")


def test_report_for_reading_shows_an_authority_over_the_years(sample: Store, tmp_path: Path) -> None:
    page = page_of(sample, tmp_path)
    assert page.count('<section id="years-') == 1
    assert '<a href="#years-0">Northmere over the years</a>' in page
    assert page.index('id="years-0"') > page.index("Northmere")
    assert "<caption>Judgements</caption>" in page.partition('id="years-0"')[2]


def test_its_pictures_lead_to_the_words(sample: Store, tmp_path: Path) -> None:
    page = page_of(sample, tmp_path)
    section = page.partition('<section id="years-0"')[2].partition("</section>")[0]
    goals = set(re.findall(r'<a href="#([^"]+)"', section))
    assert any(goal.startswith("finding-") for goal in goals)
    assert any(goal.startswith("report-") for goal in goals)
    assert all(f'id="{goal}"' in page for goal in goals)


def test_one_report_makes_no_timeline(sample: Store, tmp_path: Path) -> None:
    assert "over the years" not in page_of(sample, tmp_path, authorities=("Eastwold",))


def test_a_choice_of_findings_is_said(sample: Store, tmp_path: Path) -> None:
    assert "Only chosen findings are counted." in page_of(sample, tmp_path, reviewed=True)
    assert "Only chosen findings are counted." not in page_of(sample, tmp_path / "all")
