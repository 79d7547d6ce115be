"""Puts what was measured into the examples' README, between two markers."""

from __future__ import annotations

from pathlib import Path

_START = "<!-- measured: start -->"
_END = "<!-- measured: end -->"


def write_measurements(path: Path, measurements: dict[str, str]) -> None:
    """Replace the table between the markers; a README that does not exist is left alone."""
    if not path.exists():
        return
    before, rest = path.read_text().split(_START)
    _, after = rest.split(_END)
    path.write_text(f"{before}{_START}\n\n{_table(measurements)}\n{_END}{after}", newline="\n")


def _table(measurements: dict[str, str]) -> str:
    width = max(len(name) for name in measurements)
    values = max(len("Value"), *(len(value) for value in measurements.values()))
    rows = [("Measured", "Value"), ("-" * width, "-" * values), *measurements.items()]
    return "".join(f"| {name:<{width}} | {value:<{values}} |\n" for name, value in rows)
