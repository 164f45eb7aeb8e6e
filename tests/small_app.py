"""A WSGI application for tests of the web server: it reports the length of a body, and has one long answer."""

LONG = 24 * 1024 * 1024  # bytes; more than the system buffers for a client that does not read


def application(environ, start_response):
    if environ["PATH_INFO"] == "/long":
        answer = b"x" * LONG
    else:
        answer = str(len(environ["wsgi.input"].read())).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer]
