"""Fetching the layer from a server on this machine: good, refusing, slow, wrong and broken-off answers."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from data import errors
from geo import boundaries, fetch, published, schematic
from geo.boundaries_cli import main
from tests.geo.boundary_files import mimu_frame, schematic_frame, use_scratch

Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture(autouse=True)
def _scratch(tmp_path, monkeypatch):
    use_scratch(monkeypatch, tmp_path / "atlas")
    drawn = schematic_frame()[["ts_pcode", "geometry"]]
    monkeypatch.setattr(schematic, "build", drawn.copy)


class Server:
    """A server on a free port of 127.0.0.1 that answers every request with `answer`."""

    def __init__(self) -> None:
        self.answer: Answer | None = None
        self.asked: list[str] = []
        self.closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                assert outer.answer
                outer.answer(self)

            def log_message(self, *_arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/geoserver/wfs?request=GetFeature"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


def send(
    content: bytes, kind: str = "application/json", status: int = 200, announced: int | None = None, length: bool = True
) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", kind)
        if length:
            request.send_header("Content-Length", str(len(content) if announced is None else announced))
        request.end_headers()
        request.wfile.write(content)

    return answer


def geojson() -> bytes:
    return mimu_frame().to_json().encode()


def left_behind() -> list[str]:
    folder = published.boundary_dir() / "downloads"
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def test_a_good_answer_is_kept_installed_and_counted_as_it_comes(server):
    server.answer = send(geojson())
    received = []
    file = fetch.fetch(server.url, 5, lambda so_far, expected: received.append((so_far, expected)))
    assert file.read_bytes() == geojson()
    assert received[-1] == (len(geojson()), len(geojson()))
    assert [so_far for so_far, _ in received] == sorted(so_far for so_far, _ in received)
    assert boundaries.install(file).boundaries.townships_drawn == 330


def test_the_command_fetches_and_installs_from_the_address_in_the_environment(server, monkeypatch, capsys):
    server.answer = send(geojson(), length=False)
    monkeypatch.setenv("ATLAS_BOUNDARY_URL", server.url)
    assert main(["fetch", "--timeout", "5", "--source", "Test server"]) == 0
    assert "Installed 330 of 330" in capsys.readouterr().out
    assert boundaries.current().source == "Test server"
    assert server.asked == ["/geoserver/wfs?request=GetFeature"]


def test_the_option_comes_before_the_environment(server, monkeypatch):
    server.answer = send(geojson())
    monkeypatch.setenv("ATLAS_BOUNDARY_URL", "http://127.0.0.1:9/unused")
    assert main(["fetch", "--url", server.url, "--timeout", "5"]) == 0


def test_the_default_is_mimus_own_layer(monkeypatch):
    monkeypatch.delenv("ATLAS_BOUNDARY_URL", raising=False)
    assert "themimu.info" in fetch.default_url()
    assert "mmr_polbnda_adm3_250k_mimu" in fetch.default_url()
    assert "srsName=EPSG:4326" in fetch.default_url()


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_refusal_is_told_with_its_status(server, status):
    server.answer = send(b"no", "text/plain", status)
    with pytest.raises(errors.BoundaryServerRefused) as refusal:
        fetch.fetch(server.url, 5)
    assert refusal.value.status == status
    assert left_behind() == []


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", "text/html"),
        (b'<?xml version="1.0"?><ServiceExceptionReport/>', "application/xml"),
        (b'{"error": "no such layer"}', "application/json"),
        (b"", "application/json"),
    ],
)
def test_anything_but_geojson_is_told_with_its_beginning(server, content, kind):
    server.answer = send(content, kind)
    with pytest.raises(errors.BoundaryDownloadWrong) as refusal:
        fetch.fetch(server.url, 5)
    assert refusal.value.content_type == kind
    assert refusal.value.begins[:5] == (content[:5].decode() or "(noth")
    assert left_behind() == []


def test_an_answer_cut_in_the_middle_is_not_installed(server):
    whole = geojson()
    server.answer = send(whole[: len(whole) // 2], announced=len(whole))
    with pytest.raises(errors.BoundaryDownloadCut) as cut:
        fetch.fetch(server.url, 5)
    assert cut.value.received_bytes == len(whole) // 2
    server.answer = send(whole[: len(whole) // 2], length=False)
    with pytest.raises(errors.BoundaryDownloadCut, match="has no end"):
        fetch.fetch(server.url, 5)
    assert left_behind() == []


def test_an_answer_with_fewer_areas_than_it_promises_is_cut_too(server):
    short = json.loads(geojson()) | {"totalFeatures": 330}
    short["features"] = short["features"][:100]
    server.answer = send(json.dumps(short).encode())
    with pytest.raises(errors.BoundaryDownloadCut, match="100 of 330"):
        fetch.fetch(server.url, 5)


def test_a_silent_server_is_given_up(server):
    server.answer = lambda _request: server.closing.wait(20) and None
    with pytest.raises(errors.BoundaryServerSlow) as slow:
        fetch.fetch(server.url, 0.3)
    assert slow.value.received_bytes == 0


def test_a_server_that_stops_in_the_middle_is_given_up(server):
    def answer(request: BaseHTTPRequestHandler) -> None:
        send(b'{"type":', announced=1000)(request)
        request.wfile.flush()
        server.closing.wait(20)

    server.answer = answer
    with pytest.raises(errors.BoundaryServerSlow) as slow:
        fetch.fetch(server.url, 0.3)
    assert slow.value.received_bytes == 8
    assert left_behind() == []


def test_a_server_that_drips_is_given_up(server, monkeypatch):
    monkeypatch.setattr(fetch, "LONGEST", 1)

    def answer(request: BaseHTTPRequestHandler) -> None:
        send(b"{", announced=10_000)(request)
        while not server.closing.wait(0.05):
            try:
                request.wfile.write(b" ")
                request.wfile.flush()
            except OSError:
                return

    server.answer = answer
    with pytest.raises(errors.BoundaryServerSlow):
        fetch.fetch(server.url, 0.5)


def test_no_network_is_told_with_what_to_do(capsys):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert main(["fetch", "--url", f"http://127.0.0.1:{port}/", "--timeout", "2"]) == 2
    told = capsys.readouterr().err
    assert "cannot be reached" in told
    assert "python -m geo.boundaries install FILE" in told


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/x", "nonsense"])
def test_only_web_addresses_are_opened(url):
    with pytest.raises(errors.BoundaryServerUnreachable, match="http"):
        fetch.fetch(url, 1)


def test_a_name_that_does_not_exist_is_told():
    with pytest.raises(errors.BoundaryServerUnreachable):
        fetch.fetch("http://atlas.invalid/", 5)
