"""Facts about the published reports that their readers can count: judgements, findings, paragraph numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.extraction.extractor import run
from reviewer.model import Extraction
from reviewer.reading import read

pytestmark = pytest.mark.corpus

# Folder and name of a report: how many judgements it has, how many findings, and its last paragraph number.
FACTS: dict[str, tuple[int, int, int]] = {
    "childrens-services/2013-08-23_kent": (5, 83, 72),
    "childrens-services/2013-08-23_medway": (5, 90, 76),
    "childrens-services/2014-03-21_bolton": (7, 183, 159),
    "childrens-services/2014-03-21_coventry": (7, 160, 138),
    "childrens-services/2014-09-01_portsmouth": (7, 201, 163),
    "childrens-services/2014-09-08_blackpool": (7, 202, 164),
    "childrens-services/2015-01-20_st-helens": (7, 284, 206),
    "childrens-services/2015-06-22_brighton-and-hove": (7, 217, 146),
    "childrens-services/2015-11-27_lancashire": (7, 227, 161),
    "childrens-services/2016-03-29_hammersmith-and-fulham": (7, 218, 148),
    "childrens-services/2016-08-05_reading": (7, 225, 146),
    "childrens-services/2016-08-26_telford-wrekin": (7, 178, 118),
    "childrens-services/2017-04-07_tower-hamlets": (7, 187, 112),
    "childrens-services/2017-06-13_coventry": (6, 171, 101),
    "childrens-services/2017-06-13_north-tyneside": (7, 185, 116),
    "childrens-services/2017-07-07_bath-and-north-east-somerset": (7, 176, 105),
    "childrens-services/2018-01-29_sandwell": (6, 175, 111),
    "childrens-services/2018-03-12_rochdale": (4, 47, 39),
    "childrens-services/2018-11-19_barnsley": (4, 54, 47),
    "childrens-services/2018-12-18_leeds": (4, 39, 33),
    "childrens-services/2019-01-07_essex": (4, 50, 47),
    "childrens-services/2019-07-22_tower-hamlets": (4, 53, 47),
    "childrens-services/2019-07-29_wirral": (4, 59, 49),
    "childrens-services/2019-10-15_hammersmith-and-fulham": (4, 55, 47),
    "childrens-services/2019-12-19_ealing": (4, 62, 53),
    "childrens-services/2020-01-09_southampton": (4, 50, 41),
    "childrens-services/2020-06-10_north-somerset": (4, 54, 45),
    "childrens-services/2021-08-20_sunderland": (4, 47, 42),
    "childrens-services/2021-11-26_north-east-lincolnshire": (4, 54, 42),
    "childrens-services/2022-04-01_gloucestershire": (4, 63, 56),
    "childrens-services/2022-07-05_wigan": (4, 60, 49),
    "childrens-services/2022-08-12_coventry": (4, 55, 49),
    "childrens-services/2022-11-25_north-lincolnshire": (4, 49, 45),
    "childrens-services/2023-03-24_bexley": (5, 66, 62),
    "childrens-services/2023-05-09_stockton-on-tees": (5, 54, 47),
    "childrens-services/2023-05-09_wokingham": (5, 68, 61),
    "childrens-services/2024-01-30_peterborough": (5, 62, 52),
    "childrens-services/2024-05-16_hartlepool": (5, 71, 66),
    "childrens-services/2024-07-23_south-gloucestershire": (5, 64, 58),
    "childrens-services/2024-08-28_kirklees": (5, 74, 69),
    "childrens-services/2025-03-04_harrow": (5, 69, 59),
    "childrens-services/2025-05-14_buckinghamshire": (5, 62, 53),
    "childrens-services/2025-09-03_north-east-lincolnshire": (5, 69, 63),
    "childrens-services/2025-10-28_west-berkshire": (5, 66, 61),
    "childrens-services/2026-01-12_newham": (5, 69, 66),
    "childrens-services/2026-01-28_bracknell-forest": (5, 56, 52),
    "childrens-services/2026-02-24_torbay": (5, 57, 51),
    "childrens-services/2026-06-17_brent": (4, 64, 57),
    "area-send/2023-05-05_warrington": (1, 36, 0),
    "area-send/2023-08-02_enfield": (1, 34, 0),
    "area-send/2023-09-12_sandwell": (1, 29, 0),
    "area-send/2024-05-20_milton-keynes": (1, 39, 0),
    "area-send/2024-11-14_derbyshire": (1, 48, 0),
    "area-send/2024-12-06_wiltshire": (1, 29, 0),
    "area-send/2024-12-18_hounslow": (1, 39, 0),
    "area-send/2025-02-07_herefordshire": (1, 40, 0),
}
NOT_A_FINDING: dict[str, set[int]] = {
    "childrens-services/2013-08-23_kent": {3},
    "childrens-services/2013-08-23_medway": {3},
}
"""Paragraph numbers that stand over the definitions of the grades."""


def extraction(corpus: Path, report: str) -> Extraction:
    return run(read(corpus / f"{report}.pdf"))


@pytest.mark.parametrize("report", FACTS)
def test_what_a_reader_can_count(corpus: Path, report: str) -> None:
    found = extraction(corpus, report)
    judged, counted, last = FACTS[report]
    assert len(found.judgements) == judged
    assert len(found.findings) == counted
    numbers = [int(finding.number) for finding in found.findings if finding.number]
    assert numbers == [n for n in range(1, last + 1) if n not in NOT_A_FINDING.get(report, ())]
    assert found.unclaimed == ()
    pages = [finding.page or 0 for finding in found.findings]
    assert pages == sorted(pages)
    assert min(pages) >= 1
    assert all(finding.text[0].isalnum() or finding.text[0] in "‘“'\"(" for finding in found.findings)
