from typing import TypedDict

import numpy as np
from pycocotools.coco import COCO

class Params:
    areaRng: list[list[float]]
    imgIds: list[int]

class ImageEvaluation(TypedDict):
    dtScores: list[float]
    dtMatches: np.ndarray
    dtIgnore: np.ndarray
    gtIgnore: np.ndarray

class COCOeval:
    params: Params
    evalImgs: list[ImageEvaluation | None]
    def __init__(self, cocoGt: COCO, cocoDt: COCO, iouType: str) -> None: ...
    def evaluate(self) -> None: ...
