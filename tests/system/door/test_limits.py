"""At the limits: of WebSockets, of descriptors, of patience. Everybody is told politely, and the service stays quiet."""
import os
import pathlib
import shutil
import tempfile
import time
import unittest

from door import DoorTest, upgrade


def cpu_seconds(pid):
    fields = pathlib.Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


class Connections(DoorTest):
    ARGUMENTS = ['--connections', '10']

    def test_one_too_many_is_told_so(self):
        clients = [self.open() for _ in range(10)]
        for _ in range(5):
            status, fields, body = self.ask(upgrade())
            self.assertEqual((status, fields['retry-after'], body), (503, '5', b'too many connections\n'))
        self.assertEqual(self.get('/live')[0], 200)
        clients.pop().close()
        self.until(lambda: self.report('connections') == 9)
        self.assertEqual(self.open().message('room again'), 'room again')


class Churn(DoorTest):
    def test_a_thousand_come_and_go(self):
        before = len(os.listdir(f'/proc/{self.server.pid}/fd'))
        for i in range(1000):
            client = self.open()
            if i % 3:
                self.assertEqual(client.message('hello'), 'hello')
            client.close()
        self.until(lambda: len(os.listdir(f'/proc/{self.server.pid}/fd')) <= before)

    def test_more_silent_visitors_than_places(self):
        silent = [self.client() for _ in range(600)]
        for client in silent[::2]:
            client.say('GET / HTTP/1.1\r\nHost:')
        for _ in range(20):
            self.assertEqual(self.get('/live')[0], 200)
        self.assertEqual(self.open().message('hello'), 'hello')
        for client in silent:
            client.close()


class SlowReaders(DoorTest):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, folder)
        (folder / 'large.bin').write_bytes(bytes(16 << 20))  # more than the kernel takes off the gateway's hands
        cls.ARGUMENTS = ['--static', str(folder)]
        super().setUpClass()

    def test_more_who_read_nothing_than_places(self):
        slow = []
        for _ in range(600):
            slow.append(self.client())
            slow[-1].say('GET /large.bin HTTP/1.1\r\nHost: w\r\n\r\n')
            slow[-1].read(1)
        for _ in range(20):
            self.assertEqual(self.get('/live')[0], 200)
        self.assertEqual(self.open().message('hello'), 'hello')
        for client in slow:
            client.close()


class Descriptors(DoorTest):
    DESCRIPTORS = 64

    def knock(self):
        """Tries to open one: True if it is open, False if it was told to come again."""
        client = self.client()
        try:
            client.say(upgrade())
            status, _ = client.head()
        except (EOFError, ConnectionResetError, BrokenPipeError):
            self.fail('hung up on without an answer')
        self.assertIn(status, (101, 503))
        if status == 503:
            client.close()
        return client if status == 101 else None

    def test_refused_politely_and_idle(self):
        opened, refused = [], 0
        while refused < 200:
            client = self.knock()
            if client:
                opened.append(client)
            refused += client is None
        self.assertGreater(len(opened), 10)
        self.assertEqual(opened[0].message('those inside notice nothing'), 'those inside notice nothing')
        # Connections that wait for nothing must not keep the service busy.
        waiting = [self.client() for _ in range(30)]
        before = cpu_seconds(self.server.pid)
        time.sleep(1)  # an idle second is what is measured
        self.assertLess(cpu_seconds(self.server.pid) - before, 0.2)
        for client in opened + waiting:
            client.close()
        self.until(self.knock)


class OwnDescriptors(Descriptors):
    """The rest of the daemon takes the descriptors: fewer are left than the gateway counts on."""
    DESCRIPTORS = 64
    WRAPPER = ['sh', '-c', ' '.join(f'exec {i}</dev/null;' for i in range(3, 10)) + ' exec "$@"', 'sh']

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Behind its back: what it may open from now on is less than it read at its start.
        os.system(f'prlimit --pid {cls.server.pid} --nofile=40:64')


if __name__ == '__main__':
    unittest.main()
