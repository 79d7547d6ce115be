"""An HDF5 file as plain data: walked to its end before anything reads a weight from it.

HDF5 can take a dataset's bytes from other files (external storage, external links, virtual
datasets) and load filters as plug-ins (https://support.hdfgroup.org/documentation/hdf5/latest/,
read 2026-11-29). Keras writes none of these.
"""

from __future__ import annotations

from collections.abc import Iterator

import h5py

from dlpu_worker.failure import StepFailure, user_failure

_MOST_OBJECTS = 1_000_000
_BUILT_IN_FILTERS = {h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_FLETCHER32}
_BUILT_IN_FILTERS |= {h5py.h5z.FILTER_SZIP, h5py.h5z.FILTER_NBIT, h5py.h5z.FILTER_SCALEOFFSET}
_BUILT_IN_FILTERS |= {h5py.h5z.FILTER_LZF}
_CLAIM_FLOOR_BYTES = 64 << 20
_MOST_EXPANSION = 1100  # Deflate reaches 1032.


def require_self_contained(file: h5py.File, name: str) -> None:
    """Refuse a file that reaches out of itself, or claims more data than it can hold."""
    for path, item in _walk(file, name):
        if isinstance(item, h5py.Dataset):
            _require_plain(path, item, name)


def _walk(file: h5py.File, name: str) -> Iterator[tuple[str, h5py.HLObject]]:
    rest: list[tuple[str, h5py.Group]] = [("", file)]
    seen = {h5py.h5o.get_info(file.id).addr}
    while rest:
        parent, group = rest.pop()
        for key in group.id:
            path = f"{parent}/{key.decode(errors='replace')}"
            if group.id.links.get_info(key).type != h5py.h5l.TYPE_HARD:
                raise _refusal(name, f"{path} is a link to a name, here or in another file")
            address = group.id.links.get_info(key).u
            if address in seen:
                continue
            seen.add(address)
            if len(seen) > _MOST_OBJECTS:
                raise _refusal(name, f"it has more than {_MOST_OBJECTS} objects")
            item = group[key]
            yield path, item
            if isinstance(item, h5py.Group):
                rest.append((path, item))


def _require_plain(path: str, dataset: h5py.Dataset, name: str) -> None:
    plan = dataset.id.get_create_plist()
    if plan.get_external_count() > 0:
        raise _refusal(name, f"{path} takes its values from another file (external storage)")
    if plan.get_layout() == h5py.h5d.VIRTUAL:
        raise _refusal(name, f"{path} takes its values from other datasets (a virtual dataset)")
    filters = {plan.get_filter(n)[0] for n in range(plan.get_nfilters())}
    if unknown := filters - _BUILT_IN_FILTERS:
        raise _refusal(name, f"{path} needs the filter {min(unknown)}, which HDF5 would load")
    stored = dataset.id.get_storage_size()
    if dataset.nbytes > _CLAIM_FLOOR_BYTES and dataset.nbytes > stored * _MOST_EXPANSION:
        raise _refusal(name, f"{path} claims {dataset.nbytes} bytes and holds {stored}")


def _refusal(file: str, reason: str) -> StepFailure:
    return user_failure(
        "hdf5-reaches-out",
        f"{file} is no plain Keras model: {reason}",
        "Save it anew where it was trained: model.save('model.keras').",
    )
