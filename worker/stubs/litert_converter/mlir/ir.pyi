from types import TracebackType

class _Scope:
    def __enter__(self) -> object: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

class Context(_Scope): ...

class Location(_Scope):
    @staticmethod
    def unknown() -> Location: ...

class Operation: ...

class Module:
    @property
    def operation(self) -> Operation: ...
