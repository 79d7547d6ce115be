"""Keras' own objects that a model file may name; everything else is refused by name.

From the registries of Keras 3.15 and tf-keras 2.21 (read 2026-11-29). Left out although Keras' own:
what carries or calls code (Lambda, TFOpLambda, TFSMLayer, JaxLayer …) and what reads a vocabulary
file (StringLookup, IntegerLookup, TextVectorization).
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODELS = frozenset({"Functional", "Model", "Sequential"})

_EVERY_RANK = _words(
    "AveragePooling AvgPool Conv ConvLSTM ConvTranspose Convolution ConvolutionTranspose Cropping"
    " GlobalAveragePooling GlobalAvgPool GlobalMaxPool GlobalMaxPooling MaxPool MaxPooling"
    " SeparableConv SeparableConvolution SpatialDropout UpSampling ZeroPadding DepthwiseConv"
    " LocallyConnected AdaptiveAveragePooling AdaptiveMaxPooling"
)

_LAYERS = _words(
    """
    Activation ActivityRegularization Add AdditiveAttention AlphaDropout Attention AugMix
    AutoContrast Average BatchNormalization BatchNormalizationV1 Bidirectional CategoryEncoding
    CenterCrop Concatenate ContrastLimitedAdaptiveHistogramEqualization CutMix Dense Discretization
    Dot Dropout ELU EinsumDense Embedding Equalization Flatten GRU GRUCell GRUV1 GaussianDropout
    GaussianNoise GroupNormalization GroupQueryAttention Identity InputLayer LSTM LSTMCell LSTMV1
    LayerNormalization LeakyReLU Masking MaxNumBoundingBoxes Maximum MelSpectrogram Minimum MixUp
    MultiHeadAttention Multiply Normalization PReLU Permute Pipeline RMSNormalization RNN
    RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop
    RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHeight
    RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation
    RandomSharpness RandomShear RandomTranslation RandomWidth RandomZoom ReLU RepeatVector Rescaling
    Reshape Resizing ReversibleEmbedding STFTSpectrogram SimpleRNN SimpleRNNCell Softmax
    Solarization SpectralNormalization StackedRNNCells Subtract ThresholdedReLU TimeDistributed
    UnitNormalization
    """
)


def _of_rank(name: str, rank: int) -> str:
    before, transpose, _ = name.partition("Transpose")
    return f"{before}{rank}D{transpose}"


LAYERS = _LAYERS | {_of_rank(name, rank) for name in _EVERY_RANK for rank in (1, 2, 3)}

INITIALIZERS = _words(
    """
    Constant ConstantV2 GlorotNormal GlorotNormalV2 GlorotUniform GlorotUniformV2 HeNormal
    HeNormalV2 HeUniform HeUniformV2 Identity IdentityInitializer IdentityV2 LecunNormal
    LecunNormalV2 LecunUniform LecunUniformV2 Ones OnesV2 Orthogonal OrthogonalInitializer
    OrthogonalV2 RandomNormal RandomNormalV2 RandomUniform RandomUniformV2 STFT STFTInitializer
    TruncatedNormal TruncatedNormalV2 VarianceScaling VarianceScalingV2 Zeros ZerosV2
    """
)

REGULARIZERS = frozenset({"L1", "L2", "L1L2", "OrthogonalRegularizer"})

CONSTRAINTS = frozenset({"MaxNorm", "MinMaxNorm", "NonNeg", "RadialConstraint", "UnitNorm"})

POLICIES = frozenset({"DTypePolicy", "FloatDTypePolicy", "Policy", "PolicyV1"})

VALUES = frozenset(
    {
        "TensorShape",
        "__bytes__",
        "__ellipsis__",
        "__keras_tensor__",
        "__numpy__",
        "__slice__",
        "__tensor__",
        "__tuple__",
    }
)
"""Plain values that Keras writes in the form of an object."""

ACTIVATIONS = _words(
    """
    celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu
    linear log_sigmoid log_softmax mish relu relu6 selu sigmoid silu soft_shrink softmax softplus
    softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold
    """
)

CLASSES = MODELS | LAYERS | INITIALIZERS | REGULARIZERS | CONSTRAINTS | POLICIES | VALUES

MODULES = frozenset(
    {
        "keras",
        "keras.activations",
        "keras.constraints",
        "keras.dtype_policies",
        "keras.engine.functional",
        "keras.engine.sequential",
        "keras.initializers",
        "keras.layers",
        "keras.mixed_precision",
        "keras.models",
        "keras.regularizers",
        "keras.src.engine.functional",
        "keras.src.engine.sequential",
        "keras.src.models.functional",
        "keras.src.models.sequential",
        "tf_keras.src.engine.functional",
        "tf_keras.src.engine.sequential",
    }
)
"""Where a file may say that an object of `CLASSES` comes from."""

OPERATION_MODULES = frozenset(
    {
        "keras.src.ops.image",
        "keras.src.ops.linalg",
        "keras.src.ops.math",
        "keras.src.ops.nn",
        "keras.src.ops.numpy",
    }
)
"""Keras 3 writes `x + y` and `keras.ops` calls as objects of these, all functions of tensors."""

CORE_OPERATIONS = frozenset({"Cast", "Shape", "Slice", "SliceUpdate", "StopGradient", "Unstack"})
"""The operations of `keras.src.ops.core` that take no function."""
