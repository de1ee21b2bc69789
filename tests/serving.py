"""A site on a server of this machine's own, as a visitor's browser meets it."""

import functools
import http.server
import threading
from contextlib import contextmanager


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing of what was asked for."""

    protocol_version = "HTTP/1.1"  # a page's files come over few connections

    def log_message(self, *args):
        pass


class Patient(http.server.ThreadingHTTPServer):
    """Turns no connection away that waits while the test computes."""

    request_queue_size = 100


@contextmanager
def serving(folder):
    """The address at which a folder is served during the block."""
    served = Patient(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{served.server_port}/"
    served.shutdown()
