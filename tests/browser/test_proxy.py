"""The atlas behind nginx, run with docs/nginx.conf itself: only names, ports and the certificate are put in.

The atlas behind it was started with `streamlit run`, so that what the proxy refuses is refused by the proxy alone.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from data.paths import ROOT
from tests.browser.driver import FIRST_PATIENCE_MS, HERE, PATIENCE_MS, Watch, free_port, map_frame, settled

pytestmark = pytest.mark.browser
CONF = ROOT / "docs" / "nginx.conf"
UNPACKED = str(ROOT / ".venv" / "nginx" / "usr" / "sbin")  # where `make test` puts it
ATLAS = "http://127.0.0.1:8501"
# What nginx writes while it runs goes into the test's folder, so that nobody needs to be an administrator.
WHOLE = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{ access_log off;
client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d;
scgi_temp_path {folder}/e;
{site} }}
"""
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def tool(name: str) -> str:
    """Where a program stands. Absent: skipped on a desk, a failure where CI=true."""
    found = shutil.which(name, path=os.pathsep.join((os.environ["PATH"], "/usr/sbin", UNPACKED)))
    if found is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    return found


def certificate(folder: Path) -> tuple[Path, Path]:
    """(certificate, key) for this machine, signed by itself."""
    told = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HERE}"]
    told += ["-addext", f"subjectAltName=IP:{HERE}"]
    files = folder / "atlas.pem", folder / "atlas.key"
    subprocess.run(
        [tool("openssl"), *told, "-out", str(files[0]), "-keyout", str(files[1])], check=True, capture_output=True
    )
    return files


def put_in(text: str, exchanged: dict[str, str]) -> str:
    """The text with each of the phrases exchanged; one that does not stand in it is a fault of the test."""
    for phrase, instead in exchanged.items():
        assert phrase in text, phrase
        text = text.replace(phrase, instead)
    return text


@dataclass(frozen=True)
class Proxy:
    """Where nginx answers, with TLS and its certificate, and where it answers without."""

    url: str
    plain_port: int
    certificate: Path

    def asked(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        """What it answers."""
        parts, trusted = urlsplit(self.url), ssl.create_default_context(cafile=self.certificate)
        connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=30, context=trusted)
        connection.request(method, path, headers=headers)
        return connection.getresponse()


@pytest.fixture(scope="module")
def proxy(atlas: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx before the running atlas."""
    program, folder = tool("nginx"), tmp_path_factory.mktemp("nginx")
    signed, key = certificate(folder)
    port, plain = free_port(), free_port()
    site = put_in(
        CONF.read_text(encoding="utf-8"),
        {
            "listen 80;": f"listen {HERE}:{plain};",
            "listen 443 ssl": f"listen {HERE}:{port} ssl",
            "atlas.example.org": HERE,
            "/etc/ssl/certs/atlas.pem": str(signed),
            "/etc/ssl/private/atlas.key": str(key),
            ATLAS: atlas,
        },
    )
    whole = folder / "nginx.conf"
    whole.write_text(WHOLE.format(folder=folder, site=site), encoding="utf-8")
    process = subprocess.Popen(
        [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(whole)], stderr=subprocess.PIPE
    )
    try:
        found = Proxy(f"https://{HERE}:{port}", plain, signed)
        wait_for(found, process)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(proxy: Proxy, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stderr.read().decode()
        try:
            proxy.asked("/_stcore/health")
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx did not answer in time")


@pytest.fixture
def through(proxy: Proxy, chromium: Browser, watch: Watch) -> Iterator[Page]:
    context = chromium.new_context(ignore_https_errors=True, viewport={"width": 1440, "height": 1100})
    page = context.new_page()
    watch.over(page)
    yield page
    context.close()


def test_map_table_chart_and_file_come_through_without_a_word_from_the_browser(proxy, through, tmp_path):
    """The watch fails this test on any error in the console, and a breach of the policy is one."""
    through.goto(f"{proxy.url}/coverage_map", timeout=FIRST_PATIENCE_MS)
    settled(through, FIRST_PATIENCE_MS)
    assert map_frame(through).evaluate("() => window.atlas.board.state.drawn") >= 1
    through.goto(proxy.url)
    settled(through, FIRST_PATIENCE_MS)
    through.wait_for_selector(".js-plotly-plot .main-svg")
    with through.expect_download() as made:
        through.get_by_role("button", name="Download CSV").first.click()
    made.value.save_as(tmp_path / "file.csv")
    assert (tmp_path / "file.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_policy_would_stop_what_it_is_there_for(proxy, through, watch):
    through.goto(proxy.url, timeout=FIRST_PATIENCE_MS)
    settled(through, FIRST_PATIENCE_MS)
    stopped = through.evaluate(
        """() => fetch('https://example.invalid/x').then(() => 'let through', error => String(error))"""
    )
    assert "Failed to fetch" in stopped
    assert any("Content Security Policy" in told for told in watch.errors)
    watch.errors.clear()
    watch.outside.clear()  # asked for, and stopped before it left


def test_every_answer_bears_the_headers(proxy):
    found = proxy.asked("/")
    policy = found.getheader("Content-Security-Policy") or ""
    assert found.status == 200
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "http" not in policy
    assert found.getheader("X-Frame-Options") == "SAMEORIGIN"
    assert found.getheader("Referrer-Policy") == "no-referrer"
    assert found.getheader("X-Content-Type-Options") == "nosniff"
    media = proxy.asked("/media/nothing.csv")
    assert (media.status, media.getheader("Cache-Control")) == (404, "no-store")
    assert "sandbox" in (media.getheader("Content-Security-Policy") or "")


def test_metrics_are_closed_though_the_atlas_would_tell_them(proxy, atlas):
    connection = http.client.HTTPConnection(HERE, urlsplit(atlas).port, timeout=30)
    connection.request("GET", "/_stcore/metrics")
    assert connection.getresponse().status == 200
    for closed in ("metrics", "metrics/", "agent/openapi.json", "script-health-check"):
        assert proxy.asked(f"/_stcore/{closed}").status == 403
    assert proxy.asked("/_stcore/../_stcore/metrics").status == 403
    assert proxy.asked("/_stcore/health").status == 200


def test_a_websocket_of_another_origin_is_refused_and_one_of_its_own_is_let_in(proxy):
    own = proxy.asked("/_stcore/stream", **UPGRADE, Origin=proxy.url)
    assert own.status == 101
    for origin in ("https://elsewhere.invalid", "null", f"https://{HERE}.elsewhere.invalid"):
        assert proxy.asked("/_stcore/stream", **UPGRADE, Origin=origin).status == 403


def test_a_body_that_is_too_large_is_refused_before_it_is_read(proxy):
    size = str(12 * 1024 * 1024)
    refused = proxy.asked("/_stcore/upload_file/a/b", "PUT", **{"Content-Length": size})
    assert refused.status == 413


def test_without_tls_one_is_sent_to_tls(proxy):
    connection = http.client.HTTPConnection(HERE, proxy.plain_port, timeout=30)
    connection.request("GET", "/gaps?level=state")
    found = connection.getresponse()
    assert found.status == 301
    assert re.fullmatch(rf"https://{HERE}/gaps\?level=state", found.getheader("Location") or "")
