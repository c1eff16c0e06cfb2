"""The few things that are not WebSockets: sessions, reports, static files."""
import gzip
import pathlib
import shutil
import tempfile
import unittest

from door import ORIGIN, DoorTest

STRICT = {
    'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; "
                               "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    'x-content-type-options': 'nosniff', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer', 'connection': 'close',
}


class Session(DoorTest):
    def sign_in(self, code, *lines):
        return self.get('/session', f'Origin: {ORIGIN}', f'X-Waymark-Code: {code}', *lines, method='POST')

    def test_code_becomes_a_cookie(self):
        status, fields, body = self.sign_in('abc_-9', 'Content-Length: 0')
        self.assertEqual((status, body), (204, b''))
        self.assertEqual(fields['set-cookie'], 'waymark=abc_-9; Path=/; Max-Age=7776000; HttpOnly; SameSite=Strict')
        self.assertEqual(fields['cache-control'], 'no-store')

    def test_answer_may_come_later(self):
        status, fields, _ = self.sign_in('slow')
        self.assertEqual(status, 204)
        self.assertTrue(fields['set-cookie'].startswith('waymark=slowly;'))

    def test_refusal_is_told(self):
        status, fields, body = self.sign_in('refused')
        self.assertEqual((status, body), (401, b'this code is used up\n'))
        self.assertNotIn('set-cookie', fields)

    def test_sign_out_deletes_the_cookie(self):
        status, fields, _ = self.get('/session', f'Origin: {ORIGIN}', 'Cookie: waymark=abc', method='DELETE')
        self.assertEqual(status, 204)
        self.assertEqual(fields['set-cookie'], 'waymark=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict')

    def test_what_is_refused(self):
        for expected, method, lines in [
                (403, 'POST', ['X-Waymark-Code: a']), (403, 'POST', ['Origin: https://evil.test', 'X-Waymark-Code: a']),
                (403, 'DELETE', []), (400, 'POST', [f'Origin: {ORIGIN}']), (400, 'POST', [f'Origin: {ORIGIN}', 'X-Waymark-Code: a b']),
                (400, 'POST', [f'Origin: {ORIGIN}', 'X-Waymark-Code: ' + 'a' * 129]),
                (400, 'POST', [f'Origin: {ORIGIN}', 'X-Waymark-Code: a', 'X-Waymark-Code: b']),
                (413, 'POST', [f'Origin: {ORIGIN}', 'X-Waymark-Code: a', 'Content-Length: 3']),
                (413, 'POST', [f'Origin: {ORIGIN}', 'X-Waymark-Code: a', 'Content-Length: -1']),
                (413, 'POST', [f'Origin: {ORIGIN}', 'X-Waymark-Code: a', 'Transfer-Encoding: chunked']),
                (405, 'GET', []), (405, 'PUT', []), (405, 'OPTIONS', [f'Origin: {ORIGIN}'])]:
            with self.subTest(method=method, lines=lines):
                status, fields, _ = self.get('/session', *lines, method=method)
                self.assertEqual(status, expected)
                self.assertNotIn('set-cookie', fields)

    def test_browser_that_leaves_before_the_answer(self):
        for code in ['late', 'slow'] * 20:
            client = self.client()
            client.say(f'POST /session HTTP/1.1\r\nHost: w\r\nOrigin: {ORIGIN}\r\nX-Waymark-Code: {code}\r\n\r\n')
            client.close()
        self.assertEqual(self.sign_in('slow')[0], 204)

    def test_body_that_was_sent_anyway_does_not_eat_the_answer(self):
        status, _, body = self.ask(f'POST /session HTTP/1.1\r\nHost: w\r\nOrigin: {ORIGIN}\r\nX-Waymark-Code: a\r\nContent-Length: 100000\r\n\r\n' + 'x' * 100000)
        self.assertEqual((status, body), (413, b'a request has no body here\n'))


class SecureSession(DoorTest):
    ARGUMENTS = ['--secure', '--proxy', '127.0.0.1']

    def test_cookie_behind_tls(self):
        status, fields, _ = self.get('/session', f'Origin: {ORIGIN}', 'X-Waymark-Code: abc', method='POST')
        self.assertEqual(status, 204)
        self.assertEqual(fields['set-cookie'], '__Host-wm=abc; Path=/; Max-Age=7776000; HttpOnly; SameSite=Strict; Secure')
        self.assertEqual(fields['strict-transport-security'], 'max-age=31536000')
        self.assertEqual(self.open(Cookie='waymark=planted; __Host-wm=real', Origin=ORIGIN).message('token'), 'real')

    def test_report_is_not_for_those_behind_a_proxy(self):
        self.assertEqual(self.get('/metrics', 'X-Forwarded-For: 192.0.2.1')[0], 404)
        self.assertEqual(self.get('/metrics', 'X-Forwarded-For: 127.0.0.1')[0], 404)
        self.assertEqual(self.get('/metrics')[0], 200)


class Reports(DoorTest):
    def test_local_callers_are_told(self):
        for path, expected in [('/live', 200), ('/ready', 503), ('/metrics', 200)]:
            status, fields, body = self.get(path)
            self.assertEqual((status, body.splitlines()[0]), (expected, f'path {path}'.encode()))
            self.assertEqual(fields['cache-control'], 'no-store')
            self.assertEqual(self.get(path, method='HEAD')[2], b'')
            self.assertEqual(self.get(path, method='POST')[0], 405)


class Static(DoorTest):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp())
        cls.folder = folder
        cls.page = b'<!doctype html>' + b'<p>Waymark</p>' * 20000
        (folder / 'index.html').write_bytes(cls.page)
        (folder / 'index.html.gz').write_bytes(gzip.compress(cls.page))
        (folder / 'index.html.br').write_bytes(b'stands for brotli')
        (folder / 'app-5f3a9c1b.js').write_bytes(b'1;')
        (folder / 'assets').mkdir()
        (folder / 'assets' / 'style.css').write_bytes(b'p{}')
        (folder / 'secret').symlink_to('/etc/passwd')
        cls.ARGUMENTS = ['--static', str(folder)]
        cls.addClassCleanup(shutil.rmtree, folder)
        super().setUpClass()

    def test_plain(self):
        for path in ['/', '/index.html', '/enter', '/join', '/?from=mail']:
            status, fields, body = self.get(path)
            self.assertEqual((status, body, fields['content-type']), (200, self.page, 'text/html; charset=utf-8'))
            self.assertEqual(fields['content-length'], str(len(self.page)))
            self.assertEqual((fields['cache-control'], fields['vary']), ('no-cache', 'Accept-Encoding'))
            self.assertLessEqual(STRICT.items(), fields.items())

    def test_compressed(self):
        status, fields, body = self.get('/', 'Accept-Encoding: gzip')
        self.assertEqual((status, fields['content-encoding'], gzip.decompress(body)), (200, 'gzip', self.page))
        status, fields, body = self.get('/', 'Accept-Encoding: gzip, deflate, br')
        self.assertEqual((status, fields['content-encoding'], body), (200, 'br', b'stands for brotli'))
        self.assertEqual(fields['content-type'], 'text/html; charset=utf-8')
        self.assertNotIn('content-encoding', self.get('/assets/style.css', 'Accept-Encoding: br')[1])

    def test_not_modified(self):
        _, fields, _ = self.get('/')
        status, again, body = self.get('/', f'If-None-Match: {fields["etag"]}', 'Accept-Encoding: br')
        self.assertEqual((status, body, again['etag']), (304, b'', fields['etag']))
        self.assertEqual(self.get('/', 'If-None-Match: "other"')[0], 200)

    def test_names_with_hashes_are_kept(self):
        self.assertEqual(self.get('/app-5f3a9c1b.js')[1]['cache-control'], 'public, max-age=31536000, immutable')
        self.assertEqual(self.get('/assets/style.css')[1]['cache-control'], 'no-cache')

    def test_head(self):
        status, fields, body = self.get('/', method='HEAD')
        self.assertEqual((status, fields['content-length'], body), (200, str(len(self.page)), b''))

    def test_nothing_else_is_found(self):
        for path in ['/../etc/passwd', '/..%2fetc/passwd', '/%2e%2e/etc/passwd', '/assets/../index.html', '/assets/..', '/assets', '/assets/',
                     '/index.html.br', '/secret', '//index.html', '/./index.html', '/index.html%00', '/nothing', '/\\..\\x', '/' + 'a' * 5000]:
            with self.subTest(path):
                status, fields, body = self.get(path)
                self.assertEqual((status, body), (404, b'nothing is here\n'))
                self.assertLessEqual(STRICT.items(), fields.items())

    def test_changing_methods_are_refused(self):
        for method in ['POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']:
            status, fields, _ = self.get('/', method=method)
            self.assertEqual((status, fields['allow']), (405, 'GET, HEAD'))

    def test_slow_reader_gets_the_whole_page(self):
        client = self.client()
        client.socket.setsockopt(1, 8, 32768)  # SO_RCVBUF
        client.say('GET / HTTP/1.1\r\nHost: w\r\n\r\n')
        self.assertEqual(self.get('/')[0], 200)
        client.head()
        self.assertEqual(client.rest(), self.page)

    def test_no_upgrade_elsewhere(self):
        status, _, body = self.get('/', 'Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA')
        self.assertEqual((status, body), (200, self.page))


if __name__ == '__main__':
    unittest.main()
