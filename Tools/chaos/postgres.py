"""A session of a PostgreSQL server, spoken to directly: simple queries in text form, and COPY TO STDOUT.

Protocol: PostgreSQL manual, "Frontend/Backend Protocol". It needs no driver, a session costs one socket, and every
wait has a deadline. Authentication is `trust`, which a private cluster uses.
"""

import socket
import struct
import time


class ServerError(Exception):
    """The server refused; `state` is the SQLSTATE."""

    def __init__(self, state, message):
        super().__init__(f"{state}: {message}")
        self.state = state


class ConnectionLost(Exception):
    """No server there, or it went away, or it did not answer in time."""


class Session:
    def __init__(self, directory, name="chaos", database="tenor", timeout=60):
        """Connects to the server whose socket is in `directory`; `timeout` in seconds bounds every later wait too."""
        self.timeout = timeout
        self.buffer = b""
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._until(time.monotonic() + timeout)
            self.socket.connect(directory + "/.s.PGSQL.5432")
            words = ["user", "tenor", "database", database, "application_name", name, "TimeZone", "UTC"]
            body = struct.pack("!i", 196608) + b"".join(word.encode() + b"\0" for word in words) + b"\0"
            self.socket.sendall(struct.pack("!i", len(body) + 4) + body)
            self._finish(time.monotonic() + timeout)
        except (OSError, ConnectionLost, ServerError):
            self.close()
            raise

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def query(self, sql, timeout=None):
        """Runs statements of our own and gives the rows of the last one, as tuples of text or None."""
        deadline = time.monotonic() + (timeout or self.timeout)
        self._send(sql)
        return self._finish(deadline)

    def value(self, sql, timeout=None):
        return self.query(sql, timeout)[0][0]

    def copy_out(self, sql, sink, timeout=None):
        """Hands over the bytes of a COPY … TO STDOUT as they come."""
        deadline = time.monotonic() + (timeout or self.timeout)
        self._send(sql)
        self._finish(deadline, sink)

    def _send(self, sql):
        body = sql.encode() + b"\0"
        try:
            self.socket.sendall(b"Q" + struct.pack("!i", len(body) + 4) + body)
        except OSError as error:
            raise ConnectionLost(str(error)) from error

    def _finish(self, deadline, sink=None):
        rows, failure = [], None
        while True:
            kind, body = self._message(deadline)
            if kind == b"Z":
                if failure:
                    raise failure
                return rows
            if kind == b"T":
                rows = []
            elif kind == b"D":
                rows.append(_row(body))
            elif kind == b"d" and sink:
                sink(body)
            elif kind == b"E":
                fields = {part[:1]: part[1:].decode("utf-8", "replace") for part in body.split(b"\0") if part}
                failure = ServerError(fields.get(b"C", ""), fields.get(b"M", ""))
                if fields.get(b"S") in ("FATAL", "PANIC"):
                    raise failure
            elif kind == b"R" and struct.unpack("!i", body[:4])[0] != 0:
                raise ConnectionLost("the server asks for a password; only a private cluster can be used")

    def _message(self, deadline):
        head = self._read(5, deadline)
        return head[:1], self._read(struct.unpack("!i", head[1:])[0] - 4, deadline)

    def _read(self, count, deadline):
        while len(self.buffer) < count:
            self._until(deadline)
            try:
                part = self.socket.recv(1 << 18)
            except OSError as error:
                raise ConnectionLost(str(error)) from error
            if not part:
                raise ConnectionLost("the server closed the connection")
            self.buffer += part
        result, self.buffer = self.buffer[:count], self.buffer[count:]
        return result

    def _until(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0:
            raise ConnectionLost("no answer in time")
        self.socket.settimeout(left)


def _row(body):
    values, at = [], 2
    for _ in range(struct.unpack("!h", body[:2])[0]):
        (size,) = struct.unpack_from("!i", body, at)
        at += 4
        values.append(None if size < 0 else body[at : at + size].decode())
        at += max(size, 0)
    return tuple(values)
