"""Mean average precision of two detectors on the same pictures."""

from __future__ import annotations

import numpy as np

from dlpu_worker.failure import user_failure
from dlpu_worker.steps import Progress
from dlpu_worker.tasks.average_precision import Matches, match, mean_average_precision
from dlpu_worker.tasks.class_columns import categories_of_columns
from dlpu_worker.tasks.coco import Detected, Picture, Truth, read_truth
from dlpu_worker.tasks.decode import decode
from dlpu_worker.tasks.geometry import Resize, geometry_of, input_layout, picture_size
from dlpu_worker.tasks.labels import Boxes
from dlpu_worker.tasks.resample import Measure, Resampled, resample
from dlpu_worker.tasks.spec import Detection, Size
from dlpu_worker.tasks.suppress import best_boxes

_MEASURES = {"mAP@[.5:.95]": slice(None), "mAP@.5": slice(1)}


def score_detections(
    references: list[np.ndarray],
    candidates: list[np.ndarray],
    sample: np.ndarray,
    resize: Resize,
    task: Detection,
    labels: Boxes,
    progress: Progress,
) -> list[Resampled]:
    """Decode both models' outputs and match them with the labels."""
    given = read_truth(labels["path"])
    count = min(len(values) for values in (*references, *candidates))
    layout = input_layout(sample)
    size = (layout["width"], layout["height"])
    sizes = _picture_sizes(labels, given["images"], size)[:count]
    geometries = [geometry_of(picture, size, resize) for picture in sizes]

    def match_all(outputs: list[np.ndarray], done: int) -> list[Matches]:
        categories: dict[int, int] = {}
        found = []
        for row, geometry in enumerate(geometries):
            progress("score", done + row, 2 * count)
            boxes, scores = decode([np.asarray(output[row]) for output in outputs], task, size)
            categories = categories_of_columns(
                scores.shape[1], labels["classes"], given["categories"], task["decoder"]
            )
            kept = best_boxes(boxes, scores, task["scoreThreshold"], task["iouThreshold"])
            found += _annotations(geometry.to_picture(kept[0]), kept[1], kept[2], categories, row)
        return match(_truth(given, labels["imageIds"][:count], set(categories.values())), found)

    first, second = match_all(references, 0), match_all(candidates, count)
    return [
        resample(name, _measure(first, cut), _measure(second, cut), count)
        for name, cut in _MEASURES.items()
    ]


def _picture_sizes(labels: Boxes, images: list[Picture], size: Size) -> list[Size]:
    """What the boxes are in: of arrays, the size that the labels state, else the input's."""
    if labels["pictures"] is not None:
        return [picture_size(picture) for picture in labels["pictures"]]
    stated = {image["id"]: (image.get("width"), image.get("height")) for image in images}
    both = [stated[image] for image in labels["imageIds"]]
    return [(width, height) if width and height else size for width, height in both]


def _measure(classes: list[Matches], thresholds: slice) -> Measure:
    return lambda weights: mean_average_precision(classes, weights, thresholds)


def _truth(given: Truth, image_ids: list[int], known: set[int]) -> Truth:
    """The labels of the samples for classes that the model knows, pictures numbered from 1."""
    numbers = {image: row + 1 for row, image in enumerate(image_ids)}
    wanted = [
        annotation
        for annotation in given["annotations"]
        if annotation["image_id"] in numbers and annotation["category_id"] in known
    ]
    if not wanted:
        raise user_failure(
            "labels",
            "no evaluation picture has a labelled box of a class that the model knows",
            "Check the images, annotations and categories of the labels, and classes in dlpu.yml.",
        )
    return {
        "info": {},
        "images": [{"id": number} for number in numbers.values()],
        "categories": [c for c in given["categories"] if c["id"] in known],
        "annotations": [
            {
                "id": index + 1,
                "image_id": numbers[annotation["image_id"]],
                "category_id": annotation["category_id"],
                "bbox": annotation["bbox"],
                "area": annotation.get("area", annotation["bbox"][2] * annotation["bbox"][3]),
                "iscrowd": annotation.get("iscrowd", 0),
            }
            for index, annotation in enumerate(wanted)
        ],
    }


def _annotations(
    boxes: np.ndarray,
    scores: np.ndarray,
    columns: np.ndarray,
    categories: dict[int, int],
    row: int,
) -> list[Detected]:
    """Detections as COCO's JSON, without the columns that stand for no class of the labels."""
    return [
        {
            "image_id": row + 1,
            "category_id": categories[column],
            "bbox": [left, top, right - left, bottom - top],
            "score": score,
        }
        for (left, top, right, bottom), score, column in zip(
            boxes.tolist(), scores.tolist(), columns.tolist(), strict=True
        )
        if column in categories
    ]
