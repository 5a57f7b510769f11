"""What a test may do to the emulated account as a whole: put it back as it was at a moment, and let its time pass.

Nothing of it changes what AWS would answer; it saves the tests from making the same room again and from waiting weeks.
"""

import copy
import datetime
import json
import logging
import time
from types import SimpleNamespace
from typing import Any

from moto.core import utils
from moto.core.base_backend import BackendDict
from moto.moto_api._internal import urls

State = dict[tuple[str, str, str], dict[str, Any]]

saved: dict[str, State] = {}
ahead = 0.0

# Objects of buckets are no matter of a rotation, and their backend holds locks, which cannot be copied.
left_out = {"s3"}


def backends() -> dict[tuple[str, str, str], Any]:
    """Every backend that holds anything, by service, account and region."""
    return {
        (service.service_name, account, region): backend
        for service in BackendDict._instances
        if service.service_name not in left_out
        for account, region, backend in service.iter_backends()
    }


def save(name: str) -> None:
    """Remembers the account as it is now, under a name."""
    # One copy of all: objects of one service that another one holds stay the same object.
    saved[name] = copy.deepcopy({place: vars(backend) for place, backend in backends().items()})


def put_back(name: str) -> None:
    """Makes the account what it was when it was saved, its time excepted."""
    state = copy.deepcopy(saved[name])
    for place, backend in backends().items():
        if place in state:
            vars(backend).clear()
            vars(backend).update(state[place])
        else:
            backend.reset()


def pass_time(seconds: float) -> None:
    """Lets the account's clock go ahead of the machine's by so much."""
    global ahead
    ahead = seconds


# One line a request would be read by nobody.
logging.getLogger("werkzeug").setLevel(logging.ERROR)

machine_time = time.time


class Datetime(datetime.datetime):
    """The machine's calendar, gone ahead."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime.datetime:
        return datetime.datetime.now(tz) + datetime.timedelta(seconds=ahead)


# Moto asks these two for the time, and its web server writes the Date header of every answer by the second.
time.time = lambda: machine_time() + ahead
utils.datetime = SimpleNamespace(**{**vars(datetime), "datetime": Datetime})


def control(request: Any, _url: str, _headers: Any) -> tuple[int, dict[str, str], str]:
    """One wish of a test: `{"save": name}`, `{"putBack": name}` or `{"ahead": seconds}`."""
    wish = json.loads(request.data)
    if "save" in wish:
        save(wish["save"])
    if "putBack" in wish:
        put_back(wish["putBack"])
    if "ahead" in wish:
        pass_time(wish["ahead"])
    return 200, {}, "{}"


urls.url_paths["{0}/moto-api/control$"] = control
