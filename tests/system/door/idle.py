"""How much memory and time an idle WebSocket costs: python3 tests/system/door/idle.py BUILD/bin/door_echo [N].

Prints resident bytes and server CPU per connection. The program's own bookkeeping (about 500 bytes each) is in the figure.
"""
import os
import resource
import socket
import subprocess
import sys
import time

REQUEST = (b'GET /socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
           b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: waymark.msgpack\r\n\r\n')


def facts(pid):
    """Resident bytes and CPU seconds of a process."""
    with open(f'/proc/{pid}/statm') as file:
        resident = int(file.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')
    with open(f'/proc/{pid}/stat') as file:
        fields = file.read().rsplit(')', 1)[1].split()
    return resident, (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = subprocess.Popen([sys.argv[1], '--connections', str(count + 10)], stdout=subprocess.PIPE)
    port = int(server.stdout.readline().split()[1])
    sockets = []

    def connect(number):
        for _ in range(number):
            one = socket.create_connection(('127.0.0.1', port))
            one.sendall(REQUEST)
            sockets.append(one)
        for one in sockets[-number:]:
            assert one.recv(1000).startswith(b'HTTP/1.1 101'), 'not open'

    connect(100)  # what is made once is not counted
    before = facts(server.pid)
    begin = time.monotonic()
    for _ in range(count // 100 - 1):
        connect(100)
    took = time.monotonic() - begin
    after = facts(server.pid)
    number = len(sockets) - 100
    print(f'{number} connections: {(after[0] - before[0]) / number:.0f} bytes resident each, '
          f'{(after[1] - before[1]) / number * 1e6:.0f} us of CPU each, {number / took:.0f}/s')
    server.kill()


if __name__ == '__main__':
    main()
