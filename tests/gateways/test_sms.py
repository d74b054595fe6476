"""Gateways for texts, the one over HTTP against a real server on this machine."""

import io
import json
import logging
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pb.gateways.sms import ConsoleGateway, HttpGateway, NotSent, NullGateway
from pb.rules.messages import SendError

PHONE, TEXT, KEY = "+996555123456", "482913 – код", "code-1"


class Server:
    """Answers every request as it is told, and remembers what it was sent."""

    def __init__(self):
        self.status, self.body, self.headers, self.delay = 200, b'{"id": "a1"}', {}, 0
        self.seen = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                sent = json.loads(self.rfile.read(length))
                server.seen.append((self.path, dict(self.headers), sent))
                time.sleep(server.delay)
                self.send_response(server.status)
                for name, value in server.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(server.body)

            def log_message(self, *_arguments):
                """Say nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.handle_error = lambda *_arguments: None  # who asked did not wait for the answer
        self.url = f"http://127.0.0.1:{self.http.server_port}/send"


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.http.shutdown()
    server.http.server_close()
    thread.join()


@pytest.fixture
def gateway(server):
    return HttpGateway(server.url, "a-token", "Demilge", timeout=(1, 0.3))


def refusal(gateway):
    with pytest.raises(NotSent) as found:
        gateway.send(PHONE, TEXT, KEY)
    return found.value.error


def test_a_message_is_posted_with_its_key_and_our_token(server, gateway):
    assert gateway.send(PHONE, TEXT, KEY) == "a1"

    [(path, headers, sent)] = server.seen
    assert path == "/send"
    assert sent == {"to": PHONE, "text": TEXT, "sender": "Demilge", "dedupe_key": KEY}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer a-token", KEY)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, SendError.REFUSED),
        (422, SendError.REFUSED),
        (401, SendError.NOT_LET_IN),
        (404, SendError.NOT_LET_IN),
        (429, SendError.NOT_LET_IN),
        (500, SendError.GATEWAY_BROKEN),
        (503, SendError.GATEWAY_BROKEN),
    ],
)
def test_a_message_is_not_sent_when_the_gateway_says_no(server, gateway, status, error):
    server.status = status

    assert refusal(gateway) is error


@pytest.mark.parametrize(
    "body", [b"", b"OK", b"[]", b"{}", b'{"id": null}', b'{"id": ""}', b"\xff" * 9, b'{"id": {}}']
)
def test_it_is_unclear_whether_a_message_went_when_the_answer_has_no_id(server, gateway, body):
    server.body = body

    assert refusal(gateway) is SendError.UNCLEAR


def test_an_endless_answer_is_not_read_to_its_end(server, gateway):
    server.body = b'{"id": "' + b"x" * 1_000_000 + b'"}'

    assert refusal(gateway) is SendError.UNCLEAR


def test_it_is_unclear_whether_a_message_went_when_no_answer_comes(server, gateway):
    server.delay = 0.5

    assert refusal(gateway) is SendError.UNCLEAR
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(server, gateway, status):
    server.status, server.headers = status, {"Location": f"{server.url}/elsewhere"}

    assert refusal(gateway) is SendError.NOT_LET_IN
    assert len(server.seen) == 1


def test_nobody_is_there(gateway):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/"

    assert refusal(HttpGateway(url, "a-token", "", timeout=(1, 1))) is SendError.UNREACHABLE


def test_somebody_is_there_who_does_not_speak_https(server):
    secure = HttpGateway(server.url.replace("http:", "https:"), "a-token", "", timeout=(1, 1))

    assert refusal(secure) is SendError.UNREACHABLE
    assert server.seen == []


def test_a_proxy_and_a_password_of_the_environment_are_not_used(
    server, gateway, monkeypatch, tmp_path
):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password other\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")

    assert gateway.send(PHONE, TEXT, KEY) == "a1"
    assert server.seen[0][1]["Authorization"] == "Bearer a-token"


@pytest.mark.parametrize("status", [200, 400, 500])
def test_neither_phone_nor_text_is_told_in_a_log_or_an_error(server, gateway, caplog, status):
    server.status, server.body = status, b"?"

    with caplog.at_level(logging.DEBUG), pytest.raises(NotSent) as found:
        gateway.send(PHONE, TEXT, KEY)

    said = caplog.text + repr(found.value) + repr(found.value.__cause__)
    assert "555123456" not in said
    assert "482913" not in said


def test_the_console_shows_the_message_and_is_not_made_in_production():
    output = io.StringIO()

    assert ConsoleGateway(is_production=False, output=output).send(PHONE, TEXT, KEY) == KEY
    assert output.getvalue() == f"SMS {PHONE}: {TEXT}\n"
    with pytest.raises(ValueError, match="production"):
        ConsoleGateway(is_production=True)


def test_the_null_gateway_remembers_until_it_is_asked():
    gateway = NullGateway()
    gateway.send(PHONE, TEXT, KEY)

    assert [(taken.to, taken.text, taken.dedupe_key) for taken in gateway.take()] == [
        (PHONE, TEXT, KEY)
    ]
    assert gateway.take() == []
