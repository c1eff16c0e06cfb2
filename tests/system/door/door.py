"""A gateway with the echo listener behind it, and raw sockets to knock with. Nothing here knows HTTP or WebSocket by itself."""
import os
import pathlib
import signal
import socket
import struct
import subprocess
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
ORIGIN = 'https://waymark.test'
KEY = 'dGhlIHNhbXBsZSBub25jZQ=='
ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='
TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10
PATIENCE_S = 20  # before a test is given up; nothing waits so long when all is well


def binary():
    """door_echo under test: in WAYMARK_BIN, or the newest build."""
    if 'WAYMARK_BIN' in os.environ:
        return str(pathlib.Path(os.environ['WAYMARK_BIN']) / 'door_echo')
    built = [*ROOT.glob('build/*/bin/door_echo'), *ROOT.glob('build/bin/door_echo')]
    if not built:
        raise SystemExit('door_echo is not built: set WAYMARK_BIN, or run tests/run')
    return str(max(built, key=lambda path: path.stat().st_mtime))


def frame(opcode, payload=b'', final=True, announced=None, mask=b'\x11\x22\x33\x44'):
    """A client's frame. announced: the length it claims, if another than it has."""
    length = len(payload) if announced is None else announced
    head = bytes([(0x80 if final else 0) | opcode])
    if length < 126:
        head += bytes([0x80 | length])
    elif length < 65536:
        head += bytes([0xfe]) + struct.pack('>H', length)
    else:
        head += bytes([0xff]) + struct.pack('>Q', length)
    return head + mask + bytes(byte ^ mask[i & 3] for i, byte in enumerate(payload))


class Client:
    """One socket. Reads what is asked for, or fails."""

    def __init__(self, port):
        self.socket = socket.create_connection(('127.0.0.1', port))
        self.socket.settimeout(PATIENCE_S)
        self.behind = b''

    def say(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())

    def read(self, count):
        while len(self.behind) < count:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError(f'closed after {self.behind!r}')
            self.behind += more
        data, self.behind = self.behind[:count], self.behind[count:]
        return data

    def rest(self):
        """Everything until the other end hangs up; a reset counts as that."""
        try:
            while more := self.socket.recv(65536):
                self.behind += more
        except ConnectionResetError:
            pass
        data, self.behind = self.behind, b''
        return data

    def head(self):
        """The head of an answer: status and fields (names in lower case)."""
        text = b''
        while not text.endswith(b'\r\n\r\n'):
            text += self.read(1)
        lines = text.decode().split('\r\n')
        fields = {}
        for line in lines[1:-2]:
            name, value = line.split(': ', 1)
            assert name.lower() not in fields, f'two fields {name}'
            fields[name.lower()] = value
        return int(lines[0].split()[1]), fields

    def frame(self):
        """The next frame: opcode and payload. The server's are final and unmasked."""
        first, length = self.read(2)
        assert first & 0x70 == 0 and first & 0x80 and length < 128, (first, length)
        if length == 126:
            length, = struct.unpack('>H', self.read(2))
        elif length == 127:
            length, = struct.unpack('>Q', self.read(8))
        return first & 15, self.read(length)

    def message(self, text):
        """Says one binary message and gives back the payload of the next one."""
        self.say(frame(BINARY, text.encode()))
        opcode, payload = self.frame()
        assert opcode == BINARY, (opcode, payload)
        return payload.decode()

    def close(self):
        self.socket.close()


def upgrade(path='/socket', **changed):
    """The request of a good upgrade, with fields replaced (a list: several; None: left out); '_' stands for '-'."""
    fields = {'Host': 'waymark.test', 'Upgrade': 'websocket', 'Connection': 'Upgrade', 'Sec-WebSocket-Version': '13',
              'Sec-WebSocket-Key': KEY, 'Sec-WebSocket-Protocol': 'waymark.msgpack'}
    fields.update({name.replace('_', '-'): value for name, value in changed.items()})
    lines = [f'GET {path} HTTP/1.1']
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                lines.append(f'{name}: {one}')
    return '\r\n'.join(lines) + '\r\n\r\n'


class DoorTest(unittest.TestCase):
    """Runs one echo program for the tests of a class; ARGUMENTS says how, LIMITS its descriptors."""
    ARGUMENTS = []
    DESCRIPTORS = None
    WRAPPER = []

    @classmethod
    def setUpClass(cls):
        command = [*cls.WRAPPER, binary(), '--origin', ORIGIN, *cls.ARGUMENTS]
        if cls.DESCRIPTORS:
            command = ['prlimit', f'--nofile={cls.DESCRIPTORS}:{cls.DESCRIPTORS}', *command]
        cls.server = subprocess.Popen(command, stdout=subprocess.PIPE)
        line = cls.server.stdout.readline()
        assert line.startswith(b'port '), 'the echo program did not start'
        cls.port = int(line.split()[1])

    @classmethod
    def tearDownClass(cls):
        if cls.server.poll() is None:
            cls.server.send_signal(signal.SIGINT)
        status = cls.server.wait(PATIENCE_S)
        cls.server.stdout.close()
        assert status == 0, f'the echo program ended with {status}'

    def client(self):
        client = Client(self.port)
        self.addCleanup(client.close)
        return client

    def ask(self, request):
        """One HTTP request on a new connection: status, fields, body."""
        client = self.client()
        client.say(request)
        status, fields = client.head()
        body = client.rest()
        client.close()
        return status, fields, body

    def get(self, path, *lines, method='GET'):
        return self.ask('\r\n'.join([f'{method} {path} HTTP/1.1', 'Host: waymark.test', *lines, '', '']))

    def open(self, **changed):
        """An open WebSocket."""
        client = self.client()
        client.say(upgrade(**changed))
        status, fields = client.head()
        self.assertEqual(status, 101)
        self.assertEqual(fields['sec-websocket-accept'], ACCEPT)
        self.assertEqual(fields['sec-websocket-protocol'], 'waymark.msgpack')
        self.assertNotIn('sec-websocket-extensions', fields)
        return client

    def until(self, condition):
        """Waits for what only looking can tell."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            self.assertLess(time.monotonic(), deadline, 'it did not come about')
            time.sleep(0.01)

    def report(self, word):
        """A number of the echo program's report."""
        lines = dict(line.split(' ') for line in self.get('/live')[2].decode().splitlines())
        return int(lines[word])

    def assert_closed(self, client, code):
        """The server says goodbye with this code and, when it is answered, hangs up."""
        while True:
            opcode, payload = client.frame()
            if opcode == CLOSE:
                break
        self.assertEqual(int.from_bytes(payload[:2], 'big'), code)
        client.say(frame(CLOSE, payload[:2]))
        self.assertEqual(client.rest(), b'')
