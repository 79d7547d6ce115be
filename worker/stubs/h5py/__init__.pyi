from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

class File:
    attrs: Mapping[str, bytes | str]
    def __init__(self, name: str | Path, mode: str) -> None: ...
    def __enter__(self) -> File: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
