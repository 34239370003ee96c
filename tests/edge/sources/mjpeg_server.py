"""A network camera for tests: a real HTTP server that streams MJPEG, asks for passwords and stalls."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event

import cv2
import numpy as np


def jpeg(value):
    return cv2.imencode(".jpg", np.full((48, 64, 3), value, np.uint8))[1].tobytes()


class MjpegHandler(BaseHTTPRequestHandler):
    """A network camera: /stream, /short, /snapshot, /secret (needs anna:p@ss), /broken, /text, /slow."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        path, self.server.requests = self.path.split("?")[0], self.server.requests + 1
        given = self.headers.get("Authorization", "")
        if path == "/secret" and given != "Basic " + base64.b64encode(b"anna:p@ss").decode():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.end_headers()
        elif path in ("/stream", "/secret", "/broken", "/short"):
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            self.stream(broken=path == "/broken", count=2 if path == "/short" else 10_000)
        elif path == "/snapshot":
            self.answer("image/jpeg", jpeg(self.server.requests * 10))
        elif path == "/text":
            self.answer("text/html", b"<h1>camera</h1>")
        elif path == "/slow":
            self.server.ended.wait(5)
        else:
            self.send_error(404)

    def answer(self, kind, body):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, broken, count):
        with suppress(OSError):
            for number in range(count):
                if self.server.ended.wait(0.02):
                    return
                body = jpeg(number % 25 * 10)
                if broken:
                    bodies = [body[: len(body) // 2], b"", body[:2], np.random.bytes(500), body]
                    body = bodies[number % 5]
                self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + body + b"\r\n")


@contextmanager
def camera_server(port: int = 0) -> Iterator[int]:
    """Runs the camera on a port, or any free one; gives the port."""
    server = ThreadingHTTPServer(("127.0.0.1", port), MjpegHandler)
    server.daemon_threads, server.ended, server.requests = True, Event(), 0
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
