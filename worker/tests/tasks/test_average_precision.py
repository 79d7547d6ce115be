"""COCO's average precision on cases that can be counted by hand."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.tasks.average_precision import match, mean_average_precision
from dlpu_worker.tasks.coco import Detected, Truth

_ALL = slice(None)
_HALF = slice(1)
"""The first threshold: an intersection over union of 0.5."""


def _truth(boxes: int) -> Truth:
    return {
        "info": {},
        "images": [{"id": 1}],
        "categories": [{"id": 1, "name": "one"}],
        "annotations": [
            {
                "id": number + 1,
                "image_id": 1,
                "category_id": 1,
                "bbox": [20.0 * number, 0, 10, 10],
                "area": 100,
                "iscrowd": 0,
            }
            for number in range(boxes)
        ],
    }


def _found(*lefts: float) -> list[Detected]:
    return [
        {"image_id": 1, "category_id": 1, "bbox": [left, 0, 10, 10], "score": 0.9 - 0.1 * place}
        for place, left in enumerate(lefts)
    ]


def _precision(truth: Truth, found: list[Detected], thresholds: slice) -> float:
    return mean_average_precision(match(truth, found), np.ones(1), thresholds)


class MeanAveragePrecision(unittest.TestCase):
    """`match` and `mean_average_precision`."""

    def test_every_box_found_where_it_is_gives_one(self) -> None:
        self.assertAlmostEqual(_precision(_truth(2), _found(0, 20), _ALL), 1)

    def test_nothing_found_gives_zero(self) -> None:
        self.assertEqual(_precision(_truth(2), [], _ALL), 0)

    def test_one_of_two_boxes_gives_the_51_of_101_recalls_up_to_a_half(self) -> None:
        self.assertAlmostEqual(_precision(_truth(2), _found(0), _ALL), 51 / 101)

    def test_a_wrong_box_before_the_right_one_halves_the_precision(self) -> None:
        self.assertAlmostEqual(_precision(_truth(1), _found(500, 0), _ALL), 0.5)

    def test_a_box_that_is_off_counts_up_to_its_overlap_only(self) -> None:
        # Moved by 2 of 10: 8 shared of 12, an overlap of 0.667, above four of ten thresholds.
        self.assertAlmostEqual(_precision(_truth(1), _found(2), _HALF), 1)
        self.assertAlmostEqual(_precision(_truth(1), _found(2), _ALL), 0.4)

    def test_a_picture_that_is_drawn_twice_changes_nothing_alone(self) -> None:
        classes = match(_truth(2), _found(0))
        once, twice = (mean_average_precision(classes, np.array([w]), _ALL) for w in (1.0, 2.0))
        self.assertAlmostEqual(once, twice)

    def test_no_picture_with_a_box_gives_no_number(self) -> None:
        value = mean_average_precision(match(_truth(1), _found(0)), np.zeros(1), _ALL)
        self.assertTrue(np.isnan(value))
