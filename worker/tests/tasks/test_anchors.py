"""Where the cells of raw heads lie."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.tasks.anchors import anchors_of, cell_layers


class CellLayers(unittest.TestCase):
    """`cell_layers` and `anchors_of`."""

    def test_cells_tile_the_input(self) -> None:
        anchors = anchors_of(cell_layers([8], (32, 16)))
        self.assertEqual(len(anchors.centers), 8)
        self.assertEqual(anchors.sides.prod(axis=1).sum(), 32 * 16)
        np.testing.assert_allclose(anchors.centers.mean(axis=0), [16, 8])

    def test_rows_come_before_columns(self) -> None:
        anchors = anchors_of(cell_layers([8], (16, 16)))
        self.assertEqual(anchors.centers.tolist(), [[4, 4], [12, 4], [4, 12], [12, 12]])

    def test_layers_follow_one_another_in_their_order(self) -> None:
        layers = cell_layers([8, 16], (32, 32))
        self.assertEqual([layer.anchors for layer in layers], [16, 4])
        self.assertEqual(anchors_of(layers).steps[:, 0].tolist(), [8] * 16 + [16] * 4)
