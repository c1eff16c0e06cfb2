"""What an open WebSocket does with frames, good and bad, and how it ends."""
import random
import signal
import socket
import struct
import unittest

from door import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, PATIENCE_S, DoorTest, frame

LIMIT = 65536


class Frames(DoorTest):
    ARGUMENTS = ['--frame', str(LIMIT)]

    def test_sizes(self):
        client = self.open()
        for size in [0, 1, 125, 126, 511, 512, 513, 530, 4096, 65535, LIMIT]:
            with self.subTest(size):
                data = bytes(i * 7 & 0xff for i in range(size))
                client.say(frame(BINARY, data))
                self.assertEqual(client.frame(), (BINARY, data))

    def test_unmasking_with_any_mask(self):
        client = self.open()
        for mask in [b'\0\0\0\0', b'\xff\0\xff\0', b'\1\2\3\4']:
            client.say(frame(BINARY, b'masked message', mask=mask))
            self.assertEqual(client.frame()[1], b'masked message')

    def test_fragments(self):
        client = self.open()
        client.say(frame(BINARY, b'one ', final=False) + frame(CONTINUATION, b'', final=False) + frame(PING, b'between')
                   + frame(CONTINUATION, b'two ', final=False) + frame(CONTINUATION, b'three'))
        self.assertEqual(sorted([client.frame(), client.frame()]), [(BINARY, b'one two three'), (PONG, b'between')])

    def test_empty_first_fragment(self):
        client = self.open()
        client.say(frame(BINARY, b'', final=False) + frame(CONTINUATION, b'', final=False) + frame(CONTINUATION, b'all of it'))
        self.assertEqual(client.frame(), (BINARY, b'all of it'))

    def test_messages_in_random_parts(self):
        for seed in range(40):
            with self.subTest(seed):
                chance, client, said, data = random.Random(seed), self.open(), [], b''
                for _ in range(12):
                    parts = [chance.randbytes(chance.choice([0, 0, 1, 125, 126, 600, 4000])) for _ in range(chance.randint(1, 5))]
                    for i, part in enumerate(parts):
                        data += frame(BINARY if i == 0 else CONTINUATION, part, final=i == len(parts) - 1, mask=chance.randbytes(4))
                    said.append(b''.join(parts))
                while data:
                    n = chance.choice([1, 7, 512, 5000])
                    client.say(data[:n])
                    data = data[n:]
                self.assertEqual([client.frame()[1] for _ in said], said)

    def test_random_frames_end_nothing_but_their_connection(self):
        beside = self.open()
        for seed in range(200):
            chance, client = random.Random(seed), self.open()
            try:
                for _ in range(chance.randint(1, 12)):
                    payload = chance.randbytes(chance.choice([0, 0, 1, 2, 20, 125, 130, 700]))
                    announced = chance.choice([None, None, None, len(payload) + 1, 2 ** 16, 2 ** 62])
                    client.say(frame(chance.randrange(128), payload, chance.random() < 0.5, announced))
                client.socket.shutdown(socket.SHUT_WR)
                while client.socket.recv(65536):
                    pass
            except OSError:
                pass  # it hung up: its right
            beside.say(frame(BINARY, b'still here'))
            self.assertEqual(beside.frame(), (BINARY, b'still here'))

    def test_many_messages_in_one_packet(self):
        client = self.open()
        client.say(b''.join(frame(BINARY, b'%d' % i) for i in range(1000)))
        self.assertEqual([client.frame()[1] for _ in range(1000)], [b'%d' % i for i in range(1000)])

    def test_frame_in_single_bytes(self):
        client = self.open()
        for byte in frame(BINARY, b'x' * 200):
            client.say(bytes([byte]))
        self.assertEqual(client.frame()[1], b'x' * 200)

    def test_half_a_frame_harms_nobody(self):
        halves = [self.open() for _ in range(20)]
        for client in halves:
            client.say(frame(BINARY, b'x' * 100)[:50])
        self.assertEqual(self.open().message('me'), 'me')
        for client in halves:
            client.close()

    def test_text_is_closed_with_1003(self):
        client = self.open()
        client.say(frame(TEXT, b'hello'))
        self.assert_closed(client, 1003)

    def test_too_long_is_closed_with_1009(self):
        for what, data in [('whole', frame(BINARY, b'x' * (LIMIT + 1))), ('announced', frame(BINARY, b'x', announced=LIMIT + 1)),
                           ('hugely announced', frame(BINARY, b'x', announced=1 << 62)),
                           ('in fragments', frame(BINARY, b'x' * LIMIT, final=False) + frame(CONTINUATION, b'y'))]:
            with self.subTest(what):
                client = self.open()
                client.say(data)
                opcode, payload = client.frame()
                self.assertEqual((opcode, payload[:2]), (CLOSE, struct.pack('>H', 1009)))
                client.close()

    def test_broken_frames_are_closed_with_1002(self):
        for what, data in [('opcode', b'\x83\x80abcd'), ('lost fragment', frame(CONTINUATION, b'x')),
                           ('fragmented ping', frame(PING, b'x', final=False)),
                           ('message inside another', frame(BINARY, b'x', final=False) + frame(BINARY, b'y'))]:
            with self.subTest(what):
                client = self.open()
                client.say(data)
                self.assert_closed(client, 1002)

    def test_reserved_bit_is_closed_with_1002(self):
        client = self.open()
        client.say(b'\xc2\x80abcd')
        self.assertEqual(client.frame()[1][:2], b'\x03\xea')  # our answer would be misread: libwebsockets lost its place

    def test_long_control_frame_ends_it(self):
        client = self.open()
        client.say(frame(PING, b'x' * 126))
        self.assertEqual(client.rest()[:2], b'')

    def test_ping_is_answered(self):
        client = self.open()
        for payload in [b'', b'p', b'x' * 125]:
            client.say(frame(PING, payload))
            self.assertEqual(client.frame(), (PONG, payload))

    def test_our_ping_brings_a_sign_of_life(self):
        client = self.open()
        client.say(frame(BINARY, b'ping'))
        opcode, payload = client.frame()
        self.assertEqual(opcode, PING)
        self.assertGreater(len(payload), 0)  # libwebsockets keeps empty pongs to itself
        client.say(frame(PONG, payload))
        self.assertEqual(client.frame(), (BINARY, b'alive'))

    def test_pause_and_resume(self):
        client = self.open()
        client.say(frame(BINARY, b'pause 50') + frame(BINARY, b'behind') + frame(BINARY, b'more' * 300))
        self.assertEqual([client.frame()[1], client.frame()[1]], [b'behind', b'more' * 300])


class Sending(DoorTest):
    def test_slow_reader_gets_everything(self):
        client = self.open()
        client.say(frame(BINARY, b'burst 20000'))
        other = self.open()
        self.assertEqual(other.message('not held up'), 'not held up')
        for _ in range(20000):
            self.assertEqual(client.frame(), (BINARY, b'b' * 1000))
        self.assertEqual(client.message('and on'), 'and on')

    def test_pongs_come_between_frames_never_inside(self):
        client = self.open()
        client.say(frame(BINARY, b'big 3000000') + frame(PING, b'1') + frame(BINARY, b'big 3000000') + frame(PING, b'2') + frame(BINARY, b'ping'))
        seen = []
        while seen.count(BINARY) < 2 or PING not in seen or PONG not in seen:
            opcode, payload = client.frame()
            seen.append(opcode)
            if opcode == BINARY:
                self.assertEqual(payload, b'B' * 3000000)

    def test_everything_goes_out_before_the_close(self):
        client = self.open()
        client.say(frame(BINARY, b'burst 3000') + frame(BINARY, b'big 500000') + frame(BINARY, b'close 4001'))
        for _ in range(3000):
            self.assertEqual(client.frame()[0], BINARY)
        self.assertEqual(len(client.frame()[1]), 500000)
        self.assert_closed(client, 4001)

    def test_never_reading_peer_is_let_go(self):
        client = self.open()
        client.say(frame(BINARY, b'burst 20000') + frame(BINARY, b'close 1013'))
        other = self.open()
        self.until(lambda: other.message('count') == '1')
        client.close()


class Closing(DoorTest):
    def test_with_a_code_and_a_reason(self):
        client = self.open()
        client.say(frame(BINARY, b'close 4001'))
        self.assertEqual(client.frame(), (CLOSE, struct.pack('>H', 4001) + b'as you wish'))
        client.say(frame(CLOSE, struct.pack('>H', 4001)))
        self.assertEqual(client.rest(), b'')

    def test_peer_that_does_not_answer_is_hung_up_on(self):
        client = self.open()
        client.say(frame(BINARY, b'close 1008'))
        self.assertEqual(client.frame()[0], CLOSE)
        self.assertEqual(client.rest(), b'')

    def test_nothing_is_heard_after_the_close_was_decided(self):
        client = self.open()
        client.say(frame(BINARY, b'close 1008') + frame(BINARY, b'ignored'))
        self.assert_closed(client, 1008)

    def test_paused_connection_can_be_closed(self):
        client = self.open()
        client.say(frame(BINARY, b'close 1008') + frame(BINARY, b'pause 60000'))
        self.assert_closed(client, 1008)

    def test_peer_closes(self):
        for payload, answer in [(b'', b''), (b'\x03\xe8', b'\x03\xe8'), (b'\x03\xe8bye', b'\x03\xe8'), (b'\x0f\xa1', b'\x0f\xa1'), (b'\x03\xe9', b'\x03\xe9'),
                                (b'\x03', b'\x03\xea'), (b'\x03\xed', b'\x03\xea'), (b'\x13\x88', b'\x03\xea'), (b'\xff\xff', b'\x03\xea')]:
            with self.subTest(payload):
                client = self.open()
                client.say(frame(CLOSE, payload))
                self.assertEqual(client.frame(), (CLOSE, answer))
                self.assertEqual(client.rest(), b'')

    def test_peer_vanishes(self):
        for _ in range(50):
            self.open().close()
        client = self.open()
        self.until(lambda: client.message('count') == '1')

    def test_reset(self):
        client = self.open()
        client.say(frame(BINARY, b'burst 1000'))
        client.socket.setsockopt(1, 13, struct.pack('ii', 1, 0))  # SO_LINGER: close with a reset
        client.close()
        other = self.open()
        self.until(lambda: other.message('count') == '1')


class Ending(DoorTest):
    def test_all_are_told_when_the_service_ends(self):
        clients = [self.open() for _ in range(300)]
        self.server.send_signal(signal.SIGTERM)
        for client in clients:
            self.assertEqual(client.frame(), (CLOSE, struct.pack('>H', 1012) + b'restart'))
            client.say(frame(CLOSE, struct.pack('>H', 1012)))
            self.assertEqual(client.rest(), b'')
        self.assertEqual(self.server.wait(PATIENCE_S), 0)


class EndingAtOnce(DoorTest):
    def test_with_everything_open(self):
        clients = [self.open() for _ in range(50)]
        halves = [self.client() for _ in range(50)]
        for half in halves:
            half.say('GET / HT')
        self.assertEqual(clients[0].message('all there'), 'all there')
        # tearDownClass interrupts it, and asks for a clean end


if __name__ == '__main__':
    unittest.main()
