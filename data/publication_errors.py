"""Why tables were not published: each refusal with its facts; nothing was written, and no withheld count is told."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_, AtlasError


@dataclass
class MayNotPublish(AtlasError):
    """The reader's role may not publish."""

    role: str
    template = N_("Only planners may publish tables; your role is {role}. Nothing was published.")


@dataclass
class PublishedMeanwhile(AtlasError):
    """Somebody published since the preview was made, so that the two were not audited together."""

    version: int
    published_by: str
    published_at: str
    template = N_(
        "{published_by} has published version {version} meanwhile ({published_at} UTC). Yours was not audited together "
        "with it, so nothing was published. Make the preview again."
    )


@dataclass
class AuditFailed(AtlasError):
    """The audit found a withheld figure that could be narrowed. narrowest_to: people."""

    table: str
    least_shown: int
    template = N_(
        "The audit of the table {table} does not show that every withheld figure could be anything below "
        "{least_shown}. Nothing was published."
    )


@dataclass
class FigureWrong(AtlasError):
    """A figure that may not be kept as it is."""

    table: str
    column: str
    value: str
    template = N_(
        "A figure of the table {table} has {column} = {value}, which may not be published. Nothing was published."
    )


@dataclass
class NoFigures(AtlasError):
    """A publication without any figure."""

    template = N_("There is no figure to publish. Nothing was published.")
