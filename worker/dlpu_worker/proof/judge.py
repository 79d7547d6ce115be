"""All outputs of a conversion on one probe, each judged as what it is."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from dlpu_worker.proof.choices import Choices, count_missing, index_strain, rows_of
from dlpu_worker.proof.sensitivity import Answer
from dlpu_worker.proof.tolerance import FLOOR, allowance, strain

_OWN_FACTOR = 3
_MISSING_SHARE = 0.01


def judge(choices: Choices, named: dict[str, Answer], given: list[np.ndarray]) -> float:
    """The largest difference as a share of what is allowed; up to 1, both compute the same.

    `named` has the outputs in order, and may go on with the scores that `choices` point into.
    """
    answers = list(named.values())[: len(given)]
    strains = [
        _judge_ranked(group, choices.row_counts, answers, given) for group in _groups(choices)
    ]
    for position, (answer, values) in enumerate(zip(answers, given, strict=True)):
        index = choices.indices.get(position)
        if index is not None:
            pointed = named[index.scores]
            limit = allowance(pointed)
            strains.append(min(index_strain(index, s, values, limit) for s in pointed.expected))
        elif position not in choices.ranked:
            strains.append(strain(answer, values))
    return max(strains, default=0.0)


def _groups(choices: Choices) -> list[list[int]]:
    """Positions of outputs that come from the same rankings: boxes, scores, classes."""
    groups: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for position, rankings in choices.ranked.items():
        groups[rankings].append(position)
    return list(groups.values())


def _judge_ranked(
    group: list[int], counts: frozenset[int], answers: list[Answer], given: list[np.ndarray]
) -> float:
    """Rows that are missing, as a share of how many may be."""
    chosen = [answers[position] for position in group]
    rows = rows_of([given[position] for position in group], counts)
    expected = rows_of([answer.expected[0] for answer in chosen], counts)
    if rows is None or expected is None or rows.shape != expected.shape:
        return max(strain(answers[position], given[position]) for position in group)
    runs = [rows_of(list(run), counts) for run in zip(*(a.disturbed for a in chosen), strict=True)]
    own = max((count_missing(expected, run, FLOOR) for run in runs if run is not None), default=0)
    allowed = max(_OWN_FACTOR * own, _MISSING_SHARE * len(expected), 1)
    return count_missing(expected, rows, FLOOR) / allowed
