"""Who is asking: role, organisation and shelters, passed to every question about cases."""

from __future__ import annotations

from dataclasses import dataclass

from data.vocabulary import Role


@dataclass(frozen=True)
class Scope:
    """What the macros visible_case, visible_assignment and visible_event need to know of the reader.

    actor: account name for the audit log. organisation_id: of an NGO manager.
    shelter_ids: shelters of a DSW officer.
    """

    role: Role
    actor: str
    organisation_id: str | None = None
    shelter_ids: tuple[str, ...] = ()

    def params(self) -> dict[str, object]:
        """The three bound parameters $role, $organisation and $shelters."""
        return {"role": str(self.role), "organisation": self.organisation_id, "shelters": list(self.shelter_ids)}
