"""What deploy/ ships for a real installation: the unit file is hardened, and the proxies' snippets carry a WebSocket."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from house import ROOT, WAIT_S, House, free_port, until  # noqa: E402

DEPLOY = ROOT / "deploy"
EXPOSURE_MAX = 2.0
UPGRADE = ("GET /socket HTTP/1.1\r\nHost: learn.example.org\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: waymark.msgpack\r\n"
           "Origin: https://learn.example.org\r\n\r\n")


def installed(program):
    return shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


class Unit(unittest.TestCase):
    @unittest.skipUnless(installed("systemd-analyze"), "systemd-analyze is not installed")
    def test_the_unit_is_right_and_hardened(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = Path(folder) / "waymarkd.service"
            text = (DEPLOY / "waymarkd.service").read_text()
            unit.write_text(text.replace("/usr/bin/waymarkd", "/bin/true").replace("Documentation=man:waymarkd(8)\n", ""))
            verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False, timeout=WAIT_S)
            self.assertNotIn("waymarkd.service", verified.stderr, "complaints of systemd-analyze verify")
            done = subprocess.run(["systemd-analyze", "security", "--offline=yes", unit], capture_output=True, text=True, check=False,
                                  timeout=WAIT_S)
        exposure = float(re.search(r"Overall exposure level for waymarkd.service: ([0-9.]+)", done.stdout).group(1))
        self.assertLessEqual(exposure, EXPOSURE_MAX)


class Proxies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = House(start=False)
        cls.addClassCleanup(cls.house.destroy)
        cls.house.config.write_text(cls.house.config.read_text().replace(f"public_url = {cls.house.url}", "public_url = https://learn.example.org")
                                    .replace("[database]", "trusted_proxies = 127.0.0.1\n[database]"))
        cls.house.start_database()
        cls.house.waymarkd("migrate")
        cls.house.start_daemon()
        cls.certificate, cls.key = cls.house.folder / "cert.pem", cls.house.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=learn.example.org", "-days", "2",
                        "-keyout", cls.key, "-out", cls.certificate], check=True, capture_output=True, timeout=WAIT_S)

    def speak(self, port, question):
        """What the proxy answers over TLS, up to the end of its head."""
        context = ssl.create_default_context(cafile=self.certificate)
        context.check_hostname = False
        with socket.create_connection(("127.0.0.1", port), timeout=WAIT_S) as plain, \
                context.wrap_socket(plain, server_hostname="learn.example.org") as line:
            line.sendall(question.encode())
            answer = b""
            while b"\r\n\r\n" not in answer:
                more = line.recv(4096)
                if not more:
                    break
                answer += more
            return answer.decode(errors="replace")

    def run_proxy(self, words, port):
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)

        def listens():
            self.assertIsNone(process.poll(), "the proxy ended")
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0
        until(listens, "the proxy")

    def check_proxy(self, port):
        answer = self.speak(port, UPGRADE)
        self.assertTrue(answer.startswith("HTTP/1.1 101 "), answer)
        foreign = self.speak(port, UPGRADE.replace("https://learn", "https://evil"))
        self.assertRegex(foreign, r"^HTTP/1.1 4\d\d ")
        for path in ("/live", "/ready", "/metrics"):
            answer = self.speak(port, f"GET {path} HTTP/1.1\r\nHost: learn.example.org\r\nConnection: close\r\n\r\n")
            self.assertTrue(answer.startswith("HTTP/1.1 404 "), (path, answer[:80]))

    @unittest.skipUnless(installed("nginx"), "nginx is not installed")
    def test_nginx(self):
        port, plain = free_port(), free_port()
        text = (DEPLOY / "nginx.conf").read_text()
        for old, new in (("127.0.0.1:7878", f"127.0.0.1:{self.house.port}"), ("listen 443", f"listen 127.0.0.1:{port}"),
                         ("listen 80;", f"listen 127.0.0.1:{plain};"),
                         ("/etc/letsencrypt/live/learn.example.org/fullchain.pem", str(self.certificate)),
                         ("/etc/letsencrypt/live/learn.example.org/privkey.pem", str(self.key))):
            self.assertIn(old, text)
            text = text.replace(old, new)
        text = re.sub(r"\tlisten \[::\].*\n", "", text)
        folder = self.house.folder
        file = folder / "nginx.conf"
        file.write_text(f"daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n" +
                        "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) +
                        text + "}\n")
        self.run_proxy([installed("nginx"), "-c", file, "-e", "stderr"], port)
        self.check_proxy(port)

    @unittest.skipUnless(installed("haproxy"), "haproxy is not installed")
    def test_haproxy(self):
        port, plain = free_port(), free_port()
        both = self.house.folder / "both.pem"
        both.write_text(self.certificate.read_text() + self.key.read_text())
        text = (DEPLOY / "haproxy.cfg").read_text()
        for old, new in (("127.0.0.1:7878", f"127.0.0.1:{self.house.port}"), ("bind :443", f"bind 127.0.0.1:{port}"),
                         ("bind :80", f"bind 127.0.0.1:{plain}"), ("/etc/haproxy/learn.example.org.pem", str(both))):
            self.assertIn(old, text)
            text = text.replace(old, new)
        file = self.house.folder / "haproxy.cfg"
        file.write_text(text)
        self.run_proxy([installed("haproxy"), "-f", file], port)
        self.check_proxy(port)


if __name__ == "__main__":
    unittest.main()
