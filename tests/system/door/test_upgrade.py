"""Who becomes a WebSocket, and who does not."""
import unittest

from door import KEY, ORIGIN, DoorTest, frame, upgrade, BINARY


class Upgrade(DoorTest):
    def test_good_shapes(self):
        for changed in [{}, {'Origin': ORIGIN}, {'Upgrade': 'WebSocket'}, {'Connection': 'keep-alive, Upgrade'},
                        {'Sec_WebSocket_Protocol': 'other, waymark.msgpack'},
                        {'Sec_WebSocket_Extensions': 'permessage-deflate; client_max_window_bits'}]:
            with self.subTest(changed):
                self.assertEqual(self.open(**changed).message('hello'), 'hello')

    def test_bad_shapes(self):
        cases = [
            (426, {'Upgrade': None}), (426, {'Upgrade': 'h2c'}), (426, {'Upgrade': 'foo'}), (426, {'Upgrade': 'websocket, h2c'}),
            (400, {'Connection': None}), (400, {'Connection': 'close'}),
            (426, {'Sec_WebSocket_Version': '8'}), (426, {'Sec_WebSocket_Version': None}), (426, {'Sec_WebSocket_Version': ['13', '13']}),
            (400, {'Sec_WebSocket_Key': None}), (400, {'Sec_WebSocket_Key': 'x'}), (400, {'Sec_WebSocket_Key': KEY * 2}),
            (400, {'Sec_WebSocket_Key': [KEY, KEY]}), (400, {'Sec_WebSocket_Protocol': None}), (400, {'Sec_WebSocket_Protocol': 'chat'}),
            (403, {'Origin': 'https://evil.test'}), (403, {'Origin': 'null'}), (403, {'Origin': [ORIGIN, ORIGIN]}),
            (400, {'Content-Length': '5'}), (400, {'Transfer-Encoding': 'chunked'}), (400, {'Host': None}), (400, {'path': '/socket?x'}),
        ]
        for expected, changed in cases:
            with self.subTest(changed):
                status, fields, body = self.ask(upgrade(**changed))
                self.assertEqual(status, expected)
                self.assertTrue(body.endswith(b'\n'))
                self.assertEqual(fields['connection'], 'close')

    def test_other_methods_and_versions(self):
        good = upgrade()
        for expected, request in [(405, good.replace('GET', 'POST', 1)), (505, good.replace('HTTP/1.1', 'HTTP/1.0')),
                                  (400, good.replace('GET /socket', 'GET http://waymark.test/socket')),
                                  (405, good.replace('GET', 'BREW', 1))]:
            with self.subTest(request.splitlines()[0]):
                self.assertEqual(self.ask(request)[0], expected)

    def test_an_old_version_is_told_the_right_one(self):
        status, fields, _ = self.ask(upgrade(Sec_WebSocket_Version='8'))
        self.assertEqual((status, fields['sec-websocket-version']), (426, '13'))

    def test_smuggling_shapes_are_refused(self):
        good = upgrade()
        for what, request in [('folded', good.replace('Upgrade: websocket', 'Upgrade:\r\n websocket')),
                              ('lone LF', good.replace('\r\n', '\n')), ('NUL', good.replace('waymark.test', 'way\0mark')),
                              ('space before colon', good.replace('Upgrade:', 'Upgrade :')), ('two hosts', good.replace('Host:', 'Host: a\r\nHost:')),
                              ('h2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')]:
            with self.subTest(what):
                client = self.client()
                client.say(request)
                client.socket.shutdown(1)
                answer = client.rest()
                self.assertTrue(answer == b'' or answer.startswith(b'HTTP/1.1 400 '), answer)

    def test_heads_have_a_limit(self):
        self.assertEqual(self.ask(upgrade(X='x' * 9000))[0], 431)
        self.assertEqual(self.ask(upgrade(X=['x'] * 70))[0], 431)

    def test_request_in_small_pieces(self):
        client = self.client()
        for byte in upgrade().encode():
            client.say(bytes([byte]))
        self.assertEqual(client.head()[0], 101)
        self.assertEqual(client.message('still'), 'still')

    def test_frame_close_behind_the_request(self):
        client = self.client()
        client.say(upgrade().encode() + frame(BINARY, b'eager') + frame(BINARY, b'twice'))
        self.assertEqual(client.head()[0], 101)
        self.assertEqual([client.frame()[1], client.frame()[1]], [b'eager', b'twice'])

    def test_half_a_frame_close_behind_the_request(self):
        client = self.client()
        whole = frame(BINARY, b'eager')
        client.say(upgrade().encode() + whole[:4])
        self.assertEqual(client.head()[0], 101)
        client.say(whole[4:])
        self.assertEqual(client.frame()[1], b'eager')

    def test_one_answer_for_each_connection(self):
        """CVE-2025-11677: a kept connection, then an unknown upgrade. Here nothing is kept."""
        for second in ['Upgrade: foo\r\nConnection: Upgrade', 'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA']:
            client = self.client()
            client.say('GET / HTTP/1.1\r\nHost: w\r\nConnection: keep-alive\r\n\r\n')
            self.assertEqual(client.head()[0], 404)
            try:
                client.say(f'GET /socket HTTP/1.1\r\nHost: w\r\n{second}\r\n\r\n')
            except (BrokenPipeError, ConnectionResetError):
                pass
            self.assertNotIn(b'HTTP/1.1', client.rest())
        together = self.client()
        together.say('GET / HTTP/1.1\r\nHost: w\r\n\r\n' + upgrade(Upgrade='foo'))
        self.assertEqual(together.head()[0], 404)
        self.assertNotIn(b'HTTP/1.1', together.rest())
        self.assertEqual(self.open().message('alive and well'), 'alive and well')

    def test_cookie_counts_only_with_an_allowed_origin(self):
        self.assertEqual(self.open(Cookie='waymark=abc').message('token'), 'none')
        self.assertEqual(self.open(Cookie='a=b; waymark=abc', Origin=ORIGIN).message('token'), 'abc')
        self.assertEqual(self.open(Cookie='waymark=abc; waymark=def', Origin=ORIGIN).message('token'), 'none')

    def test_peer_that_goes_while_it_is_let_in(self):
        for _ in range(200):
            client = self.client()
            client.say(upgrade())
            client.close()
        self.assertEqual(self.open().message('hello'), 'hello')


class Peers(DoorTest):
    """Behind a trusted proxy each client is told from the others by the address that the proxy names."""
    ARGUMENTS = ['--proxy', '127.0.0.1']

    def peer(self, forwarded):
        return int(self.open(X_Forwarded_For=forwarded).message('peer'))

    def test_the_real_clients_address_counts(self):
        ann = self.peer('192.0.2.1')
        self.assertNotEqual(ann, 0)
        self.assertEqual(self.peer('203.0.113.9, 192.0.2.1'), ann)  # what stands left is a claim
        self.assertNotEqual(self.peer('192.0.2.2'), ann)
        self.assertNotEqual(self.peer('192.0.2.2'), 0)

    def test_a_household_of_ipv6_is_one(self):
        self.assertEqual(self.peer('2001:db8:1:2::1'), self.peer('2001:db8:1:2:3:4:5:6'))
        self.assertNotEqual(self.peer('2001:db8:1:2::1'), self.peer('2001:db8:1:3::1'))

    def test_this_machine_and_a_silent_proxy_are_nobody_in_particular(self):
        for forwarded in (None, '127.0.0.1', 'no address'):
            self.assertEqual(self.peer(forwarded), 0)


class PeersWithoutProxy(DoorTest):
    def test_nobody_speaks_for_another(self):
        self.assertEqual(self.open(X_Forwarded_For='192.0.2.1').message('peer'), '0')


if __name__ == '__main__':
    unittest.main()
