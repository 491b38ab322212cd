"""What is done once a minute. APScheduler only ticks: what is due is decided by our own code."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler

_log = logging.getLogger(__name__)
_MINUTE_S = 60.0
# A busy machine begins late: that is no reason to leave a minute out, as the default is after one second.
_EACH = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
AtOnce = Callable[[], None]


@contextmanager
def each_minute(deeds: Mapping[str, Callable[[], object]], clock: Callable[[], datetime]) -> Iterator[AtOnce]:
    """Do each now and with every full minute, in threads of their own; at the end what is under way is finished.

    One that takes longer leaves out the minutes that it covers. No deed may ask for anything of the scheduler, which
    answers nobody while it ends. Gives what has them all done at once.
    """
    scheduler = BackgroundScheduler(timezone="UTC", job_defaults=_EACH)
    jobs = [
        scheduler.add_job(_do, "cron", (name, deed), second=0, next_run_time=clock(), id=name)
        for name, deed in deeds.items()
    ]

    def at_once() -> None:
        for job in jobs:
            job.modify(next_run_time=clock())

    scheduler.start()
    try:
        yield at_once
    finally:
        scheduler.shutdown(wait=True)


def go_on(at_once: AtOnce, clock: Callable[[], datetime], wait: Callable[[float], bool]) -> None:
    """Return when it is over; `wait` waits so many seconds and tells whether it is.

    When the clock was set back all is done at once: the minute that was to be the next one may be hours away.
    """
    before = clock()
    while not wait(_MINUTE_S):
        now = clock()
        if now < before:
            at_once()
        before = now


def _do(name: str, deed: Callable[[], object]) -> None:
    try:
        deed()
    except Exception:  # noqa: BLE001  # whatever it is, it is done again the next minute
        _log.exception("minute.failed", extra={"part": name})
