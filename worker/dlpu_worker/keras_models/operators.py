"""TensorFlow operators that a SavedModel may hold: those that touch nothing but tensors.

From the registry of TensorFlow 2.21 (read 2026-11-29). An operator is stateful there when running
it does more than computing its outputs; of those only the in-memory ones below are taken.
"""

from __future__ import annotations

from tensorflow.python.framework import op_def_registry


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CHECKPOINT = frozenset({"MergeV2Checkpoints", "RestoreV2", "SaveV2"})
"""Written by every exporter to save the model's own variables."""

_IN_MEMORY = _words(
    """
    AnonymousHashTable AnonymousMutableHashTable AnonymousMutableHashTableOfTensors Assert
    AssignAddVariableOp AssignSubVariableOp AssignVariableOp Case CheckNumerics CheckNumericsV2
    DestroyResourceOp DisableCopyOnRead Empty GuaranteeConst HashTable HashTableV2 If
    InitializeTableV2 IsResourceHandleRefCounting LookupTableExportV2 LookupTableFindV2
    LookupTableImportV2 LookupTableInsertV2 LookupTableRemoveV2 LookupTableSizeV2 Multinomial
    MutableHashTable MutableHashTableOfTensorsV2 MutableHashTableV2 ParameterizedTruncatedNormal
    RandomGamma RandomPoissonV2 RandomShuffle RandomStandardNormal RandomUniform RandomUniformInt
    ReadVariableOp RngReadAndSkip RngSkip StackCloseV2 StackPopV2 StackPushV2 StackV2
    StatefulPartitionedCall StatefulRandomBinomial StatefulStandardNormalV2 StatefulTruncatedNormal
    StatefulUniform StatefulUniformFullInt StatefulUniformInt StatelessRandomGetAlg
    TensorArrayCloseV3 TensorArrayConcatV3 TensorArrayGatherV3 TensorArrayGradV3 TensorArrayReadV3
    TensorArrayScatterV3 TensorArraySizeV3 TensorArraySplitV3 TensorArrayV3 TensorArrayWriteV3
    TruncatedNormal VarHandleOp VarIsInitializedOp Variable VariableShape VariableV2 While _Arg
    _Retval
    """
)
_IN_MEMORY_FAMILIES = (
    "ResourceApply",
    "ResourceGather",
    "ResourceScatter",
    "ResourceSparseApply",
    "ResourceStridedSlice",
)

_REACHES_OUT = _words(
    """
    Copy CopyHost GenerateVocabRemapping ImmutableConst InitializeTableFromTextFile
    MatchingFiles MlirPassthroughOp PyFuncStateless ReadFile
    """
)
"""Not stateful for TensorFlow, but they read files, call Python or watch other operators."""

_REACHES_OUT_FAMILIES = ("Debug", "RegisterDataset", "Tpu", "TPU")
_REACHES_OUT_PARTS = ("Dataset", "Iterator")  # Input pipelines: caches and snapshots are files.


def may_run(operator: str) -> bool:
    """Whether an operator computes from tensors alone; of unknown ones nothing is known."""
    definition = op_def_registry.get(operator)
    if definition is None:
        return False
    if definition.is_stateful:
        return operator in _IN_MEMORY or operator.startswith(_IN_MEMORY_FAMILIES)
    return (
        operator not in _REACHES_OUT
        and not operator.startswith(_REACHES_OUT_FAMILIES)
        and not any(part in operator for part in _REACHES_OUT_PARTS)
    )
