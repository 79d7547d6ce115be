"""Which differences a bound allows."""

from __future__ import annotations

import unittest

from dlpu_worker.legalize.proof import Proof


def _proof(steps: float, db: float | None, inner: int = 0) -> Proof:
    return Proof("builtin", 8, 4, steps, db, inner)


class Holds(unittest.TestCase):
    """`Proof.holds`."""

    def test_identical_means_no_step_at_the_outputs_and_no_tensor_within(self) -> None:
        self.assertTrue(_proof(0, None).holds("identical"))
        self.assertFalse(_proof(1, 50).holds("identical"))
        self.assertFalse(_proof(0, None, inner=1).holds("identical"))

    def test_rounding_allows_one_step_whatever_the_noise(self) -> None:
        self.assertTrue(_proof(1, 3).holds("rounding"))

    def test_rounding_allows_eight_steps_where_30_db_remain(self) -> None:
        self.assertTrue(_proof(8, 30).holds("rounding"))
        self.assertFalse(_proof(8, 29.9).holds("rounding"))
        self.assertFalse(_proof(9, 60).holds("rounding"))
