"""A network that can be cut: a proxy of a few lines between a browser and a portal."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread

CHUNK = 65_536


class Network:
    """What stands between a browser and the portal that listens on `port`; `url` is the portal seen through it."""

    def __init__(self, port: int) -> None:
        self.to, self.through, self.passing = port, True, True
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.listening.getsockname()[1]}"
        self.open: set[socket.socket] = set()
        self.lock = Lock()
        Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Drop every connection, and let none through until it is mended."""
        with self.lock:
            self.through = False
            for each in self.open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def deaden(self) -> None:
        """Let nothing come through any more, in either direction, without a word of it to either end."""
        with self.lock:
            self.passing = False

    def mend(self) -> None:
        """Let connections through again."""
        with self.lock:
            self.through = self.passing = True

    def close(self) -> None:
        """End it for good."""
        self.cut()
        self.listening.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _address = self.listening.accept()
            except OSError:
                return
            Thread(target=self._connect, args=(browser,), daemon=True).start()

    def _connect(self, browser: socket.socket) -> None:
        with browser, suppress(OSError), socket.create_connection(("127.0.0.1", self.to)) as portal:
            with self.lock:
                if not self.through:
                    return
                self.open |= {browser, portal}
            back = Thread(target=self._pass_on, args=(portal, browser), daemon=True)
            back.start()
            self._pass_on(browser, portal)
            back.join()
            with self.lock:
                self.open -= {browser, portal}

    def _pass_on(self, sender: socket.socket, receiver: socket.socket) -> None:
        """Pass on what comes until either end is gone, and then end both. What was lost is not sent again."""
        with suppress(OSError):
            while came := sender.recv(CHUNK):
                if self.passing:
                    receiver.sendall(came)
        for each in (sender, receiver):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def network(port: int) -> Iterator[Network]:
    """A network to the portal on `port`, until the end."""
    opened = Network(port)
    try:
        yield opened
    finally:
        opened.close()
