"""What is right for each sample, in the samples' order, as the worker gets it."""

from __future__ import annotations

from typing import Literal, TypedDict


class Classes(TypedDict):
    """A class index a sample."""

    kind: Literal["classes"]
    classes: list[int]


class Boxes(TypedDict):
    """Labels as COCO's JSON; the lists are in the samples' order."""

    kind: Literal["boxes"]
    path: str
    imageIds: list[int]
    pictures: list[str] | None
    classes: list[str] | None


class Masks(TypedDict):
    """A PNG a sample: each pixel's value is its class."""

    kind: Literal["masks"]
    files: list[str]


class LabelArray(TypedDict):
    """A `.npy` with a class index or a mask a row, and how many samples its rows must stand for."""

    kind: Literal["array"]
    path: str
    samples: int


Labels = Classes | Boxes | Masks | LabelArray
