#!/usr/bin/env python3
"""Holds what the tests of src/http were answered (ALLOT_ANSWERS=FILE build/dev/bin/http_test) to the description of the API.

    recorded.py FILE    says what is not described, and how many answers there were; the exit status is 1 then"""

import collections
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sdk"))
from described import Undescribed, description  # noqa: E402


def main(path):
    checked, seen, faults = 0, collections.Counter(), {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            answer = json.loads(line)
            checked += 1
            _, operation = description().find(answer["method"], answer["target"])
            if operation and answer["status"] < 400:
                seen[operation["operationId"]] += 1
            try:
                description().check(answer["method"], answer["target"], answer["status"], answer.get("type", ""), answer["body"])
            except Undescribed as fault:
                name = operation["operationId"] if operation else "?"
                faults.setdefault((name, str(fault).rsplit(", and", 1)[-1][:200]), str(fault))
    for fault in faults.values():
        print(fault, file=sys.stderr)
    print(f"{checked} answers of http_test, successes of {len(seen)} operations, {len(faults)} not as described")
    return 1 if faults or not checked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
