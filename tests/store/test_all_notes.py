"""The notes of all reports, with what they are on."""

from __future__ import annotations

from reviewer.store import Store
from tests import factories


def test_notes_of_all_reports_say_what_they_are_on(store: Store, report_id: int) -> None:
    other = factories.report(original=b"%PDF other", authority="Ashby")
    second = store.import_report(other.document, other.extraction, other.original, name="ashby.pdf").report_id
    finding, section = store.findings(report_id)[1], store.sections(report_id)[0]
    store.add_note(report_id, "On a finding.", finding.id)
    store.add_note(report_id, "On a section.", section_id=section.id)
    store.add_note(second, "On the report.")
    store.set_wording(finding.id, "Said otherwise.")
    found = {row.note.body: row for row in store.all_notes()}
    assert list(found) == ["On the report.", "On a section.", "On a finding."], "the latest first"
    on_finding, on_section, on_report = (
        found[f"On {what}."] for what in ("a finding", "a section", "the report")
    )
    assert (on_finding.finding_text, on_finding.finding_number) == ("Said otherwise.", finding.number)
    assert (on_section.heading, on_section.finding_text) == (section.heading, None)
    assert (on_report.authority, on_report.source_name) == ("Ashby", "ashby.pdf")
    assert (on_report.heading, on_report.finding_text) == (None, None)
