"""Every rewrite by the name that targets ask for it with."""

from __future__ import annotations

from dlpu_worker.legalize.average_as_depthwise import average_by_depthwise
from dlpu_worker.legalize.byte_edges import use_bytes_at_edges
from dlpu_worker.legalize.channel_gather import gather_by_convolution
from dlpu_worker.legalize.channel_padding import pad_channels_by_convolution
from dlpu_worker.legalize.dense_as_convolution import use_convolution_for_dense
from dlpu_worker.legalize.first_subgraph import keep_first_subgraph
from dlpu_worker.legalize.fixed_shapes import fix_shapes
from dlpu_worker.legalize.float_form import use_float_form
from dlpu_worker.legalize.fold_padding import fold_padding
from dlpu_worker.legalize.inline_buffers import inline_buffers
from dlpu_worker.legalize.lower_versions import lower_versions
from dlpu_worker.legalize.narrow_indices import narrow_indices
from dlpu_worker.legalize.plain_padding import use_plain_padding
from dlpu_worker.legalize.relu_as_quantize import use_quantize_for_relu
from dlpu_worker.legalize.rewrite import Rewrite
from dlpu_worker.legalize.split_groups import split_groups
from dlpu_worker.legalize.square_kernels import use_square_kernels
from dlpu_worker.legalize.stepwise_requantize import requantize_stepwise
from dlpu_worker.legalize.tie_quantization import tie_quantization
from dlpu_worker.legalize.tile_as_concatenation import concatenate_for_tile
from dlpu_worker.legalize.trim_padding import trim_padding
from dlpu_worker.legalize.zero_bias import add_zero_bias

REWRITES: dict[str, Rewrite] = {
    "average-as-depthwise": Rewrite(average_by_depthwise, "rounding"),
    "byte-edges": Rewrite(use_bytes_at_edges),
    "channel-gather": Rewrite(gather_by_convolution),
    "channel-padding": Rewrite(pad_channels_by_convolution),
    "dense-as-convolution": Rewrite(use_convolution_for_dense),
    "first-subgraph": Rewrite(keep_first_subgraph, takes_several=True),
    "fixed-shapes": Rewrite(fix_shapes),
    "float-form": Rewrite(use_float_form),
    "fold-padding": Rewrite(fold_padding),
    "inline-buffers": Rewrite(inline_buffers),
    "lower-versions": Rewrite(lower_versions),
    "narrow-indices": Rewrite(narrow_indices),
    "plain-padding": Rewrite(use_plain_padding),
    "relu-as-quantize": Rewrite(use_quantize_for_relu),
    "split-groups": Rewrite(split_groups),
    "square-kernel": Rewrite(use_square_kernels),
    "stepwise-requantize": Rewrite(requantize_stepwise),
    "tie-quantization": Rewrite(tie_quantization, "rounding"),
    "tile-as-concatenation": Rewrite(concatenate_for_tile),
    "trim-padding": Rewrite(trim_padding),
    "zero-bias": Rewrite(add_zero_bias),
}
