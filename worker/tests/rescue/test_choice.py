"""Whether a candidate may replace the plain recipe."""

from __future__ import annotations

import unittest

import numpy as np

from dlpu_worker.rescue.choice import is_better
from dlpu_worker.rescue.score import Score, score


def _score(noise: np.ndarray, db: float, agrees: np.ndarray | None = None) -> Score:
    return Score([db], [db], [noise], [], [] if agrees is None else [agrees])


class IsBetter(unittest.TestCase):
    """`is_better`."""

    def test_nothing_is_better_than_itself(self) -> None:
        plain = _score(np.ones(8), 20)
        self.assertFalse(is_better(plain, plain))

    def test_half_the_noise_on_every_sample_is_better(self) -> None:
        self.assertTrue(is_better(_score(np.full(8, 0.5), 23), _score(np.ones(8), 20)))

    def test_a_gain_that_no_reader_sees_is_not_worth_it(self) -> None:
        self.assertFalse(is_better(_score(np.full(8, 0.97), 20.13), _score(np.ones(8), 20)))

    def test_one_output_that_clearly_loses_outweighs_another_that_gains(self) -> None:
        plain = Score([20, 20], [20, 20], [np.ones(8), np.ones(8)])
        mixed = Score([30, 18], [30, 18], [np.full(8, 0.1), np.full(8, 1.6)])
        self.assertFalse(is_better(mixed, plain))

    def test_answers_that_are_lost_beyond_chance_forbid_it(self) -> None:
        right = np.ones(16, bool)
        some_wrong = right.copy()
        some_wrong[:9] = False
        noise = np.full(16, 0.5)
        self.assertFalse(is_better(_score(noise, 23, some_wrong), _score(2 * noise, 20, right)))

    def test_one_answer_lost_is_chance(self) -> None:
        right = np.ones(16, bool)
        one_wrong = right.copy()
        one_wrong[0] = False
        noise = np.full(16, 0.5)
        self.assertTrue(is_better(_score(noise, 23, one_wrong), _score(2 * noise, 20, right)))


class Scores(unittest.TestCase):
    """`score`."""

    def test_a_tenth_of_the_amplitude_is_20_db_in_every_number(self) -> None:
        wanted = np.random.default_rng(0).standard_normal((6, 1, 7))
        found = score([wanted], [0.9 * wanted], [None])
        for value in (found.worst_db, found.mean_db, found.merit):
            self.assertAlmostEqual(value, 20)
        self.assertEqual(found.agreement, 1)

    def test_an_output_that_never_changes_says_nothing(self) -> None:
        self.assertEqual(score([np.ones((4, 3))], [np.zeros((4, 3))], [None]).sqnr_db, [])

    def test_logits_beyond_what_a_sigmoid_tells_apart_are_the_same(self) -> None:
        wanted, got = np.array([[0.0], [20.0]]), np.array([[0.0], [30.0]])
        self.assertEqual(score([wanted], [got], ["LOGISTIC"]).worst_db, 100)
        self.assertLess(score([wanted], [got], [None]).worst_db, 10)
