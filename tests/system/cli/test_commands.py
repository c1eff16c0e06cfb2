"""The program itself, without any service: its table of commands, help, manual, completion, contexts, and what typing errors get."""

import json
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from shell import Shell, house

ROOT = Path(__file__).resolve().parents[3]
NOWHERE = "http://127.0.0.1:9"  # the discard port: nobody listens
LOCAL = {"help", "manual", "completion", "context add", "context use", "context ls", "context rm"}
WORDS = {"NUMBER": "1", "PERSON": "1", "CIRCLE": "#1", "NOUN.VERB": "channel.list", "LINK": "code", "NAME|CODE": "Wrexham"}


class Commands(unittest.TestCase):
    def setUp(self):
        self.shell = Shell(NOWHERE, "token")
        self.addCleanup(self.shell.close)
        self.table = [json.loads(line) for line in self.shell.run("help", "--json").stdout.splitlines()]

    def words(self, command):
        """A command with plausible arguments and the options that it needs."""
        words = command["name"].split()
        for taken in command["takes"].split():
            if not taken.startswith("["):
                words.append(WORDS.get(taken, "x"))
        names = {option["name"] for option in command["options"]}
        words += ["--purpose", "x"] if "purpose" in names else []
        words += ["--why", "x"] if "why" in names else []
        words += ["x@example.org"] if command["name"] == "login" else []
        return words

    def test_every_command_answers_in_json_when_nothing_is_there(self):
        for command in self.table:
            if command["name"] in LOCAL:
                continue
            with self.subTest(command["name"]):
                refused = self.shell.json(*self.words(command), "--timeout", "0.2", exit=6)
                self.assertEqual(refused["error"]["code"], "unreachable")
                self.assertTrue(refused["error"]["message"])

    def test_every_command_answers_in_json_when_it_is_typed_wrongly(self):
        for command in self.table:
            with self.subTest(command["name"]):
                refused = self.shell.json(*command["name"].split(), "--no-such-option", exit=2)
                self.assertEqual(refused["error"]["code"], "usage")

    def test_every_command_is_explained(self):
        manual = self.shell.run("manual").stdout
        for command in self.table:
            with self.subTest(command["name"]):
                shown = self.shell.run(*command["name"].split(), "--help").stdout
                self.assertIn(command["summary"], shown)
                self.assertRegex(command["summary"], r"\.$")
                for option in command["options"]:
                    self.assertIn(f"--{option['name']}", shown)
                if command["name"] != "manual":
                    self.assertIn(f"*{command['name']}*", manual)

    def test_each_command_has_a_file_and_each_file_a_row(self):
        text = "".join(path.read_text() for path in (ROOT / "client/cli").glob("*.c") if path.name != "commands.c")
        rows = set(re.findall(r"^const struct command (command_\w+) =", text, re.M))
        listed = set(re.findall(r"&(command_\w+),", (ROOT / "client/cli/commands.c").read_text()))
        self.assertEqual(rows, listed)
        self.assertEqual(len(rows), len(self.table))

    @unittest.skipUnless(shutil.which("scdoc"), "scdoc is not installed")
    def test_the_manual_is_read_by_scdoc(self):
        page = subprocess.run(["scdoc"], input=self.shell.run("manual").stdout, capture_output=True, text=True, check=True).stdout
        self.assertIn(".TH \"waymark\" \"1\"", page)
        for name in ("libwaymark.3", "waymark-protocol.7"):
            subprocess.run(["scdoc"], input=(ROOT / f"client/library/{name}.scd").read_text(), capture_output=True, text=True, check=True)

    def complete(self, *words):
        """What bash would offer for the last of the words."""
        script = f"""{self.shell.run('completion', 'bash').stdout}
            COMP_WORDS=(waymark {' '.join(f"'{word}'" for word in words)}); COMP_CWORD={len(words)}; _waymark; printf '%s\\n' "${{COMPREPLY[@]}}" """
        return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout.split()

    def test_completion(self):
        self.assertEqual(self.complete("ta"), ["tail"])
        self.assertEqual(self.complete("circle", ""), ["open", "get", "invite", "join", "leave"])
        self.assertEqual(self.complete("circle", "open", "--pu"), ["--purpose"])
        self.assertEqual(self.complete("tail", "Rivers", "--js"), ["--json"])
        self.assertEqual(self.complete("manu"), [])
        for shell in ("zsh", "fish"):
            self.assertIn("tail", self.shell.run("completion", shell).stdout)
        self.shell.run("completion", "tcsh", exit=2)

    def test_the_first_word_of_several_commands_lists_them(self):
        for words, exit_code in ((("circle",), 2), (("help", "circle"), 0), (("circle", "--help"), 0)):
            done = self.shell.run(*words, exit=exit_code)
            shown = done.stdout + done.stderr
            self.assertIn("circle open TITLE", shown)
            self.assertIn("circle leave CIRCLE", shown)
            self.assertNotIn("retract", shown)

    def test_a_mistake_is_told_in_the_language_of_the_system(self):
        welsh = Shell(LANG="cy_GB.UTF-8")
        self.addCleanup(welsh.close)
        self.assertIn("Mae rhywbeth ar goll", welsh.run("post", exit=2).stderr)
        self.assertIn("Gyda phob gorchymyn", welsh.run("post", "--help").stdout)

    def test_help_fits_a_narrow_terminal(self):
        # The terminal's size is set by its own program, which then becomes ours.
        binary = str(house.binaries() / "waymark")
        narrow = self.shell.typed(["help"], program=["sh", "-c", f"stty cols 40; exec '{binary}' help"])
        self.assertLessEqual(max(len(line) for line in narrow.splitlines()), 40)
        self.assertIn("circle open", narrow)

    def test_typing_errors_are_helped_along(self):
        self.assertIn("waymark tail", self.shell.run("tial", exit=2).stderr)
        self.assertIn("circle open", self.shell.run("circle", "opne", exit=2).stderr)
        self.assertIn("waymark help", self.shell.run("nonsensical", exit=2).stderr)
        for words, told in ((("circel",), "Did you mean: waymark circle?"), (("circel", "open"), "Did you mean: waymark circle open?"),
                            (("circle", "zzz"), "There is no command circle zzz. See them all"), (("pst", "Rivers", "hello"), "Did you mean: waymark post?"),
                            (("help", "tial"), "Did you mean: waymark tail?"), (("help", "context", "lst"), "Did you mean: waymark context ls?"),
                            (("channels", "--jsno"), "no option --jsno here. Did you mean --json?"), (("tail", "#1", "--aftre=3"), "Did you mean --after?"),
                            (("--tiemout=3", "channels"), "Did you mean --timeout?"), (("channels", "--zzz"), "no option --zzz here. See:")):
            self.assertIn(told, self.shell.run(*words, exit=2).stderr, words)
        self.assertIn("CIRCLE TEXT", self.shell.run("post", "Rivers", exit=2).stderr)
        self.assertIn("quotes", self.shell.run("post", "Rivers", "two", "words", exit=2).stderr)
        self.assertIn("number", self.shell.run("react", "#1", "three", "x", exit=2).stderr)
        self.assertIn("--timeout", self.shell.run("channels", "--timeout", "soon", exit=2).stderr)
        self.assertIn("https://", self.shell.run("channels", "--url", "example.org", exit=2).stderr)
        self.shell.run(exit=2)
        self.assertIn("waymark", self.shell.run("--version").stdout)

    def test_global_options_stand_anywhere(self):
        for words in (("--json", "--timeout", "0.2", "channels"), ("channels", "--json", "--timeout=0.2"), ("--timeout", "0.2", "place", "find", "x", "--json")):
            with self.subTest(words):
                self.assertEqual(json.loads(self.shell.run(*words, exit=6).stdout)["error"]["code"], "unreachable")

    def test_what_begins_with_a_dash_can_be_said(self):
        self.shell.run("post", "#1", "--timeout", "0.2", "--", "--not an option", exit=6)

    def test_contexts(self):
        shell = Shell()
        self.addCleanup(shell.close)
        shell.run("context", "add", "here", NOWHERE, "--token", "one")
        shell.run("context", "add", "there", "https://waymark.example", "--token", "two")
        shell.run("context", "use", "here")
        shell.run("context", "use", "there")
        listed = [json.loads(line) for line in shell.run("context", "ls", "--json").stdout.splitlines()]
        self.assertEqual([(each["context"], each["url"], each["current"]) for each in listed],
                         [("here", NOWHERE, False), ("there", "https://waymark.example", True)])
        shell.run("context", "use", "-")
        shell.run("channels", "--timeout", "0.2", exit=6)
        folder = shell.home / "config/waymark"
        self.assertEqual((folder / "current").read_text(), "here\n")
        for path in [folder, folder / "contexts", *(folder / "contexts").iterdir()]:
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)
        shell.run("context", "rm", "there")
        shell.run("context", "use", "there", exit=2)
        for name in ("../x", ".hidden", "a/b", "", "-"):
            shell.run("context", "add", "--", name, NOWHERE, exit=2)

    def test_welsh_words(self):
        shell = Shell(NOWHERE, "token", LANG="cy_GB.UTF-8")
        self.addCleanup(shell.close)
        english, welsh = (each.run("help").stdout for each in (self.shell, shell))
        self.assertNotEqual(english, welsh)
        self.assertIn("cylch", welsh)


if __name__ == "__main__":
    unittest.main()
