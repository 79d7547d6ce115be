"""Runs all unit tests, and writes one JSON line for each: `python -m tests` in `worker/`."""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path

_Failure = tuple[type[BaseException], BaseException, object] | tuple[None, None, None]


class _Lines(unittest.TestResult):
    """Says how each test ended, as soon as it has."""

    def addSuccess(self, test: unittest.TestCase) -> None:
        super().addSuccess(test)
        _write(test, None)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        super().addSkip(test, reason)
        _write(test, f"skipped: {reason}")

    def stopTest(self, test: unittest.TestCase) -> None:
        super().stopTest(test)
        for failed, text in (*self.failures, *self.errors):
            if failed is test:
                _write(test, text)


def _write(test: unittest.TestCase, failure: str | None) -> None:
    *_, group, _, name = test.id().split(".")
    words = name.removeprefix("test_").replace("_", " ")
    print(json.dumps({"group": group, "name": words, "failure": failure}))


def main() -> None:
    """Find the tests below this folder, and run them."""
    folder = Path(__file__).parent
    suite = unittest.defaultTestLoader.discover(str(folder), top_level_dir=str(folder.parent))
    sys.exit(0 if suite.run(_Lines()).wasSuccessful() else 1)


main()
