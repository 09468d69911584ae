"""What can go wrong with the record of who did what, and with the register at its start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.errors import N_, AtlasError


@dataclass
class AuditHeadUnreadable(AtlasError):
    """The file with the end of the audit log is damaged."""

    path: str
    template = N_(
        "The file {path}, which holds the end of the audit log outside the register, cannot be read. The register was "
        "not opened and nothing was changed. Look into who changed that file; then accept the register as it is with: "
        "python -m data.audit accept --reason TEXT"
    )


@dataclass
class RegisterLostRows(AtlasError):
    """The register ends before the head outside says that it did."""

    path: str
    last: int
    head: int
    written: str
    template = N_(
        "The register {path} has lost entries: its audit log ends at {last}, and on {written} it had reached {head}. "
        "Either an old copy was put back, or its end was cut off. It was not opened and nothing was changed. "
        "Restore the newest backup with: python -m data.backup restore, or accept the register as it is with: "
        "python -m data.audit accept --reason TEXT"
    )


@dataclass
class RegisterRewritten(AtlasError):
    """The audit log has another row where the head outside points, or the register is another one."""

    path: str
    head: int
    written: str
    template = N_(
        "The register {path} is not the one that the atlas left on {written}: entry {head} of its audit log is another "
        "one or missing. It was not opened and nothing was changed. Restore the newest backup with: "
        "python -m data.backup restore, or accept the register as it is with: python -m data.audit accept --reason TEXT"
    )


@dataclass
class RegisterQuarantined(AtlasError):
    """At the start something was wrong with the register, and its files were moved aside."""

    path: str
    folder: str
    why: str
    why_facts: tuple[tuple[str, object], ...] = ()
    template = N_(
        "The register {path} was moved aside to {folder} before anybody could work with it; nothing was deleted. "
        "What was found: {why} The way back: 1. Stop the atlas. 2. Put the newest backup in its place: "
        "python -m data.backup restore. 3. Or, if that folder holds the right state, take it as it is: "
        "python -m data.audit accept --from {folder} --reason TEXT. 4. Start the atlas again."
    )

    def message(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with what was found in it, which is a sentence of its own."""
        found = translate(self.why).format(**dict(self.why_facts))
        return translate(self.template).format(path=self.path, folder=self.folder, why=found)


@dataclass
class RegisterGone(AtlasError):
    """Real cases were here, and their file is missing."""

    path: str
    written: str
    seq: int
    template = N_(
        "The register {path} with real cases is not there any more; on {written} its audit log had reached entry "
        "{seq}. No empty one was put in its place. Put the file back, or restore the newest backup with: "
        "python -m data.backup restore. Files that the atlas moved aside lie in the folder quarantine beside it."
    )


@dataclass
class NothingToAccept(AtlasError):
    """There is no register to be accepted where it was looked for."""

    path: str
    template = N_("There is no register at {path}. Name the file or folder to be accepted with --from.")


@dataclass
class RegisterInTheWay(AtlasError):
    """Another register stands where one is to be put."""

    path: str
    template = N_(
        "Another register stands at {path}; nothing was changed. Move it elsewhere first, or name another place in "
        "ATLAS_DB."
    )


@dataclass
class AuditHeadMissing(AtlasError):
    """The end of the audit log was not written outside, though it should have been."""

    path: str
    seq: int
    template = N_(
        "The file {path} was missing: it holds the end of the audit log outside the register. The atlas goes on and "
        "has written it anew at entry {seq}; what was cut off before that can no longer be told. Find out who removed "
        "it."
    )


@dataclass
class AuditHeadNotWritten(AtlasError):
    """The end of the audit log cannot be written outside now; the register itself is safe."""

    path: str
    detail: str
    template = N_(
        "What you do is kept in the register, but the end of the audit log could not be written to {path}: {detail}. "
        "Make room on the disk or give the atlas the right to write there; it is tried again with each change."
    )


@dataclass
class DiskFull(AtlasError):
    """There is no room for a change."""

    folder: str
    detail: str
    template = N_(
        "The disk is full ({detail}). What you did last was not kept; everything before it is there and can be read. "
        "Make room on the disk of {folder}, then try again; lists of cases open again then, since looks are recorded."
    )


@dataclass
class DiskNearlyFull(AtlasError):
    """A change was kept, with the last room that there was."""

    folder: str
    template = N_(
        "The disk of {folder} is nearly full: your changes are kept, but there is no room to tidy up after them. Make "
        "room there soon."
    )


@dataclass
class RealRegisterUnguarded(AtlasError):
    """The register holds real cases and the server would hand out files past the sign-in."""

    path: str
    template = N_(
        "The register {path} is marked as holding real cases, and a server started this way hands files to whoever "
        "knows their address. Stop it and start the atlas with: python -m ui.serve"
    )
