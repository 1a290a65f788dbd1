"""A wire between workers and the database that can be cut: TCP on this machine's loopback in front, the server's Unix
socket behind."""

import socket
import struct
import threading


class Proxy:
    """Forwards bytes until it is cut. A cut wire is silent, as a dropped network is: nothing closes, nothing moves."""

    def __init__(self, directory):
        self.target = directory + "/.s.PGSQL.5432"
        self.open = threading.Event()
        self.open.set()
        self.lock = threading.Lock()
        self.ends = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self):
        return f"host=127.0.0.1 port={self.port} user=tenor dbname=tenor sslmode=disable gssencmode=disable"

    def cut(self):
        self.open.clear()

    def restore(self, resets):
        """The wire works again. With `resets`, connections from before the cut are reset, as by a router that has
        lost its state; otherwise the bytes that were under way arrive late."""
        if resets:
            self._drop_all()
        self.open.set()

    def close(self):
        # Wakes the thread that accepts.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self._drop_all()
        self.open.set()

    def _accept(self):
        while True:
            try:
                front, _ = self.listener.accept()
            except OSError:
                return
            self.open.wait()
            back = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                back.connect(self.target)
            except OSError:
                front.close()
                back.close()
                continue
            with self.lock:
                self.ends |= {front, back}
            for source, sink in ((front, back), (back, front)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source, sink):
        try:
            while part := source.recv(1 << 16):
                self.open.wait()
                sink.sendall(part)
        except OSError:
            pass
        self._drop(source)
        self._drop(sink)

    def _drop_all(self):
        with self.lock:
            ends = list(self.ends)
        for end in ends:
            self._drop(end, resets=True)

    def _drop(self, end, resets=False):
        with self.lock:
            if end not in self.ends:
                return
            self.ends.discard(end)
        try:
            if resets and end.family == socket.AF_INET:
                # Closes with a reset instead of an orderly end; a thread that waits in recv holds the socket open
                # until it is woken, which an orderly end of the reading side does.
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RD)
            else:
                end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        end.close()
