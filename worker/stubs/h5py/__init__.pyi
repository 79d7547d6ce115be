from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from h5py import h5d as h5d
from h5py import h5l as h5l
from h5py import h5o as h5o
from h5py import h5z as h5z

class HLObject: ...

class Group(HLObject):
    attrs: Mapping[str, bytes | str]
    id: h5o.GroupID
    def __getitem__(self, name: str | bytes) -> HLObject: ...

class Dataset(HLObject):
    id: h5d.DatasetID
    nbytes: int

class File(Group):
    def __init__(self, name: str | Path, mode: str) -> None: ...
    def __enter__(self) -> File: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
