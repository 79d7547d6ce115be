"""Stored embeddings of two models → how often each sample's nearest other sample is the same."""

from __future__ import annotations

from typing import TypedDict

import numpy as np

from dlpu_worker.fidelity.metrics import flat_rows
from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress


class Params(TypedDict):
    """Folders that `run` wrote."""

    referenceDir: str
    candidateDir: str


class Reply(TypedDict):
    """By output the share of samples with the same nearest neighbour; null for fewer than three."""

    samples: int
    agreements: list[float | None]


def run(params: Params, progress: Progress) -> Reply:
    """Compare the samples that both folders have."""
    references = open_stores(params["referenceDir"])
    candidates = open_stores(params["candidateDir"])
    count = min(len(values) for values in (*references, *candidates))
    agreements: list[float | None] = []
    for index, pair in enumerate(zip(references, candidates, strict=True)):
        progress("neighbours", index, len(references))
        nearest = [nearest_neighbours(np.stack(list(flat_rows(rows, count)))) for rows in pair]
        same = nearest[0] == nearest[1]
        agreements.append(float(same.mean()) if count > 2 else None)
    return {"samples": count, "agreements": agreements}


def nearest_neighbours(vectors: np.ndarray) -> np.ndarray:
    """By row of [samples, values], the other row with the largest cosine."""
    wide = vectors.astype(np.float64)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    units = wide / np.maximum(lengths, 1e-30)
    cosines = units @ units.T
    np.fill_diagonal(cosines, -np.inf)
    return cosines.argmax(axis=1)
