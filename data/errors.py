"""What can go wrong, each with its facts; worded once here, put into the reader's language by ui/failures.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import ClassVar


def N_(message: str) -> str:
    """Mark a text for the translation catalogue without translating it here."""
    return message


@dataclass
class AtlasError(Exception):
    """A failure that the person in front of the app can answer.

    Subclasses are dataclasses whose fields are the facts and whose `template`
    is the English sentence (a gettext msgid) that quotes them as {field}.
    """

    template: ClassVar[str] = ""
    refuses: ClassVar[bool] = False
    """True: somebody tried what the role may not; ui/failures.py puts it on record where it is told."""

    def facts(self) -> dict[str, object]:
        """Field name -> value; sequences are joined with commas for reading."""
        read = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: ", ".join(map(str, v)) if isinstance(v, (tuple, list)) else v for k, v in read.items()}

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with its facts, in the language of `translate`."""
        return translate(self.template).format(**self.facts())

    def __str__(self) -> str:
        return self.message()


@dataclass
class NotAllowed(AtlasError):
    """The reader's role may not do this (data/permissions.py)."""

    role: str
    action: str
    template = N_(
        "Your role, {role}, may not: {action}. Nothing was done, and the attempt is on record. If your work needs it, "
        "ask an administrator."
    )


@dataclass
class StatementFailed(AtlasError):
    """The register could not answer a statement that came from a file."""

    detail: str
    template = N_("The register cannot answer this: {detail}.")


@dataclass
class RegisterInUse(AtlasError):
    """Another process holds the register's file."""

    path: str
    template = N_(
        "The register {path} is open in another program, probably the running atlas. Close it, or use its pages."
    )


@dataclass
class DoorbellUnanswered(AtlasError):
    """The program that holds the register does not answer."""

    path: str
    template = N_(
        "The register {path} is open in another program, which does not answer. If it is the running atlas, open one "
        "of its pages and try again; if not, close that program."
    )


@dataclass
class DoorbellRefused(AtlasError):
    """The running atlas was asked from the shell and could not do it."""

    said: str
    template = N_("The running atlas was asked and says: {said}")


@dataclass
class RegisterUnreadable(AtlasError):
    """The register's file cannot be opened."""

    path: str
    detail: str
    template = N_(
        "The register {path} cannot be opened: {detail}. Nothing was changed; keep the file and restore a backup."
    )


@dataclass
class RegisterOtherVersion(AtlasError):
    """The register's file is of a version too old to be brought forward."""

    path: str
    found: int
    wanted: int
    oldest: int
    template = N_(
        "The register {path} has version {found} of the tables; this atlas needs version {wanted} and brings forward "
        "those from version {oldest} on. Nothing was changed. A demonstration register is made anew with: make demo. "
        "Open any other with an atlas in between first, or name another file in ATLAS_DB."
    )


@dataclass
class RegisterNewer(AtlasError):
    """A newer version of the atlas made the register's file."""

    path: str
    found: int
    wanted: int
    template = N_(
        "The register {path} was made by a newer atlas: its tables have version {found}, and this atlas knows version "
        "{wanted}. Nothing was changed. Install the newer atlas, or name another file in ATLAS_DB."
    )


@dataclass
class RegisterNotBroughtForward(AtlasError):
    """The register of an earlier version could not be brought to this one."""

    path: str
    found: int
    wanted: int
    backup: str
    detail: str
    template = N_(
        "The register {path} could not be brought from version {found} of the tables to version {wanted}: {detail}. "
        "It is as it was, and a copy of it stands at {backup}. Use the atlas that made it until this is mended."
    )


@dataclass
class RealRegisterRefused(AtlasError):
    """The register holds real cases and nobody has to sign in."""

    path: str
    template = N_(
        "The register {path} is marked as holding real cases. The atlas opens real cases only to people who have "
        "signed in, and no sign-in is configured here. Configure sign-in, or point ATLAS_DB to another register."
    )


@dataclass
class BoundaryFileMissing(AtlasError):
    """The boundary file does not exist."""

    path: str
    template = N_("There is no file {path}. Give the path of a GeoJSON, a zipped shapefile or a GeoPackage.")


@dataclass
class BoundaryFileUnreadable(AtlasError):
    """The boundary file cannot be read as geographic data."""

    path: str
    reason: str
    template = N_(
        "{path} cannot be read as a GeoJSON (.geojson, .json), a zipped shapefile (.zip) or a GeoPackage (.gpkg): "
        "{reason}. Nothing was installed."
    )


@dataclass
class BoundaryLayoutUnknown(AtlasError):
    """No column of the boundary file says which township a polygon is."""

    path: str
    columns: tuple[str, ...]
    expected: tuple[str, ...]
    template = N_(
        "{path} has none of the columns that name a township. It has: {columns}. Expected one of: {expected}. "
        "Nothing was installed."
    )


@dataclass
class BoundaryCrsUnknown(AtlasError):
    """The boundary file does not say its coordinate system, and its numbers are not degrees in Myanmar."""

    path: str
    bounds: tuple[float, ...]
    template = N_(
        "{path} does not say its coordinate system, and its coordinates ({bounds}) are not degrees within Myanmar. "
        "Save it again with its coordinate system (for a shapefile, with its .prj file)."
    )


@dataclass
class BoundaryElsewhere(AtlasError):
    """The boundary file's polygons do not lie in Myanmar."""

    path: str
    bounds: tuple[float, ...]
    template = N_(
        "The polygons of {path} lie at {bounds} degrees (west, south, east, north), outside Myanmar. "
        "Check the file and its coordinate system; nothing was installed."
    )


@dataclass
class BoundaryNoTownship(AtlasError):
    """No polygon of the boundary file belongs to a known township."""

    path: str
    rows: int
    examples: tuple[str, ...]
    template = N_(
        "None of the {rows} rows of {path} is a polygon of a known township (for example: {examples}). "
        "Check that it holds townships (administrative level 3); nothing was installed."
    )


@dataclass
class BoundaryUndrawable(AtlasError):
    """Township polygons that cannot be simplified without losing area or shape."""

    codes: tuple[str, ...]
    reason: str
    template = N_("The polygons of {codes} cannot be drawn correctly: {reason}. Nothing was installed.")


@dataclass
class BoundaryTooHeavy(AtlasError):
    """The simplified map is still larger than a browser should load."""

    bytes: int
    bytes_gzip: int
    allowed: int
    allowed_gzip: int
    template = N_(
        "The map would weigh {bytes} bytes ({bytes_gzip} compressed), more than the {allowed} ({allowed_gzip}) that "
        "a browser should load. Use a coarser boundary file; nothing was installed."
    )


@dataclass
class BoundaryRecordDamaged(AtlasError):
    """The files that an installed boundary set consists of do not fit together."""

    path: str
    reason: str
    template = N_(
        "The installed boundaries cannot be used ({path}: {reason}). The schematic is shown instead and nothing was "
        "deleted; install the boundary file again."
    )


@dataclass
class BoundaryServerUnreachable(AtlasError):
    """The boundary server cannot be reached."""

    url: str
    reason: str
    template = N_(
        "{url} cannot be reached: {reason}. Check the network, or download the file elsewhere and install it with: "
        "python -m geo.boundaries install FILE"
    )


@dataclass
class BoundaryServerRefused(AtlasError):
    """The boundary server answered with an error."""

    url: str
    status: int
    reason: str
    template = N_("{url} answered {status} ({reason}). Try again later, or give another address with --url.")


@dataclass
class BoundaryServerSlow(AtlasError):
    """The boundary server did not send anything for too long."""

    url: str
    timeout_s: float
    received_bytes: int
    template = N_(
        "{url} was given up after {timeout_s} seconds ({received_bytes} bytes received). Try again, or allow more "
        "with --timeout."
    )


@dataclass
class BoundaryDownloadCut(AtlasError):
    """The download ended before the file was complete."""

    url: str
    received_bytes: int
    reason: str
    template = N_("The download from {url} broke off after {received_bytes} bytes ({reason}). Nothing was installed.")


@dataclass
class BoundaryDownloadWrong(AtlasError):
    """What the server sent is not GeoJSON."""

    url: str
    content_type: str
    begins: str
    template = N_(
        "{url} sent {content_type} and not GeoJSON; it begins: {begins}. Nothing was installed. The address may have "
        "changed: give the new one with --url."
    )


@dataclass
class UnknownTownshipCodes(AtlasError):
    """Alternate names were given for codes that are no township's."""

    codes: tuple[str, ...]
    template = N_("No township has the code {codes}. Check the table of other names; nothing was added.")


@dataclass
class PlaceFileMissing(AtlasError):
    """The file of place names does not exist."""

    path: str
    template = N_("There is no file {path}. Give the path of a CSV file with a column called name.")


@dataclass
class PlaceFileUndecodable(AtlasError):
    """The file of place names is not UTF-8."""

    path: str
    byte: int
    template = N_("{path} is not UTF-8 text (byte {byte}). Save it again as CSV UTF-8.")


@dataclass
class PlaceFileUnreadable(AtlasError):
    """The file of place names is not a CSV."""

    path: str
    reason: str
    template = N_("{path} cannot be read as a CSV file: {reason}.")


@dataclass
class PlaceColumnMissing(AtlasError):
    """The file of place names lacks a column."""

    path: str
    column: str
    columns: tuple[str, ...]
    template = N_("{path} has no column {column}. It has: {columns}. Rename the column and try again.")


@dataclass
class RegisterIsReal(AtlasError):
    """The demonstration register may not take the place of real cases."""

    path: str
    template = N_(
        "The register {path} holds real cases, so the demonstration register was not put in its place. To try the "
        "demonstration, name another file in the environment variable ATLAS_DB."
    )


@dataclass
class RegisterHoldsCases(AtlasError):
    """The demonstration register is made in an empty register only."""

    path: str
    cases: int
    template = N_(
        "The register {path} already holds {cases} cases; the demonstration register is made in an empty one. "
        "To make it anew, close the atlas and run: python -m data.demo"
    )


@dataclass
class MayNotLoad(AtlasError):
    """The reader's role may not bring in files of this format."""

    role: str
    refuses = True
    template = N_(
        "Your role, {role}, may not bring in this file: planners may bring in every kind, DSW officers the spreadsheet "
        "of their shelters. Nothing was loaded."
    )
