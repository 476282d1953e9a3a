"""A small OpenID provider on loopback: discovery, keys, PKCE, tokens signed with a real key."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Who it vouches for, and how: `signs_with` may be another key than the one that it publishes."""

    client: str
    secret: str
    issuer: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=_key)
    signs_with: rsa.RSAPrivateKey | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def authorise(self, address: str) -> str:
        """What a browser does at the provider: where it leads back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["client_id"] == self.client
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked["code_challenge"]
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, body: dict[str, str], basic: str) -> dict[str, Any] | None:
        """The answer to a code, if who asks knows the secret and the verifier."""
        known = f"{self.client}:{self.secret}" == basic or body.get("client_secret") == self.secret
        digest = hashlib.sha256(body.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not known or self.codes.pop(body.get("code", ""), None) != challenge:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.client, "iat": now, "exp": now + 60, **self.claims}
        signed = jwt.encode(claims, self.signs_with or self.key, "RS256", headers={"kid": "one"})
        return {"access_token": "at", "token_type": "Bearer", "id_token": signed}


@contextmanager
def provider(client: str, secret: str) -> Iterator[Provider]:
    """The provider, serving until the block ends."""
    made = Provider(client, secret)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/.well-known/openid-configuration":
                paths = {
                    "authorization_endpoint": "/authorise",
                    "token_endpoint": "/token",
                    "jwks_uri": "/keys",
                }
                self._answer({"issuer": made.issuer, **{k: made.issuer + v for k, v in paths.items()}})
            elif self.path == "/keys":
                public = json.loads(RSAAlgorithm.to_jwk(made.key.public_key()))
                self._answer({"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]})
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = self.headers.get("Authorization", "").removeprefix("Basic ")
            basic = base64.b64decode(sent).decode()
            found = made.token({k: v[0] for k, v in parse_qs(body).items()}, basic)
            self._answer(found or {"error": "invalid_grant"}, 200 if found else 400)

        def _answer(self, value: object, status: int = 200) -> None:
            text = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made.issuer = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()
