"""A float and an integer `.tflite` → what each layer of the integer one loses, and the worst.

All numbers are rounded to what a reader can use: they end up in every report.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import numpy as np

from dlpu_worker.layers.cause import Accused, worst_layers
from dlpu_worker.layers.measure import MeasuredLayer, measure_layers
from dlpu_worker.layers.scatter import count_pairs
from dlpu_worker.layers.sums import decibels
from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress
from dlpu_worker.steps.compare import OutputFacts

_WORST = 5
_SCATTERS = 2
_LONGEST_NAME, _LONGEST_IN_LIST = 80, 40
_EXACT_DB = 100.0
"""What is closer is equal but for the arithmetic of floats."""


class Params(TypedDict):
    """Two models of the same function, samples, and the folders that `run` wrote on those.

    `floatPath` has its channels scaled like the integer file's; the reference run is the given
    model's. At most `limit` samples are run layer by layer.
    """

    floatPath: str
    integerPath: str
    samplesDir: str
    limit: int
    referenceDir: str
    candidateDir: str
    candidateOutputs: list[OutputFacts]


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Measure all layers on a few samples, and draw the worst outputs over all."""
    stores = open_stores(params["samplesDir"])
    paths = Path(params["floatPath"]), Path(params["integerPath"])
    measured = measure_layers(*paths, stores, params["limit"], progress)
    layers = [_layer(layer) for layer in measured.layers]
    return {
        "samples": measured.samples,
        "matched": measured.matched,
        "of": measured.operators,
        "layers": [layer for layer in layers if layer["ownSqnrDb"] is not None],
        "worst": [_accused(found) for found in worst_layers(measured.layers, _WORST)],
        "scatters": _scatters(params),
    }


def _layer(layer: MeasuredLayer) -> dict[str, object]:
    sums = layer.sums
    own, accumulated = decibels(sums.signal, sums.own), decibels(sums.signal, sums.accumulated)
    report = {
        "operator": layer.index,
        "name": _short(layer.name, _LONGEST_IN_LIST),
        "ownSqnrDb": _decimals(None if own is None or own > _EXACT_DB else own, 1),
        "sqnrDb": _decimals(accumulated, 1),
        "cosine": _decimals(sums.cosine, 4),
        "maxAbsError": _digits(sums.max_abs_error),
    }
    if dead := int(sums.dead.sum()):
        report["deadChannels"] = dead
    if sums.cut_off:
        report["saturation"] = _digits(sums.cut_off / sums.count)
    return report


def _accused(found: Accused) -> dict[str, object]:
    layer, sums = found.layer, found.layer.sums
    low, high = sums.usual
    bounded = np.isfinite(sums.low) and np.isfinite(sums.high)
    return {
        "operator": layer.index,
        "kind": layer.kind,
        "name": _short(layer.name),
        "cause": found.cause,
        "ownSqnrDb": _decimals(decibels(sums.signal, sums.own), 1),
        "sqnrDb": _decimals(decibels(sums.signal, sums.accumulated), 1),
        "weightRange": _weight_range(layer),
        "activationRange": {
            "low": _digits(sums.low),
            "high": _digits(sums.high),
            "usualLow": _digits(low),
            "usualHigh": _digits(high),
        }
        if bounded
        else None,
        "saturation": _digits(sums.cut_off / sums.count),
        "channels": len(sums.signal),
        "deadChannels": int(sums.dead.sum()),
        "lostChannels": int(sums.lost.sum()),
    }


def _weight_range(layer: MeasuredLayer) -> dict[str, object] | None:
    weights = layer.weights
    if weights is None:
        return None
    return {
        "channel": weights.top,
        "largest": _digits(float(weights.largest.max())),
        "median": _digits(weights.median),
        "oneScale": layer.one_weight_scale,
    }


def _scatters(params: Params) -> list[dict[str, object]]:
    """Of the outputs that lost most."""
    references = open_stores(params["referenceDir"])
    candidates = open_stores(params["candidateDir"])
    triples = zip(params["candidateOutputs"], references, candidates, strict=True)
    drawn = []
    for facts, reference, candidate in triples:
        count = min(len(reference), len(candidate))
        pairs = count_pairs(reference, candidate, count)
        if pairs is not None:
            scale = {"low": _digits(pairs["low"]), "high": _digits(pairs["high"])}
            scatter = {"output": _short(facts["name"]), **scale, "rows": pairs["rows"]}
            drawn.append((_closeness(reference, candidate, count), scatter))
    return [scatter for _, scatter in sorted(drawn, key=lambda pair: pair[0])[:_SCATTERS]]


def _closeness(reference: np.ndarray, candidate: np.ndarray, count: int) -> float:
    wanted, actual = np.asarray(reference[:count]), np.asarray(candidate[:count])
    closeness = decibels(np.square(wanted).sum(), np.square(actual - wanted).sum())
    return np.inf if closeness is None else closeness


def _short(name: str, longest: int = _LONGEST_NAME) -> str:
    return name if len(name) <= longest else f"…{name[1 - longest :]}"


def _decimals(value: float | None, places: int) -> float | None:
    return None if value is None or not np.isfinite(value) else round(value, places)


def _digits(value: float) -> float:
    return float(f"{value:.3g}")
