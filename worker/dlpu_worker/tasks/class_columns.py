"""Which class of the labels each column of a detector's scores stands for."""

from __future__ import annotations

from dlpu_worker.failure import user_failure
from dlpu_worker.tasks.coco import Category


def categories_of_columns(
    columns: int, names: list[str] | None, categories: list[Category], decoder: str
) -> dict[int, int]:
    """The category by column: by the names that the configuration lists, else in the ids' order.

    One column more than classes is the background, first. A detector with its own post-processing
    counts without the background, and shows as many columns as it found.
    """
    known = {c["name"]: c["id"] for c in categories if c["name"].lower() != "background"}
    own = decoder == "postprocess"
    if names is not None and (own or len(names) == columns):
        listed = names[1:] if own and names[0] not in known else names
        found = {column: known[name] for column, name in enumerate(listed) if name in known}
        if found:
            return found
    if names is None and (own or columns in (len(known), len(known) + 1)):
        first = 1 if columns == len(known) + 1 and not own else 0
        return {first + index: category for index, category in enumerate(sorted(known.values()))}
    raise user_failure(
        "classes",
        f"the detector scores {columns} classes, the labels know {len(known)}:"
        f" {', '.join(known)[:200]}",
        "List the names of all classes in the order of the scores under classes in dlpu.yml.",
    )
