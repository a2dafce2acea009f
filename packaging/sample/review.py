"""Do a morning's review of the sample project, for pictures that show the program in use.

``python packaging/sample/review.py STORE NAME``, with the sample reports in the store. A finding that is
looked for and not there ends it with an error: then the sample or its extraction has changed.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

from reviewer.store import FindingRow, Store

DAYS_TO_ANSWER = 21


def review(store: Store) -> None:
    """Decide the whole letter and a part of the single inspection; flag, correct and note on the way."""
    reports = {report.document_type: report.id for report in store.reports()}
    letter, inspection = reports["cra_letter"], reports["sif"]
    store.accept([finding.id for finding in store.findings(letter)])
    findings = store.findings(inspection)
    for judgement in store.judgements(inspection):
        store.accept_judgement(judgement.id)
    store.accept([finding.id for finding in findings if finding.number and int(finding.number) <= 30])
    store.reject([_saying(findings, "The paragraphs that follow").id])
    minutes = _saying(findings, "The circulation of conference minutes")
    due = date.today() + timedelta(days=DAYS_TO_ANSWER)  # noqa: DTZ011 (a due date is the reviewer's own day)
    store.flag(
        minutes.id, reason="Ask for the weekly count of overdue minutes", owner="Quality team", due=str(due)
    )
    store.add_note(
        inspection, "Late in 2009 and 2010 too. Compare the averages: 34, then 39 days.", minutes.id
    )
    assessments = _saying(findings, "Assessments are completed more quickly")
    wording = "Timeliness of assessments improved to 84%; quality is uneven and fathers are overlooked."
    store.set_wording(assessments.id, wording)
    store.flag(
        _saying(findings, "Too many children who live with").id, reason="Which five children?", owner="Lead"
    )


def _saying(findings: list[FindingRow], beginning: str) -> FindingRow:
    return next(finding for finding in findings if finding.verbatim.startswith(beginning))


def main() -> None:
    with Store.open(Path(sys.argv[1]), reviewer=sys.argv[2]) as store:
        review(store)


if __name__ == "__main__":
    main()
