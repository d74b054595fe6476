"""A real provider of identities on this machine: its own keys, its own page, its own lies.

It keeps to OpenID Connect as the state's sign-in does, and checks what is sent to it; `fault` makes
it give one wrong answer. A browser can be sent through it: its page asks whose identity to use.
"""

import base64
import hashlib
import itertools
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from flask import Flask, Response, jsonify, redirect, request
from joserfc.jwk import ECKey, RSAKey
from werkzeug.serving import make_server

from tests.openid.faults import Fault, wrong_claims, wrong_token

CLIENT_ID, CLIENT_SECRET = "demilge-test", "a secret of the tests"
PERSON = {
    "sub": "a-person-of-no-country",
    "pin": "21503198500123",
    "name": "Айгүл Токтогулова",
    "birthdate": "1985-03-15",
    "gender": "female",
    "phone_number": "+996 555 000 001",
    "phone_number_verified": True,
}
PAGE = """<!doctype html><meta charset="utf-8"><title>ЕСИ (test)</title>
<form method="post"><label>Who are you?
<select name="who"><option value="person">Айгүл</option></select></label>
<button name="go" value="yes">Enter</button> <button name="go" value="no">Turn back</button></form>
"""


class Provider:
    """The provider's state; `app` is what is served."""

    def __init__(self) -> None:
        self.issuer = ""
        self.fault: Fault | None = None
        self.algorithm = "RS256"
        self.person: dict[str, object] = dict(PERSON)
        self.claims: dict[str, object] = {}
        """What an ID token says beside the usual, or instead of it."""
        self.asked: list[str] = []
        """The pages that were asked for, in order."""
        self.patience = threading.Event()
        """Set it to end a slow answer."""
        self._numbers = itertools.count(1)
        self._codes: dict[str, dict[str, str]] = {}
        self.change_keys()
        self.app = Flask("provider", static_folder=None)
        self.app.before_request(self._note)
        for path, view, methods in (
            ("/.well-known/openid-configuration", self._discovery, ["GET"]),
            ("/connect/authorize", self._authorize, ["GET", "POST"]),
            ("/connect/token", self._token, ["POST"]),
            ("/connect/userinfo", self._userinfo, ["GET"]),
            ("/jwks", self._jwks, ["GET"]),
        ):
            self.app.add_url_rule(path, view_func=view, methods=methods)

    def change_keys(self) -> None:
        """Sign with new keys from now on, and publish those alone."""
        number = next(self._numbers)
        self.rsa = RSAKey.generate_key(2048, {"kid": f"rsa-{number}", "use": "sig"})
        self.curve = ECKey.generate_key("P-256", {"kid": f"curve-{number}", "use": "sig"})
        self.published: list[RSAKey | ECKey] = [self.rsa, self.curve]

    def walk(self, url: str, go: str = "yes") -> dict[str, str]:
        """Go through the page as a browser does; what it comes back with."""
        assert requests.get(url, timeout=5).text == PAGE
        answer = requests.post(url, {"go": go}, allow_redirects=False, timeout=5)
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

    def _note(self) -> None:
        self.asked.append(request.path.rpartition("/")[2])

    def _discovery(self) -> Response:
        issuer = "https://other.example" if self.fault is Fault.OTHER_DISCOVERY else self.issuer
        plain = self.fault is Fault.PLAIN_ENDPOINT
        token = "http://provider.example/token" if plain else f"{self.issuer}/connect/token"
        return jsonify(
            issuer=issuer,
            authorization_endpoint=f"{self.issuer}/connect/authorize",
            token_endpoint=token,
            userinfo_endpoint=f"{self.issuer}/connect/userinfo",
            jwks_uri=f"{self.issuer}/jwks",
            authorization_response_iss_parameter_supported=True,
        )

    def _authorize(self) -> Response | str:
        asked = request.args
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        if request.method == "GET":
            return PAGE
        answer = {"state": asked["state"], "iss": self.issuer}
        if request.form["go"] == "no":
            answer["error"] = "access_denied"
        else:
            answer["code"] = secrets.token_urlsafe(16)
            self._codes[answer["code"]] = asked.to_dict()
        return redirect(f"{asked['redirect_uri']}?{urlencode(answer)}")  # type: ignore[return-value]

    def _token(self) -> Response | tuple[Response, int]:
        if told := self._breakdown():
            return told
        sent = request.form
        who = request.authorization
        known = who and (who.username, who.password) == (CLIENT_ID, CLIENT_SECRET)
        posted = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if not (known or posted) or self.fault is Fault.CLIENT_UNKNOWN:
            return jsonify(error="invalid_client"), 401
        begun = self._codes.pop(sent["code"], None)  # a code is good once
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            begun is None
            or begun["code_challenge"] != challenge
            or begun["redirect_uri"] != sent["redirect_uri"]
        ):
            return jsonify(error="invalid_grant"), 400
        access = secrets.token_urlsafe(24)
        token = wrong_token(self, wrong_claims(self, self._claims(begun, access)))
        return jsonify(access_token=access, token_type="Bearer", id_token=token, expires_in=30)

    def _claims(self, begun: dict[str, str], access_token: str) -> dict[str, object]:
        now = int(datetime.now(UTC).timestamp())
        half = hashlib.sha256(access_token.encode()).digest()[:16]
        return {
            "iss": self.issuer,
            "sub": self.person["sub"],
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": begun["nonce"],
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
            "auth_time": now - 10,
            "acr": "e-id",
            "amr": ["pin", "hwk"],
            **self.claims,
        }

    def _userinfo(self) -> Response | tuple[Response, int]:
        if self.fault is Fault.USERINFO_OTHER:
            return jsonify({**self.person, "sub": "somebody-else"})
        if self.fault is Fault.USERINFO_REFUSED:
            return jsonify(error="invalid_token"), 401
        assert request.headers["Authorization"].startswith("Bearer ")
        return jsonify(self.person)

    def _jwks(self) -> Response:
        keys = [] if self.fault is Fault.NO_KEYS else self.published
        secret = {"kty": "oct", "kid": "secret", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"}
        return jsonify(keys=[*(key.as_dict(private=False) for key in keys), secret, {"kty": "?"}])

    def _breakdown(self) -> Response | None:
        """The answer of a server in trouble, where that is the fault."""
        match self.fault:
            case Fault.BROKEN:
                return Response("<h1>500</h1>", 500)
            case Fault.SLOW:
                self.patience.wait(10)
            case Fault.DRIPPING:
                return Response(self._drops(), mimetype="application/json")
            case Fault.ELSEWHERE:
                return redirect(f"{self.issuer}/elsewhere", 307)  # type: ignore[return-value]
            case Fault.HUGE:
                return Response((b" " * 65_536 for _ in range(17)), mimetype="application/json")
            case Fault.NO_JSON:
                return Response("<p>hello</p>", 200)
            case Fault.DEEP:
                return Response("[" * 200_000, mimetype="application/json")
        return None

    def _drops(self) -> Iterator[bytes]:
        while not self.patience.wait(0.05):
            yield b" "


@contextmanager
def serving() -> Iterator[Provider]:
    """A provider on a port of its own, until the end of the block."""
    provider = Provider()
    server = make_server("127.0.0.1", 0, provider.app, threaded=True)
    server.daemon_threads = True
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        provider.patience.set()
        server.shutdown()
        thread.join()
        server.server_close()
