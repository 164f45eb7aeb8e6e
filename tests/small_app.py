"""A WSGI application for tests of the web server: says how long a body was, and has one long answer."""

LONG = 24 * 1024 * 1024  # bytes; more than the system keeps for a client that does not read


def application(environ, start_response):
    if environ["PATH_INFO"] == "/long":
        answer = b"x" * LONG
    else:
        answer = str(len(environ["wsgi.input"].read())).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(answer)))])
    return [answer]
