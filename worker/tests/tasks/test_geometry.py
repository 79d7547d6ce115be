"""Points go from a picture to the model's input and back."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.tasks.geometry import Resize, geometry_of


class GeometryOf(unittest.TestCase):
    """`geometry_of`."""

    def test_a_letterbox_leaves_equal_bars_above_and_below_a_wide_picture(self) -> None:
        geometry = geometry_of((200, 100), (100, 100), "letterbox")
        self.assertEqual(geometry.scale, (0.5, 0.5))
        self.assertEqual(geometry.offset, (0, 25))

    def test_a_center_crop_cuts_equal_parts_from_left_and_right_of_it(self) -> None:
        geometry = geometry_of((200, 100), (100, 100), "center-crop")
        self.assertEqual(geometry.scale, (1, 1))
        self.assertEqual(geometry.offset, (-50, 0))

    def test_boxes_come_back_to_where_they_were_for_every_way_to_resize(self) -> None:
        boxes = np.array([[10.0, 20, 30, 60], [0.0, 0, 640, 480]])
        ways: tuple[Resize, ...] = ("stretch", "letterbox", "center-crop")
        for way in ways:
            geometry = geometry_of((640, 480), (224, 192), way)
            there = boxes * np.tile(geometry.scale, 2) + np.tile(geometry.offset, 2)
            np.testing.assert_allclose(geometry.to_picture(there), boxes, atol=1e-9)

    def test_every_way_puts_the_middle_of_the_picture_in_the_middle_of_the_input(self) -> None:
        ways: tuple[Resize, ...] = ("stretch", "letterbox", "center-crop")
        for way in ways:
            geometry = geometry_of((640, 480), (224, 192), way)
            middle = np.array([320, 240]) * geometry.scale + geometry.offset
            np.testing.assert_allclose(middle, [112, 96])
