from collections.abc import Iterator

class ObjectInfo:
    addr: int

class LinkInfo:
    type: int
    u: int

class Links:
    def get_info(self, name: bytes) -> LinkInfo: ...

class GroupID:
    links: Links
    def __iter__(self) -> Iterator[bytes]: ...

def get_info(loc: GroupID) -> ObjectInfo: ...
