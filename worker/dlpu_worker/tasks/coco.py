"""COCO's JSON: the labels of a detector, and its detections beside them.

Source: https://cocodataset.org/#format-data and #format-results (read 2026-11-29).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NotRequired, TypedDict


class Picture(TypedDict):
    """A labelled picture; its size may be left out."""

    id: int
    width: NotRequired[int | None]
    height: NotRequired[int | None]


class Category(TypedDict):
    """A class."""

    id: int
    name: str


class Annotation(TypedDict):
    """A labelled box: left, top, width, height in pixels of the picture."""

    id: NotRequired[int]
    image_id: int
    category_id: int
    bbox: list[float]
    area: NotRequired[float]
    iscrowd: NotRequired[int]


class Truth(TypedDict):
    """All labels."""

    info: NotRequired[dict[str, object]]
    images: list[Picture]
    categories: list[Category]
    annotations: list[Annotation]


class Detected(TypedDict):
    """A detection: left, top, width, height in pixels of the picture, score 0 to 1."""

    image_id: int
    category_id: int
    bbox: list[float]
    score: float


def read_truth(path: str) -> Truth:
    """Labels whose form src/config/coco.ts has checked already."""
    truth: Truth = json.loads(Path(path).read_text("utf-8"))
    return truth
