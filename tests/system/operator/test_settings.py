"""The settings as an operator meets them: waymarkd config, and what serve does with bad ones."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from house import binaries  # noqa: E402


class Settings(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="wm-")
        self.addCleanup(self.folder.cleanup)
        self.file = Path(self.folder.name) / "waymark.conf"
        self.file.write_text("")

    def run_waymarkd(self, *words, **environment):
        return subprocess.run([binaries() / "waymarkd", "--config", self.file, *words], capture_output=True, text=True, check=False,
                              timeout=60, env={"PATH": os.environ["PATH"], **environment})

    def test_show_says_where_each_value_came_from(self):
        self.file.write_text("[gateway]\nport = 1000\n[log]\nlevel = warn\n")
        done = self.run_waymarkd("config", "show", "--origin", WAYMARK_LOG_LEVEL="debug")
        self.assertEqual(0, done.returncode, done.stderr)
        lines = done.stdout.splitlines()
        self.assertIn(f"gateway.port = 1000    ({self.file}:2)", lines)
        self.assertIn("log.level = debug    (environment WAYMARK_LOG_LEVEL)", lines)
        self.assertIn("gateway.address = 127.0.0.1    (default)", lines)

    def test_a_mail_server_is_named_by_its_address(self):
        self.file.write_text("[mail]\nfrom = waymark@example.org\nsmtp_url = mail.example.org:587\n")
        done = self.run_waymarkd("config", "check")
        self.assertEqual((1, "mail.smtp_url = mail.example.org:587 is not smtp://HOST:PORT or smtps://HOST:PORT\n"), (done.returncode, done.stderr))
        self.file.write_text("[mail]\nfrom = waymark@example.org\nsmtp_url = smtps://mail.example.org:465\n")
        self.assertEqual(0, self.run_waymarkd("config", "check").returncode)

    def test_a_static_folder_that_cannot_be_opened_is_named(self):
        self.file.write_text(f"[gateway]\nport = 0\nstatic = {self.folder.name}/nowhere\n")
        done = self.run_waymarkd("serve")
        self.assertEqual(1, done.returncode, done.stderr)
        self.assertIn(f"the static folder {self.folder.name}/nowhere: No such file or directory", done.stderr)

    def test_a_slip_in_a_word_is_helped_along(self):
        for words, told in (
                (("serv",), "there is no command serv; did you mean serve?"),
                (("help", "sevre"), "did you mean serve?"),
                (("--confg", "x", "serve"), "there is no option --confg; did you mean --config?"),
                (("--config",), "--config lacks its value"),
                (("frobnicate",), "waymarkd help names them all"),
                (("config", "chekc"), "there is no chekc; did you mean check?"),
                (("config", "show", "--origins"), "--origins is not an option here; did you mean --origin?"),
                (("config", "nonsense"), "there is no nonsense\n"),
                (("person", "ad"), "there is no ad; did you mean add?"),
                (("person", "add", "--nmae", "Ann", "--email", "ann@example.org"), "--nmae is not an option here; did you mean --name?"),
                (("person", "add", "--email", "ann@example.org", "--name"), "--name lacks its value"),
                (("person", "list", "--aftre=3"), "--aftre=3 is not an option here; did you mean --after?"),
                (("person", "list", "--zzz"), "--zzz is not an option here\n"),
                (("import", "plces"), "there is no plces; did you mean places?"),
                (("import", "-", "x"), "there is no -\n"),
                (("backup", "verfy", "x.tar"), "there is no verfy; did you mean verify?"),
                (("migrate", "--dryrun"), "--dryrun is not an option here; did you mean --dry-run?"),
        ):
            with self.subTest(words):
                done = self.run_waymarkd(*words)
                self.assertEqual(2, done.returncode, done.stderr)
                self.assertIn(told, done.stderr)

    def test_show_as_json(self):
        done = self.run_waymarkd("--json", "config", "show", WAYMARK_GATEWAY_PORT="9")
        self.assertEqual({"value": "9", "origin": "environment WAYMARK_GATEWAY_PORT"}, json.loads(done.stdout)["gateway.port"])

    def test_check_names_every_problem(self):
        self.file.write_text("[gateway]\nprot = 1\nport = 99999\n")
        done = self.run_waymarkd("config", "check")
        self.assertEqual(1, done.returncode)
        self.assertIn(f"{self.file}:2: gateway.prot is not a setting; did you mean gateway.port?", done.stderr)
        self.assertIn(f"{self.file}:3: gateway.port = 99999 is not a whole number from 0 to 65535", done.stderr)
        listed = json.loads(self.run_waymarkd("--json", "config", "check").stdout)
        self.assertEqual("invalid", listed["outcome"])
        self.assertEqual(2, len(listed["problems"]))
        self.file.write_text("")
        self.assertEqual(0, self.run_waymarkd("config", "check").returncode)

    def test_no_command_runs_on_bad_settings(self):
        self.file.write_text("[log]\nlevel = loud\n")
        done = self.run_waymarkd("serve")
        self.assertEqual(1, done.returncode)
        self.assertIn("log.level = loud is not one of: debug info warn error", done.stderr)
        self.assertIn("nothing was done", done.stderr)

    def test_a_secret_stays_out_of_every_print(self):
        secret = Path(self.folder.name) / "secret"
        secret.write_text("canary-7f3a\n")
        secret.chmod(0o600)
        self.file.write_text(f"[mail]\npassword_file = {secret}\n[database]\nurl = host=/x password=canary-9b1c user=w\n")
        for words in (["config", "show", "--origin"], ["--json", "config", "show"], ["config", "check"], ["person", "list"]):
            done = self.run_waymarkd(*words)
            self.assertNotIn("canary", done.stdout + done.stderr, words)

    def test_help_names_every_command_and_usage_errors_end_with_2(self):
        done = self.run_waymarkd("help")
        self.assertEqual(0, done.returncode)
        for name in ("serve", "migrate", "doctor", "config", "person", "token", "link", "import", "mail", "backup", "restore", "version"):
            self.assertRegex(done.stdout, rf"(?m)^  {name}\b")
            one = self.run_waymarkd("help", name)
            self.assertIn(f"waymarkd [--config FILE] [--json] {name}", one.stdout)
            self.assertEqual(0, self.run_waymarkd(name, "--help").returncode)
        for words in ([], ["dance"], ["person", "dance"], ["config"], ["migrate", "--wet-run"], ["token", "make"], ["import", "dreams", "x"],
                      ["person", "grant", "nobody-at-all", "broker"], ["help", "dance"], ["person", "list", "--after", "soon"]):
            done = self.run_waymarkd(*words)
            self.assertEqual(2, done.returncode, (words, done.stdout, done.stderr))
            self.assertNotEqual("", done.stderr, words)

    def test_a_daemon_that_does_not_run_is_named_with_the_command_that_starts_it(self):
        self.file.write_text(f"[admin]\nsocket = {self.folder.name}/none.sock\n")
        done = self.run_waymarkd("person", "list")
        self.assertEqual(1, done.returncode)
        self.assertIn(f"start it first: waymarkd --config {self.file} serve", done.stderr)


if __name__ == "__main__":
    unittest.main()
