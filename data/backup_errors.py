"""What can go wrong with a backup, each with its facts."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_, AtlasError


@dataclass
class NoBackup(AtlasError):
    """There is no backup to be worked with."""

    folder: str
    template = N_("There is no backup in {folder}. Make one with: python -m data.backup create, or name the file.")


@dataclass
class BackupDamaged(AtlasError):
    """A backup is not what was written."""

    file: str
    detail: str
    template = N_(
        "The backup {file} is damaged: {detail}. Nothing was changed; take another one: python -m data.backup list"
    )


@dataclass
class BackupLocked(AtlasError):
    """A backup is encrypted, and the passphrase is missing or wrong."""

    file: str
    template = N_(
        "The backup {file} is encrypted, and it does not open with the passphrase given. Put the right one into "
        "ATLAS_BACKUP_PASSPHRASE, or the path of a file that holds it into ATLAS_BACKUP_PASSPHRASE_FILE."
    )


@dataclass
class BackupNotWritten(AtlasError):
    """A backup could not be made."""

    folder: str
    detail: str
    template = N_("No backup was made in {folder}: {detail}. The register is as it was.")


@dataclass
class PassphraseUnusable(AtlasError):
    """The passphrase for backups cannot be used."""

    where: str
    template = N_("{where} holds no passphrase of at least {fewest} characters, so no backup was made or opened.")
    fewest: int = 12
