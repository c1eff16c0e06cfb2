"""Rpc: the smallest client that the system's tests need: MessagePack-RPC over a WebSocket, in one thread, one call at a time."""

import base64
import os
import socket
import struct
import time

import msgpack


class Refused(Exception):
    """The daemon answered with an error."""

    def __init__(self, error):
        super().__init__(f"{error['code']}: {error.get('detail', '')}")
        self.code = error["code"]
        self.retry_after_ms = error.get("retry_after_ms")


class Gone(Exception):
    """The connection ended; code is its close code, 1006 for none."""

    def __init__(self, code=1006):
        super().__init__(f"closed with {code}")
        self.code = code


class Rpc:
    """One connection. heard: every notification in its order, as (name, map)."""

    def __init__(self, port, token=None, wait_s=30.0):
        self.wait_s = wait_s
        self.heard = []
        self.answers = {}
        self.next_id = 0
        self.input = b""
        try:
            self.socket = socket.create_connection(("127.0.0.1", port), timeout=wait_s)
            self._shake_hands(port)
        except OSError as problem:
            raise Gone() from problem
        if token is not None:
            self.hello = self.call("session.hello", token=token, client="system test 1")

    def _shake_hands(self, port):
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET /socket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Protocol: waymark.msgpack\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.input:
            self._more()
        head, self.input = self.input.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 101"):
            raise Gone()

    def _more(self):
        try:
            got = self.socket.recv(1 << 16)
        except TimeoutError:
            raise
        except OSError as problem:
            raise Gone() from problem
        if not got:
            raise Gone()
        self.input += got

    def _take(self, n):
        while len(self.input) < n:
            self._more()
        taken, self.input = self.input[:n], self.input[n:]
        return taken

    def _frame(self, opcode, payload):
        mask = os.urandom(4)
        length = len(payload)
        head = bytes([0x80 | opcode])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 65536:
            head += bytes([0x80 | 126]) + struct.pack(">H", length)
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", length)
        key = (mask * (length // 4 + 1))[:length]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(length, "big") if length else b""
        try:
            self.socket.sendall(head + mask + masked)
        except OSError as problem:
            raise Gone() from problem

    def _read_frame(self):
        first, second = self._take(2)
        length = second & 0x7f
        if length == 126:
            length = struct.unpack(">H", self._take(2))[0]
        elif length == 127:
            length = struct.unpack(">Q", self._take(8))[0]
        return first & 0x0f, self._take(length)

    def listen(self, wait_s=None):
        """Takes one message; TimeoutError when none comes in time. Gone when the connection has ended."""
        self.socket.settimeout(self.wait_s if wait_s is None else wait_s)
        opcode, payload = self._read_frame()
        if opcode == 9:
            self._frame(10, payload)
        elif opcode == 8:
            raise Gone(struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005)
        elif opcode == 2:
            message = msgpack.unpackb(payload, raw=False)
            if message[0] == 1:
                self.answers[message[1]] = message[2:]
            else:
                self.heard += [(message[1], given) for given in message[2]]

    def send(self, operation, **given):
        """Asks without waiting; the request's number."""
        self.next_id += 1
        self._frame(2, msgpack.packb([0, self.next_id, operation, [given]], use_bin_type=True))
        return self.next_id

    def answer(self, number):
        """Waits for the answer to a request; Refused if it is an error."""
        deadline = time.monotonic() + self.wait_s
        while number not in self.answers:
            self.listen(max(0.01, deadline - time.monotonic()))
        error, result = self.answers.pop(number)
        if error is not None:
            raise Refused(error)
        return result

    def call(self, operation, **given):
        return self.answer(self.send(operation, **given))

    def close(self):
        self.socket.close()
