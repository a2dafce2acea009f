"""A process killed at any moment loses nothing that it had acknowledged; ``make torture`` tries hundreds."""

from __future__ import annotations

from pathlib import Path

from tests.torture.kills import kill_at_random


def test_nothing_acknowledged_is_lost_by_being_killed(tmp_path: Path) -> None:
    tally = kill_at_random(tmp_path, 16, seed=1)
    assert tally.lost == []
    assert tally.tried == 16
    assert tally.acknowledged > 0
