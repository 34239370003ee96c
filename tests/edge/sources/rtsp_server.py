"""An RTSP camera for tests: a real server that plays a film as an MPEG transport stream over RTP in TCP."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PACKET = 188  # bytes of a transport stream's packet; seven of them fit into one of RTP
SDP = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=film\r\nt=0 0\r\nm=video 0 RTP/AVP 33\r\na=control:track0\r\n"


class RtspHandler(socketserver.StreamRequestHandler):
    """Answers one client."""

    def handle(self):
        with suppress(OSError):
            while request := self.rfile.readline().decode():
                headers = {}
                while line := self.rfile.readline().decode().strip():
                    name, _, value = line.partition(":")
                    headers[name.lower()] = value.strip()
                method = request.split()[0]
                self.server.asked.append(method)
                self.answer(method, headers)
                if method == "PLAY":
                    return self.play()

    def answer(self, method, headers):
        if self.server.password and "authorization" not in headers and method == "DESCRIBE":
            more, body, status = 'WWW-Authenticate: Basic realm="camera"\r\n', "", "401 Unauthorized"
        elif method == "SETUP" and "TCP" not in headers["transport"]:
            more, body, status = "", "", "461 Unsupported Transport"
        else:
            status, body = "200 OK", SDP if method == "DESCRIBE" else ""
            more = {
                "OPTIONS": "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN\r\n",
                "DESCRIBE": f"Content-Type: application/sdp\r\nContent-Length: {len(SDP)}\r\n",
                "SETUP": "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n",
            }.get(method, "Session: 1\r\n")
        self.wfile.write(f"RTSP/1.0 {status}\r\nCSeq: {headers['cseq']}\r\n{more}\r\n{body}".encode())

    def play(self):
        film, chunk = self.server.film, 7 * PACKET
        for number in range(0, -(-len(film) // chunk)):
            payload = film[number * chunk : (number + 1) * chunk]
            header = struct.pack(">BBHII", 0x80, 33, number & 0xFFFF, number * 900, 1)
            packet = header + payload
            self.wfile.write(struct.pack(">cBH", b"$", 0, len(packet)) + packet)
            if self.server.ended.wait(0.0005):
                return
        self.server.ended.wait(self.server.linger)


@contextmanager
def rtsp_server(film: Path, password: bool = False, linger: float = 0.0) -> Iterator[socketserver.TCPServer]:
    """Plays `film`, then waits `linger` seconds before it hangs up; gives the server."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), RtspHandler)
    server.daemon_threads, server.ended, server.asked = True, threading.Event(), []
    server.film, server.password, server.linger = film.read_bytes(), password, linger
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.ended.set()
        server.shutdown()
        server.server_close()
