"""Jobs run one after another and tell on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from reviewer.ui.jobs import Cancelled, Job, Jobs, Monitor


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.cancel()
    made.finish()
    made.deleteLater()


def test_results_come_on_the_main_thread_in_order(jobs: Jobs) -> None:
    heard: list[tuple[object, str]] = []

    def done(result: object) -> None:
        heard.append((result, threading.current_thread().name))

    for number in (1, 2, 3):
        jobs.run(
            Job("count", lambda _monitor, number=number: (number, threading.current_thread().name), done)
        )  # type: ignore[misc]
    jobs.finish()
    assert [result for result, _where in heard] == [(1, "count"), (2, "count"), (3, "count")]
    assert {where for _result, where in heard} == {"MainThread"}
    assert not jobs.busy
    assert [thread.name for thread in threading.enumerate()].count("count") == 0


def test_parts_are_told_as_they_come(jobs: Jobs) -> None:
    parts: list[object] = []

    def work(monitor: Monitor) -> str:
        for number in (1, 2):
            monitor.progress(number, 2, f"part {number}")
        return "all"

    jobs.run(Job("parts", work, lambda _result: parts.append(jobs.done_parts), parts.append))
    jobs.finish()
    assert parts == ["part 1", "part 2", 2]


def test_what_a_job_raises_is_told_and_the_next_one_runs(qtbot: QtBot, jobs: Jobs) -> None:
    heard: list[object] = []

    def work(_monitor: Monitor) -> None:
        raise LookupError("gone")

    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.run(Job("bad", work, heard.append))
        jobs.run(Job("good", lambda _monitor: "fine", heard.append))
    assert isinstance(failed.args[0], LookupError)
    jobs.finish()
    assert heard == ["fine"]


def test_cancel_stops_the_running_job_and_forgets_the_waiting(jobs: Jobs) -> None:
    heard: list[object] = []
    begun = threading.Event()

    def work(monitor: Monitor) -> None:
        begun.set()
        while not monitor.cancelled():
            threading.Event().wait(0.01)
        raise Cancelled

    jobs.run(Job("long", work, heard.append))
    jobs.run(Job("never", lambda _monitor: "no", heard.append))
    assert begun.wait(5)
    jobs.cancel()
    jobs.finish()
    assert heard == []


def test_a_job_waits_for_a_window_that_is_behind(jobs: Jobs) -> None:
    ahead = 0
    most = 0

    def work(monitor: Monitor) -> None:
        nonlocal ahead, most
        for number in range(500):
            monitor.progress(number, 500, number)
            ahead += 1
            most = max(most, ahead)

    def part(_result: object) -> None:
        nonlocal ahead
        ahead -= 1

    jobs.run(Job("quick", work, lambda _result: None, part))
    jobs.finish()
    assert most <= 40
