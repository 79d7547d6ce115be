"""One rewrite of an integer `.tflite`, kept only if the file still computes the same.

The proof runs in a process of its own: LiteRT aborts on some graphs, and that must count as a
refusal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypedDict

from dlpu_worker.legalize.catalogue import REWRITES
from dlpu_worker.legalize.proof import LEAST_SQNR_DB, MOST_STEPS, Proof, prove
from dlpu_worker.legalize.prune import prune
from dlpu_worker.legalize.rewrite import Bound, Scope
from dlpu_worker.process.isolated import run_isolated
from dlpu_worker.samples.store import open_stores
from dlpu_worker.steps import Progress
from dlpu_worker.tflite.flatbuffer import read_model, write_model

_LARGEST = 1e9  # JSON has no infinity.


class Params(TypedDict):
    """A file, a rewrite's name, where it may work (see `Scope`), and the samples that prove it."""

    tflitePath: str
    rewrite: str
    operators: list[int] | None
    newest: dict[str, int]
    kernels: list[int]
    samplesDir: str
    outPath: str


def run(params: Params, progress: Progress) -> dict[str, object]:
    """Apply and prove; `outPath` is written only where the rewrite changed something and holds."""
    rewrite = REWRITES[params["rewrite"]]
    source, target = Path(params["tflitePath"]), Path(params["outPath"])
    model = read_model(source)
    if len(model.subgraphs) != 1 and not rewrite.takes_several:
        return _reply([], rewrite.bound, refusal=_several(len(model.subgraphs)))
    chosen = params["operators"]
    scope = Scope(
        None if chosen is None else frozenset(chosen), params["newest"], params["kernels"]
    )
    progress("rewrite", 0, 2)
    changed = rewrite.apply(model, scope)
    if not changed:
        return _reply([], rewrite.bound)
    prune(model)
    candidate = Path("rewritten.tflite")  # In the step's own folder.
    write_model(model, candidate)
    progress("prove", 1, 2)
    proof = _prove(source, candidate, params["samplesDir"], rewrite.bound)
    if isinstance(proof, str):
        return _reply(changed, rewrite.bound, refusal=proof)
    if not proof.holds(rewrite.bound):
        return _reply(changed, rewrite.bound, proof, _difference(proof))
    target.write_bytes(candidate.read_bytes())
    return _reply(changed, rewrite.bound, proof)


def _prove(source: Path, candidate: Path, samples: str, bound: Bound) -> Proof | str:
    stores, found = open_stores(samples), Path("proof.json")

    def act() -> None:
        found.write_text(json.dumps(vars(prove(source, candidate, stores, bound))))

    reason = run_isolated(act)
    if reason is not None:
        return f"LiteRT refuses the rewritten file: {' '.join(reason.split())[-300:]}"
    return Proof(**json.loads(found.read_text()))


def _several(count: int) -> str:
    return f"the file has {count} subgraphs, and only files with one are rewritten"


def _difference(proof: Proof) -> str:
    if proof.max_steps == 0:
        return f"{proof.inner} tensors within the graph differ"
    noise = "" if proof.sqnr_db is None else f", {max(proof.sqnr_db, -_LARGEST):.1f} dB"
    return f"outputs differ by {min(proof.max_steps, _LARGEST):.0f} quantization steps{noise}"


def _reply(
    changed: list[str], bound: Bound, proof: Proof | None = None, refusal: str | None = None
) -> dict[str, object]:
    words = {"identical": "identical outputs", "rounding": _ROUNDING}
    return {
        "changed": changed,
        "bound": words[bound],
        "refusal": refusal,
        "proof": None
        if proof is None
        else {
            "kernels": proof.kernels,
            "samples": proof.samples,
            "randomInputs": proof.random_inputs,
            "maxSteps": min(proof.max_steps, _LARGEST),
            "sqnrDb": None if proof.sqnr_db is None else max(proof.sqnr_db, -_LARGEST),
        },
    }


_ROUNDING = f"1 quantization step, or {MOST_STEPS} at {LEAST_SQNR_DB:.0f} dB"
