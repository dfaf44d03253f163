"""The environment of the tests: not that of whoever runs them. Import it before anything that reads one."""

import os

KNOBS = ("ALLOT_BIN", "ALLOT_TEST_CHROMIUM")  # what a run of the tests may be told
OF_SOMEBODY = ("ALLOT_", "DATALOOP_", "DTLPY_", "INTERNAL_REQUESTS_URL")


def forget_settings():
    """Takes settings of the server, the command line, the examples and the SDK out of this process."""
    for name in list(os.environ):
        if name.startswith(OF_SOMEBODY) and name not in KNOBS:
            del os.environ[name]


forget_settings()
