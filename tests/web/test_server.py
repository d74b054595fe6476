"""What reaches the server itself, past every page: requests no browser sends, byte by byte."""

import socket

import pytest

from pb.records import schema
from tests.bench.servers import HOST, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The site as it runs for people, on an empty database of its own."""
    folder = tmp_path_factory.mktemp("server")
    url = f"sqlite:///{folder}/pb.db"
    schema.migrate(url)
    environment = {
        "PB_SECRET_KEY": "s" * 40,
        "PB_PEPPER": "k" * 40,
        "PB_DATABASE_URL": url,
        "PB_DATA_FOLDER": str(folder),
        "PB_MODE": "production",
        "PB_HOSTS": HOST,
    }
    with serving("wsgi:app", 1, environment, folder / "log") as running:
        yield running


def answer(server, request):
    """All the server says to these bytes."""
    with socket.create_connection((HOST, server.port), timeout=10) as plug:
        plug.sendall(request)
        said = b""
        while piece := plug.recv(65_536):
            said += piece
    return said.decode()


def asking(line, *headers, host=HOST):
    lines = [line, f"Host: {host}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode()


ODD = {
    "a cookie of 100 KB": asking("GET / HTTP/1.1", "Cookie: sid=" + "a" * 100_000),
    "a thousand headers": asking("GET / HTTP/1.1", *(f"X-{n}: 1" for n in range(1_000))),
    "a line break in the name of a header": asking("GET / HTTP/1.1", "X-Evil\r\n: 1"),
    "a lone carriage return in a header": asking("GET / HTTP/1.1", "X-Evil: 1\rSet-Cookie: a=b"),
    "a blank in the name of a header": asking("GET / HTTP/1.1", "X Evil: 1"),
    "an address of 9 KB": asking(f"GET /{'a' * 9_000} HTTP/1.1"),
    "two lengths": asking("POST / HTTP/1.1", "Content-Length: 1", "Content-Length: 2"),
    "a negative length": asking("POST / HTTP/1.1", "Content-Length: -1"),
    "no request at all": b"\x16\x03\x01\x02\x00\r\n\r\n",
}


@pytest.mark.parametrize("request_", ODD.values(), ids=ODD)
def test_what_no_browser_sends_is_refused_and_the_server_goes_on(server, request_):
    said = answer(server, request_)

    assert said.split()[1] in ("400", "414", "431"), said[:200]
    assert "Traceback" not in said
    assert "a=b" not in said
    assert answer(server, asking("GET /healthz HTTP/1.1")).split()[1] == "200"


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "EVIL"])
def test_a_method_no_address_takes_is_refused_in_words(server, method):
    said = answer(server, asking(f"{method} / HTTP/1.1", "X-Secret: of the client"))

    assert said.split()[1] == "405"
    assert "Эч нерсе өзгөргөн жок" in said
    assert "of the client" not in said


def test_another_method_cannot_be_slipped_in(server):
    said = answer(server, asking("GET /healthz HTTP/1.1", "X-HTTP-Method-Override: DELETE"))

    assert said.split()[1] == "200"


def test_a_foreign_host_is_refused_by_the_running_server(server):
    said = answer(server, asking("GET / HTTP/1.1", host="evil.kg"))

    assert said.split()[1] == "400"
    assert "айыл өкмөтү берген дарек" in said
    assert "evil.kg" not in said
    assert "Strict-Transport-Security: max-age=31536000" in said


def test_a_form_of_unknown_length_is_not_read_to_its_end(server):
    head = asking(
        "POST / HTTP/1.1",
        "Transfer-Encoding: chunked",
        "Content-Type: application/x-www-form-urlencoded",
    )
    piece = b"10000\r\n" + b"a&" * 32_768 + b"\r\n"

    said = answer(server, head + piece * 17 + b"0\r\n\r\n")

    assert said.split()[1] == "413"
    assert "1 МБ" in said
