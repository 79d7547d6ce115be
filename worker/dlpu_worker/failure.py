"""Failures of a step, as the channel reports them."""

from __future__ import annotations

from typing import Literal, TypedDict

Kind = Literal["user", "toolchain", "crashed", "timeout", "memory", "disk", "cancelled"]


class ErrorReply(TypedDict):
    """What the channel sends about a failed request."""

    kind: Kind
    code: str
    message: str
    remedy: str
    detail: str


class StepFailure(Exception):
    """A step refuses its input or a library failed; ``message`` stands alone."""

    def __init__(self, kind: Kind, code: str, message: str, remedy: str, detail: str = "") -> None:
        super().__init__(message)
        self.kind: Kind = kind
        self.code = code
        self.remedy = remedy
        self.detail = detail

    def reply(self) -> ErrorReply:
        """The wire form."""
        return error_reply(self.kind, self.code, str(self), self.remedy, self.detail)


def user_failure(code: str, message: str, remedy: str, detail: str = "") -> StepFailure:
    """The user's model, data or configuration must change."""
    return StepFailure("user", code, message, remedy, detail)


def toolchain_failure(code: str, message: str, remedy: str, detail: str = "") -> StepFailure:
    """A converter, quantizer or interpreter failed on a valid request."""
    return StepFailure("toolchain", code, message, remedy, detail)


def error_reply(kind: Kind, code: str, message: str, remedy: str, detail: str = "") -> ErrorReply:
    """Build the wire form of a failure."""
    return {"kind": kind, "code": code, "message": message, "remedy": remedy, "detail": detail}
