"""What all kinds of decisions have in common."""

from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

Remakes = Literal["nothing", "links", "everything"]


class Decision(BaseModel):
    """What a person decides about one thing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    KIND: ClassVar[str]
    WRITTEN_BY: ClassVar[frozenset[str]]  # roles
    REMAKES: ClassVar[Remakes] = "nothing"  # what of a built warehouse depends on it, beside mart.decision
    about: str | None = Field(default=None, exclude=True)

    @property
    def subject(self) -> str:
        """What it is about; a later decision on the same subject speaks instead of this one."""
        return self.about or self._subject()

    def _subject(self) -> str:
        raise NotImplementedError(f"{self.KIND} needs the subject that it is about")

    @property
    def payload(self) -> dict[str, Any]:
        """What the ledger keeps."""
        return self.model_dump(mode="json", exclude_unset=True)


def named(default: Any = "") -> Any:  # noqa: ANN401
    """Return a field that only says what the decision is about: the payload does not repeat it."""
    return Field(default=default, exclude=True)
