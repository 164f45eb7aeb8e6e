"""A site of the web on this machine, which answers as tests ask it to, well or badly."""

import gzip
import itertools
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

#: The address that the sites here have; it counts as public where it is handed over.
HERE = [ip_network("127.0.0.1/32")]
#: A certificate that nobody vouches for, and its key, of no use but this one.
_CERTIFICATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgTOPMBnEbINj7mNNJ
JTBCwnctBYFUT7NfHQlmEAqc6FahRANCAARO7LWW9wgicO2fPTsNQvQuLDw7xkcs
aKMv8m+Z/rXTvD+VDO5eyLmOjoBUAqCSP6TbL6fi2yUl5n4lui3/AxT5
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBfzCCASWgAwIBAgIUGr8kD8pfVk1585nElaLyRhmtHj4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEzMDE4NDY0NloYDzIxMjYxMTA2
MTg0NjQ2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARO7LWW9wgicO2fPTsNQvQuLDw7xkcsaKMv8m+Z/rXTvD+VDO5eyLmO
joBUAqCSP6TbL6fi2yUl5n4lui3/AxT5o1MwUTAdBgNVHQ4EFgQUj+UL5Gc8Ci2u
O1SHwEPl0PrQm1EwHwYDVR0jBBgwFoAUj+UL5Gc8Ci2uO1SHwEPl0PrQm1EwDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBHKczvT5ms+Dq4TSgxKTBW
C+CRcdJlal8u3EyicabEogIhAOkd8BED1Y4CTy+rxO/UavTjUABJfKnFUANv0r4X
P3UN
-----END CERTIFICATE-----
"""


class Site:
    """``pages`` has (status, headers, body) by path; a body may also be a function that is given what writes.

    ``asked`` are the paths that were asked for, in order; ``told`` the headers that came with each.
    """

    def __init__(self, secure_with=None):
        self.pages, self.asked, self.told = {}, [], []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                site.told.append(self.headers.items())
                status, headers, body = site.pages.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    body(self.wfile.write) if callable(body) else self.wfile.write(body)
                except OSError:
                    pass  # whoever asked has had enough

            def log_message(self, *words):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if secure_with:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(secure_with)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.scheme = "https" if secure_with else "http"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def address(self, path="/"):
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}{path}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def has(self, path, body, status=200, **headers):
        """Give a page to the site; return its address."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, headers, body.encode() if isinstance(body, str) else body)
        return self.address(path)


def certificate(folder):
    """Write the certificate into a folder; return the file."""
    path = folder / "site.pem"
    path.write_text(_CERTIFICATE)
    return path


def without_end(write):
    """Send a body that does not end."""
    for _ in itertools.count():
        write(b"more and more " * 5_000)


def bomb():
    """Return 100 MB of blanks, packed."""
    return gzip.compress(b" " * 100_000_000, 9)
