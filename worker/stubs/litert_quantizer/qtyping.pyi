from enum import Enum

import numpy as np

type QSV = dict[str, np.ndarray]

class QuantGranularity(Enum):
    TENSORWISE = "TENSORWISE"
    CHANNELWISE = "CHANNELWISE"

class TFLOperationName(Enum):
    ALL_SUPPORTED = "*"
    FULLY_CONNECTED = "FULLY_CONNECTED"
