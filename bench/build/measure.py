"""Runs a command and prints what it cost, with all processes that it waited for, as JSON.

Usage: `python measure.py COMMAND [ARG...]`; the command's own output goes to stderr.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

started = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=sys.stderr, check=False).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
cost = {
    "exitStatus": status,
    "seconds": time.perf_counter() - started,
    "cpuSeconds": usage.ru_utime + usage.ru_stime,
    "peakMemoryBytes": usage.ru_maxrss * 1024,  # Of the largest single process.
}
json.dump(cost, sys.stdout)
