"""Why a user or a setting was not changed: each refusal with its facts; nothing was written where one is met."""

from __future__ import annotations

from dataclasses import dataclass

from data.errors import N_, AtlasError


@dataclass
class AccountWrong(AtlasError):
    """What was written is no account name."""

    account: str
    longest: int
    template = N_(
        "{account} is no account name: write it as the identity provider tells it, without spaces, at most {longest} "
        "characters. Nothing was changed."
    )


@dataclass
class UserWithoutOrganisation(AtlasError):
    """An NGO manager needs an organisation of the register."""

    account: str
    organisation: str
    template = N_(
        "{account} would be an NGO manager of the organisation {organisation}, which the register does not hold. "
        "Choose one of its organisations. Nothing was changed."
    )


@dataclass
class UserShelterUnknown(AtlasError):
    """A DSW officer may have shelters of the register only."""

    account: str
    shelters: tuple[str, ...]
    template = N_("The register has no shelter {shelters}, so {account} cannot have it. Nothing was changed.")


@dataclass
class UserLastAdministrator(AtlasError):
    """Without an administrator nobody could let anybody in."""

    account: str
    template = N_(
        "{account} is the only administrator who may sign in. Make another person administrator first. Nothing was "
        "changed."
    )


@dataclass
class UserChangedMeanwhile(AtlasError):
    """Somebody else changed the user since the page was drawn."""

    account: str
    changed_by: str
    template = N_("{account} was changed by {changed_by} meanwhile. Look again, then decide. Nothing was changed.")


@dataclass
class UserSame(AtlasError):
    """The change would change nothing."""

    account: str
    template = N_("{account} is already as you chose. Nothing was changed.")


@dataclass
class SettingUnknown(AtlasError):
    """There is no such setting."""

    key: str
    template = N_("There is no setting called {key}. Nothing was changed.")


@dataclass
class SettingOutside(AtlasError):
    """The value lies outside what the setting allows."""

    key: str
    value: float
    minimum: float
    maximum: float
    template = N_(
        "{value} is outside what {key} allows, {minimum} to {maximum}. Choose a value within. Nothing was changed."
    )


@dataclass
class SettingChangedMeanwhile(AtlasError):
    """Somebody else changed the setting since the page was drawn."""

    key: str
    value: float
    template = N_("{key} was set to {value} meanwhile. Look again, then decide. Nothing was changed.")
