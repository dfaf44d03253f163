"""One client that changes something beside what is measured, one request after the other: how long do its requests take?"""

import pathlib
import shutil
import statistics
import tempfile
import time
from contextlib import contextmanager

BASE_SECONDS = 5


def seconds_of(call, *arguments):
    begun = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - begun


def seconds_until(is_over, change):
    """Of each change, one at least."""
    seconds = [seconds_of(change)]
    while not is_over():
        seconds.append(seconds_of(change))
    return seconds


def seconds_for(duration, change):
    end = time.perf_counter() + duration
    return seconds_until(lambda: time.perf_counter() > end, change)


def base_line(change):
    """Of each change, with nothing else at work; told too."""
    base = seconds_for(BASE_SECONDS, change)
    report("nothing else", base, base)
    return base


def head(what):
    print(f"  {what + ', ms':<44} {'number':>7} {'median':>9} {'longest':>9} {'ratio':>8} {'ratio':>8}")


def report(what, seconds, base):
    middle, longest = statistics.median(seconds), max(seconds)
    print(
        f"  {what:<44} {len(seconds):7,} {middle * 1000:9.2f} {longest * 1000:9.1f}"
        f" {middle / statistics.median(base):8.1f} {longest / max(base):8.1f}",
        flush=True,
    )


@contextmanager
def new_folder(name, inside):
    """A data folder, which goes at the end."""
    place = pathlib.Path(tempfile.mkdtemp(prefix=f"bench-{name}.", dir=inside))
    try:
        yield place / "data"
    finally:
        shutil.rmtree(place)
