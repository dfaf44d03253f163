"""Whoever runs the tests may have settings of their own for `allot` and the SDK: no test reads them."""

import os
import subprocess
import sys

import pytest

from environment import KNOBS
from server import ROOT, binary

THEIRS = {
    "ALLOT_URL": "http://nobody.invalid/api/v1",
    "ALLOT_DATA": "/nowhere",
    "ALLOT_CONFIG": "/nowhere/allot.toml",
    "ALLOT_LISTEN": "none",
    "ALLOT_PUBLIC_URL": "none",
    "ALLOT_LOG_LEVEL": "none",
    "ALLOT_LOG_FORMAT": "none",
    "ALLOT_IO_THREADS": "none",
    "ALLOT_QUERY_SECONDS_MAX": "none",
    "ALLOT_HISTORY_DAYS": "none",
    "ALLOT_LEDGER_MEGABYTES_MAX": "none",
    "ALLOT_CALLBACK_ORIGINS": "none",
    "ALLOT_TRUSTED_PROXIES": "none",
    "ALLOT_TLS_CERT": "/nowhere",
    "ALLOT_TLS_KEY": "/nowhere",
    "ALLOT_METRICS_TOKEN_FILE": "/nowhere",
    "ALLOT_CA_FILE": "/nowhere",
    "ALLOT_EMAIL": "nobody@example.org",
    "ALLOT_PASSWORD": "none",
    "ALLOT_TOKEN": "none",
    "DATALOOP_PATH": "/nowhere",
    "DTLPY_CUSTOM_ENV": "none",
}
# One of each kind: the SDK, the package, an example, the command line, a guide, a server of its own.
SOME_TESTS = {
    "sdk": [
        "test_python_connect.py::test_connect_is_repeatable",
        "test_examples.py::test_an_example_follows_the_page_prints_each_step_and_ends_well",
        "test_guides.py",
        "test_guide_snippets.py::test_the_python_of_a_guide_runs[the-page]",
        "test_cli_sign_in.py::test_a_wrong_password_is_exit_code_3_and_signs_nobody_in",
    ],
    "fault": ["test_stop.py::test_sigterm_waits_for_an_upload_under_way"],
}


@pytest.mark.parametrize("folder", SOME_TESTS)
def test_no_test_reads_the_settings_of_whoever_runs_it(folder):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *SOME_TESTS[folder]],
        cwd=ROOT / "tests" / folder,
        env={**os.environ, **THEIRS, "ALLOT_BIN": str(binary())},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout


def test_what_a_run_may_be_told_is_named():
    assert not set(KNOBS) & set(THEIRS)
    testing = (ROOT / "docs" / "testing.md").read_text()
    assert all(f"`{knob}`" in testing for knob in KNOBS)
