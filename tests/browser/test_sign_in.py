"""Signing in with a real OpenID Connect provider on this machine: each role, nobody, the way out, and revoked midway.

One server and one provider for the whole module. The server's first visitor opens the address of a page of cases. What
the server hands out beside its pages is asked for too, with and without who may; and one of its pages is broken.
"""

from __future__ import annotations

import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data.scope import Scope
from data.store import open_store
from data.users import NewUser, change
from data.vocabulary import Role
from tests.browser.driver import (
    FIRST_PATIENCE_MS,
    HERE,
    PATIENCE_MS,
    Watch,
    free_port,
    settled,
    start_server,
    stop_server,
)
from ui.navigation import pages_of

pytestmark = pytest.mark.browser
BOSS = Scope(Role.ADMINISTRATOR, "test")
SHELTER = "SH-MMR015009"
NO_SUCH_PAGE = "The page that you have requested does not seem to exist"
STRANGER = "stranger@example.org"
SECRETS = """[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "{secret}"
client_id = "atlas"
client_secret = "not-a-secret-here"
server_metadata_url = "http://{here}:{provider}/.well-known/openid-configuration"
"""
# python -m ui.serve, but the page M&E calendar meets what nobody foresaw, with a statement and a path in its words.
BROKEN = "SELECT case_code FROM victim_case -- /srv/atlas/atlas.duckdb"
SERVE_BROKEN = f"""
from ui import calendar_view, serve
def broken(): raise RuntimeError({BROKEN!r})
calendar_view.show = broken
serve.main()
"""
EXECUTABLE = b"MZ\x90\x00\x03\x00\x00\x00\x04" + bytes(200)


def account(role: Role) -> str:
    return f"{role}@example.org"


def _users(path: Path) -> None:
    store = open_store(path)
    try:
        organisation = str(store.read("SELECT min(organisation_id) AS one FROM organisation")["one"].iloc[0])
        for role in Role:
            of = organisation if role is Role.NGO_MANAGER else None
            change(store, BOSS, NewUser(account(role), role, of, (SHELTER,)), 0)
        change(store, BOSS, NewUser("leaving@example.org", Role.PLANNER), 0)
    finally:
        store.close()


@pytest.fixture(scope="module")
def signed_atlas(register: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an atlas to which everybody must sign in; nobody has visited it yet."""
    folder = tmp_path_factory.mktemp("signed")
    path, port = folder / "atlas.duckdb", free_port()
    shutil.copy2(register, path)
    for extra in register.parent.glob("boundaries"):
        shutil.copytree(extra, folder / "boundaries")
    _users(path)
    people = [User(sub=one, claims={"email": one, "email_verified": True}) for one in (STRANGER, "leaving@example.org")]
    people += [User(sub=account(role), claims={"email": account(role).upper()}) for role in Role]
    with run_server_in_thread(user_claims=people) as provider:
        secrets = folder / "secrets.toml"
        url = f"http://{HERE}:{port}"
        told = SECRETS.format(url=url, secret="0123456789abcdef" * 3, here=HERE, provider=provider.server_port)
        secrets.write_text(told, encoding="utf-8")
        server = start_server(path, folder, command=("-c", SERVE_BROKEN, f"--secrets.files={secrets}"), port=port)
        try:
            yield url
        finally:
            stop_server(server.process)


Open = Callable[[], BrowserContext]


@pytest.fixture
def someone(chromium: Browser) -> Iterator[Open]:
    """A new browser of somebody who has not signed in."""
    contexts: list[BrowserContext] = []

    def new() -> BrowserContext:
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce"))
        return contexts[-1]

    yield new
    for context in contexts:
        context.close()


def opened(context: BrowserContext, url: str, watch: Watch) -> Page:
    page = context.new_page()
    watch.over(page)
    page.goto(url, timeout=FIRST_PATIENCE_MS)
    settled(page, FIRST_PATIENCE_MS)
    return page


def sign_in(context: BrowserContext, url: str, who: str, watch: Watch | None) -> Page:
    """A tab of somebody who has signed in, watched from then on: the provider's own pages ask other hosts for style."""
    page = context.new_page()
    page.goto(url, timeout=FIRST_PATIENCE_MS)
    settled(page, FIRST_PATIENCE_MS)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=who, exact=True).first.click()
    page.wait_for_url(f"{url}/**", timeout=FIRST_PATIENCE_MS)
    settled(page, FIRST_PATIENCE_MS)
    if watch:
        watch.over(page)
    return page


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_the_first_visitor_of_any_page_sees_the_door_only(signed_atlas, someone, watch):
    page = opened(someone(), f"{signed_atlas}/cases", watch)
    assert heading(page) == "Sign in"
    assert page.get_by_test_id("stSidebarNavLink").count() == 0
    assert page.get_by_test_id("stDataFrame").count() == 0
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_its_own_pages(role, signed_atlas, someone, watch):
    page = sign_in(someone(), signed_atlas, account(role), watch)
    assert heading(page) == "Overview"
    expect(page.get_by_test_id("stSidebar")).to_contain_text(account(role))
    assert page.get_by_test_id("stSidebarNavLink").count() == len(pages_of(role))
    if role is Role.DONOR:
        page.goto(f"{signed_atlas}/cases")
        settled(page)
        assert heading(page) == "Overview"
        assert not re.search(r"DEMO-\d", page.content())
        assert page.get_by_text(NO_SUCH_PAGE).count() == 1  # told as for any address that leads nowhere
        watch.errors = [error for error in watch.errors if not error.startswith(NO_SUCH_PAGE)]


def test_an_account_without_a_role_sees_one_plain_page(signed_atlas, someone, watch):
    page = sign_in(someone(), signed_atlas, STRANGER, watch)
    assert heading(page) == "No access"
    assert page.get_by_text(STRANGER).count() == 1
    assert page.get_by_test_id("stSidebarNavLink").count() == 0


def test_signing_out_ends_every_tab(signed_atlas, someone, watch):
    context = someone()
    first = sign_in(context, signed_atlas, account(Role.PLANNER), None)  # signing out leads to the provider's page
    second = opened(context, f"{signed_atlas}/gaps", watch)
    assert heading(second) == "Gaps"
    first.get_by_role("button", name="Sign out").click()
    first.wait_for_url("**/end_session**", timeout=FIRST_PATIENCE_MS)
    second.get_by_role("link", name="Overview").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("You are signed out", timeout=PATIENCE_MS)
    assert second.get_by_test_id("stSidebarNavLink").count() == 0
    third = opened(context, signed_atlas, watch)
    assert heading(third) == "Sign in"


def test_a_role_taken_away_in_mid_visit_counts_at_the_next_click(signed_atlas, someone, watch):
    theirs = sign_in(someone(), signed_atlas, "leaving@example.org", watch)
    assert heading(theirs) == "Overview"
    boss = sign_in(someone(), signed_atlas, account(Role.ADMINISTRATOR), watch)
    boss.goto(f"{signed_atlas}/users")
    settled(boss)
    boss.get_by_role("combobox", name="Account").click()
    boss.get_by_role("option", name="leaving@example.org").click()
    save = boss.get_by_role("button", name="Save the change")  # stands there once the account is chosen
    expect(save).to_be_visible(timeout=PATIENCE_MS)
    settled(boss)
    boss.get_by_text("May sign in", exact=True).last.click()
    settled(boss)
    save.click()
    said = boss.get_by_text("leaving@example.org may not sign in any more.")
    expect(said).to_be_visible(timeout=PATIENCE_MS)
    theirs.get_by_role("link", name="Gaps").click()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("No access", timeout=PATIENCE_MS)
    assert theirs.get_by_test_id("stSidebarNavLink").count() == 0


def status(url: str, cookies: dict[str, str] | None = None) -> int:
    """What the server answers to who asks for an address with these cookies and nothing else."""
    told = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())}
    try:
        asked = urllib.request.Request(url, headers=told)  # noqa: S310 (our own server)
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def cookies_of(context: BrowserContext) -> dict[str, str]:
    return {one["name"]: one["value"] for one in context.cookies()}


def test_a_file_is_fetched_by_who_is_signed_in_and_by_nobody_else(signed_atlas, someone, watch):
    context = someone()
    page = sign_in(context, signed_atlas, account(Role.PLANNER), None)
    with page.expect_download() as made:
        page.get_by_role("button", name="Download CSV").first.click()
    address, copied = made.value.url, cookies_of(context)
    assert "/media/" in address
    assert status(address, copied) == 200
    assert status(address) == 403
    forged = copied | {"_streamlit_user": copied["_streamlit_user"][:-4] + "AAAA"}
    assert status(address, forged) == 403
    stranger = someone()
    sign_in(stranger, signed_atlas, STRANGER, watch)
    assert status(address, cookies_of(stranger)) == 403
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/end_session**", timeout=FIRST_PATIENCE_MS)
    assert status(address, copied) == 403


def test_the_figures_of_the_server_are_told_to_nobody(signed_atlas, someone):
    context = someone()
    sign_in(context, signed_atlas, account(Role.ADMINISTRATOR), None)
    for closed in ("metrics", "agent/openapi.json"):
        assert status(f"{signed_atlas}/_stcore/{closed}") == 403
        assert status(f"{signed_atlas}/_stcore/{closed}", cookies_of(context)) == 403
    assert status(f"{signed_atlas}/_stcore/health") == 200


def test_a_program_put_to_the_upload_address_is_refused_or_read_as_what_it_is(signed_atlas, someone, watch):
    context = someone()
    page = sign_in(context, signed_atlas, account(Role.PLANNER), watch)
    page.goto(f"{signed_atlas}/bring_in")
    settled(page)
    with page.expect_request("**/_stcore/upload_file/**") as sent:
        page.locator("input[type=file]").set_input_files(
            {"name": "directory.exe", "mimeType": "application/x-msdownload", "buffer": EXECUTABLE}
        )
    expect(page.get_by_test_id("stAlert").filter(has_text="directory.exe")).to_be_visible()
    file = {"file": {"name": "x.exe", "mimeType": "application/x-msdownload", "buffer": EXECUTABLE}}
    token = {"X-Xsrftoken": cookies_of(context)["_streamlit_xsrf"]}
    unknown = f"{signed_atlas}/_stcore/upload_file/{'0' * 32}/{'0' * 32}"
    assert someone().request.put(sent.value.url, multipart=file, headers=token).status == 403
    assert context.request.put(sent.value.url, multipart=file).status == 403
    assert context.request.put(unknown, multipart=file, headers=token).status == 400


def test_what_nobody_foresaw_is_told_with_a_reference_and_without_a_word_of_it(signed_atlas, someone, watch):
    page = sign_in(someone(), signed_atlas, account(Role.PLANNER), watch)
    page.goto(f"{signed_atlas}/calendar")
    expect(page.get_by_text("Something went wrong that the atlas did not foresee")).to_be_visible()
    settled(page)
    assert re.search(r"this reference: [0-9A-F]{8}\.", page.inner_text("body"))
    for told in ("victim_case", "SELECT", "/srv", "RuntimeError", "Traceback", ".py"):
        assert told not in page.inner_text("[data-testid=stMain]")
