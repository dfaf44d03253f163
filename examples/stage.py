"""What the examples stand on: their arguments, the demo's sign-in, pictures, and what they print."""

import argparse
import datetime
import io
import os
import pathlib

import numpy
from PIL import Image

DEMO_SIGN_INS = pathlib.Path(__file__).resolve().parent.parent / ".demo" / "demo-sign-ins.txt"
ADA, BEN, CLEO, DAN = (f"{name}@example.org" for name in ("ada", "ben", "cleo", "dan"))


def step(text):
    print(f"\n* {text}")


def result(text):
    print(f"  {text}")


def shares(task):
    """Everybody's part of a task, in one line."""
    return ", ".join(
        f"{each.annotator} {each.total_items} ({each.item_status['completed']} handled)"
        for each in task.assignments.list()
    )


def in_days(days):
    """A due date as the SDK takes it: seconds."""
    return (datetime.datetime.now() + datetime.timedelta(days=days)).timestamp()


def pictures_of(folder):
    """Paths of the files of a folder or, without one, twelve small pictures in memory, each of one grey."""
    if folder:
        yield from sorted(map(str, folder.iterdir()))
        return
    for number in range(12):
        pixels = numpy.full((24, 32, 3), 20 * number, dtype=numpy.uint8)
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, format="PNG")
        buffer.name = f"picture_{number:02d}.png"
        yield buffer


def demo_owner(file):
    """(e-mail, password) of the first line of the file that the demo keeps; its form is
    `address role password`. Nothing when there is no demo."""
    if not file.exists():
        return None, None
    address, _, password = file.read_text().splitlines()[0].split(" ")
    return address, password


def read_arguments(description):
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = os.environ.get
    parser.add_argument("--url", default=default("ALLOT_URL", "http://127.0.0.1:8080"))
    parser.add_argument("--email", default=default("ALLOT_EMAIL"))
    parser.add_argument("--password", default=default("ALLOT_PASSWORD"))
    parser.add_argument(
        "--sign-ins", type=pathlib.Path, default=DEMO_SIGN_INS, help="the demo's file of sign-ins"
    )
    parser.add_argument(
        "--project",
        default=f"manage tasks {datetime.datetime.now():%Y-%m-%d %H.%M.%S}",
        help="name of the project to make",
    )
    parser.add_argument("--pictures", type=pathlib.Path, help="a folder of pictures to upload instead")
    parser.add_argument("--keep", action="store_true", help="leave the project at the end")
    arguments = parser.parse_args()
    if not arguments.email and not arguments.password:
        arguments.email, arguments.password = demo_owner(arguments.sign_ins)
    if not arguments.email or not arguments.password:
        parser.error("give --email and --password, or start the demo by ./dev run")
    arguments.url = arguments.url.rstrip("/")
    return arguments
