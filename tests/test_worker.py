"""The process that reads: whatever happens in it costs one file and one sentence."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer import worker
from reviewer.reading import ReadingError
from reviewer.resources import resource
from reviewer.worker import Limits, Stopped, Worker, WorkError, read_and_extract
from tests import works

LETTER = resource("sample/2010-11-09_northmere_contact-referral-assessment.txt")
SMALL = Limits(memory=400 * 2**20)
NEEDS_LIMIT = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the system limits no memory")


@pytest.fixture
def acting() -> Iterator[Worker[tuple[str, int]]]:
    with Worker(works.act, SMALL) as made:
        yield made


def refusal(asked: Worker[tuple[str, int]], how: str) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        asked.run(how)
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message
    return caught.value


def test_one_process_for_many_files(acting: Worker[tuple[str, int]]) -> None:
    answers = [acting.run(word) for word in ("one", "two", "three")]
    assert [word for word, _ in answers] == ["one", "two", "three"]
    assert len({process for _, process in answers}) == 1
    assert answers[0][1] != os.getpid()


def test_it_is_renewed_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_RENEW_AFTER", 2)
    with Worker(works.answer) as made:
        processes = [made.run("word")[1] for _ in range(5)]
    assert len(set(processes)) == 3


@pytest.mark.parametrize("how", ["die", "crash", "abort"])
def test_a_crash_costs_one_file(acting: Worker[tuple[str, int]], how: str) -> None:
    before = acting.run("one")[1]
    error = refusal(acting, how)
    assert error.code == "damaged"
    word, process = acting.run("two")
    assert word == "two"
    assert process != before


def test_what_earlier_files_left_behind_does_not_count(tmp_path: Path) -> None:
    with Worker(works.die_once) as made:
        assert made.run(str(tmp_path / "flag"))[0] == "first"
        assert made.run(str(tmp_path / "flag"))[0] == "done"


@pytest.mark.parametrize("how", ["hang", "spin"])
def test_a_hang_costs_one_file(how: str) -> None:
    with Worker(works.act, Limits(seconds=0.5, seconds_per_mb=0.1)) as made:
        error = refusal(made, how)
        assert error.code == "damaged"
        assert "longer than" in error.message
        assert made.run("two")[0] == "two"


def test_large_files_may_take_longer() -> None:
    limits = Limits()
    assert limits.seconds_for(0) == 60
    assert limits.seconds_for(100 * 2**20) > 300


@NEEDS_LIMIT
@pytest.mark.parametrize("how", ["eat", "eat bit by bit"])
def test_hunger_costs_one_file(acting: Worker[tuple[str, int]], how: str) -> None:
    acting.run("one")
    assert refusal(acting, how).code == "too_large"
    assert acting.run("two")[0] == "two"


def watched(how: str) -> tuple[str, int]:
    """As on a system that limits no memory."""
    threading.Thread(target=worker.end_when_big, args=(worker.peak_memory() + 50 * 2**20, 0.01)).start()
    return works.act(how)


def test_hunger_is_seen_where_the_system_has_no_limit() -> None:
    with Worker(watched) as made:
        assert refusal(made, "eat bit by bit").code == "too_large"


def test_nesting_is_no_fault_of_ours(acting: Worker[tuple[str, int]]) -> None:
    assert refusal(acting, "nest").code == "damaged"


def test_refusals_come_through(acting: Worker[tuple[str, int]]) -> None:
    error = refusal(acting, "refuse")
    assert (error.code, error.message) == ("no_text", "It holds no words.")


def test_faults_come_through_without_words_of_the_file(acting: Worker[tuple[str, int]]) -> None:
    with pytest.raises(WorkError) as caught:
        acting.run("fail")
    assert str(caught.value) == "KeyError"
    assert "works.py" in caught.value.details
    assert "Northmere" not in caught.value.details
    assert acting.run("two")[0] == "two"


def test_what_a_library_prints_is_not_ours(capfd: pytest.CaptureFixture[str]) -> None:
    with Worker(works.act) as made:
        made.run("print")
    assert capfd.readouterr() == ("", "")


def test_an_interrupt_is_for_the_one_who_asks(acting: Worker[tuple[str, int]]) -> None:
    assert acting.run("interrupt")[0] == "interrupt"


def test_cancelling_ends_it_at_once() -> None:
    with Worker(works.act) as made:
        process = made.run("one")[1]
        asked = iter([False, False, True])
        with pytest.raises(Stopped):
            made.run("hang", cancelled=lambda: next(asked))
        assert process not in [child.pid for child in multiprocessing.active_children()]
        assert made.run("two")[0] == "two"


def test_an_exception_while_waiting_does_not_leave_an_answer_behind() -> None:
    def interrupted() -> bool:
        raise KeyboardInterrupt

    with Worker(works.act) as made:
        with pytest.raises(KeyboardInterrupt):
            made.run("hang", cancelled=interrupted)
        assert made.run("two")[0] == "two"


def test_nothing_is_left_running() -> None:
    with Worker(works.answer) as made:
        made.run("one")
        made.start()
    assert [one for one in multiprocessing.active_children() if one.name == "reviewer-reading"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_it_does_not_outlive_the_one_who_started_it(tmp_path: Path) -> None:
    script = (
        "import sys; from reviewer.worker import Worker; from tests import works\n"
        "if __name__ == '__main__':\n"
        "    made = Worker(works.act); print(made.run('one')[1], flush=True); made.run('hang')\n"
    )
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "script.py")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        for _ in range(600):
            try:
                os.kill(child, 0)
            except ProcessLookupError:
                break
            if "Z" in state(child):
                break
            time.sleep(0.1)
        else:
            os.kill(child, signal.SIGKILL)
            pytest.fail("the process still runs")


def state(process: int) -> str:
    """How the system says that the process is: Z for one that has ended and that nobody asked about."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return ""


def test_a_process_that_cannot_start_is_no_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "main.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.setattr(sys.modules["__main__"], "__file__", str(tmp_path / "main.py"))
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    with Worker(works.answer) as made:
        for _ in range(2):
            with pytest.raises(WorkError) as caught:
                made.run("one")
            assert "cannot start (exit status 3)" in str(caught.value)
            assert "cannot start" in caught.value.details
        monkeypatch.undo()
        assert made.run("two")[0] == "two"


def test_a_report_comes_through_whole() -> None:
    with Worker(read_and_extract) as made:
        document, extraction = made.run(LETTER, LETTER.read_bytes(), size=LETTER.stat().st_size)
    assert (document, extraction) == read_and_extract(LETTER, LETTER.read_bytes())
