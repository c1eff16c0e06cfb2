"""The tree is tidy; and tidy finds every kind of untidiness when it is planted."""

import subprocess
import tempfile
import unittest
from pathlib import Path

import tidy

ROOT = Path(__file__).resolve().parents[2]
BODY = "{\n" + "\tone();\n" * 61 + "}\n"


class Tree(unittest.TestCase):
    maxDiff = None

    def test_the_tree_is_tidy(self):
        tree = tidy.Tree(ROOT)
        self.assertGreater(len(tree.code()), 100)
        for check in tidy.CHECKS:
            with self.subTest(check.__name__):
                self.assertEqual([], list(check(tree)))

    def test_the_code_is_formatted(self):
        files = [str(ROOT / name) for name, _ in tidy.Tree(ROOT).code() if "/expected/" not in name]
        done = subprocess.run(["clang-format", "--dry-run", "-Werror", *files], capture_output=True, text=True, cwd=ROOT, check=False)
        self.assertEqual(0, done.returncode, done.stderr[:3000])


class Planted(unittest.TestCase):
    """One violation each, in a tree of its own."""

    def found(self, name, text, beside=()):
        with tempfile.TemporaryDirectory() as folder:
            for where, words in ((name, text), *beside):
                path = Path(folder) / where
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(words, encoding="utf-8")
            tree = tidy.Tree(folder)
            return [finding for check in tidy.CHECKS for finding in check(tree)]

    def finds(self, beginning, name, text, beside=()):
        findings = self.found(name, text, beside)
        self.assertEqual(1, len(findings), findings)
        self.assertTrue(findings[0].startswith(beginning), findings)

    def test_nothing_is_found_in_a_tidy_file(self):
        self.assertEqual([], self.found("daemon/core/a.c", '// Says it.\n#include "daemon/base/b.h"\n\nint a(void)\n{\n\treturn 1;\n}\n'))

    def test_a_higher_floor(self):
        self.finds("FLOORS daemon/core/a.c:2:", "daemon/core/a.c", '// Says it.\n#include "daemon/server/server.h"\n')

    def test_a_sibling(self):
        self.finds("FLOORS daemon/gateway/a.c:2:", "daemon/gateway/a.c", '// Says it.\n#include "daemon/database/database.h"\n')

    def test_the_other_side(self):
        self.finds("FLOORS client/cli/a.c:2:", "client/cli/a.c", '// Says it.\n#include "daemon/base/list.h"\n')

    def test_a_folder_on_no_floor(self):
        self.finds("FLOORS daemon/attic/a.c:2:", "daemon/attic/a.c", '// Says it.\n#include "daemon/base/list.h"\n')

    ROOMS = (
        ("daemon/core/state.h", "// Says it.\n//\n// The rooms, lowest first:\n//   low, mid    two\n//   high\n#define X\n"),
        ("daemon/core/mid.c", "// Says it.\nint mid_do(void)\n{\n\treturn low_do();\n}\n"),
        ("daemon/core/high.c", "// Says it.\nstatic int do_it(void)\n{\n\treturn 1;\n}\n\nint high_do(void)\n{\n\treturn mid_do() + do_it();\n}\n"),
    )

    def test_rooms_that_call_downwards(self):
        own = "// Says it: high_do is above.\nint low_do(void)\n{\n\tstruct high_do *x = 0;\n\treturn do_it() + x->high_do + x.mid_do;\n}\n"
        self.assertEqual([], self.found("daemon/core/low.c", own, self.ROOMS))

    def test_a_room_that_calls_a_higher_one(self):
        text = "// Says it.\nint low_do(void)\n{\n\treturn high_do();\n}\n"
        self.finds("ORDER daemon/core/low.c:4: low names high_do of high", "daemon/core/low.c", text, self.ROOMS)

    def test_a_room_that_hands_on_a_higher_ones_function(self):
        text = "// Says it.\nint low_do(void)\n{\n\treturn call(mid_do);\n}\n"
        self.finds("ORDER daemon/core/low.c:4: low names mid_do of mid", "daemon/core/low.c", text, self.ROOMS)

    def test_a_room_that_is_not_in_the_list(self):
        self.finds("ORDER daemon/core/state.h:1: attic is not", "daemon/core/attic.c", "// Says it.\n", self.ROOMS)

    def test_the_clients_rooms_are_kept_in_order_too(self):
        rooms = [(name.replace("daemon/core", "client/cli"), text) for name, text in self.ROOMS]
        text = "// Says it.\nint low_do(void)\n{\n\treturn high_do();\n}\n"
        self.finds("ORDER client/cli/low.c:4: low names high_do of high", "client/cli/low.c", text, rooms)
        inside = ("client/cli/examples/shown.c", "// Says it.\nint main(void)\n{\n\treturn high_do();\n}\n")
        self.assertEqual([], self.found("client/cli/low.c", "// Says it.\n", (*rooms, inside)))

    def test_the_folders_with_a_list_of_rooms(self):
        headers = [name for name, text in tidy.Tree(ROOT).code("daemon/", "client/") if tidy.order_of(text)]
        self.assertEqual(["cli", "library", "core", "database", "gateway", "operations", "server", "settings"], [Path(name).parts[1] for name in headers])

    def test_a_foreign_header_outside_its_door(self):
        self.finds("DOORS daemon/server/a.c:2:", "daemon/server/a.c", "// Says it.\n#include <libpq-fe.h>\n")

    def test_a_file_that_is_too_long(self):
        self.finds("SIZES daemon/core/a.c:450:", "daemon/core/a.c", "// Says it.\n" + "int x;\n" * 450)

    def test_a_function_that_is_too_long(self):
        self.finds("SIZES daemon/core/a.c:3: a has 64 lines", "daemon/core/a.c", "// Says it.\n\nint a(void)\n" + BODY)

    def test_a_prototype_without_words(self):
        self.finds("DOCUMENTED daemon/core/a.h:3: b has", "daemon/core/a.h", "// Says it.\n\nint b(int c);\n")

    def test_one_comment_speaks_for_a_run_of_prototypes_only(self):
        text = "// Says it.\n\n// Both.\nint b(void);\nint c(void);\n\nint d(void);\n"
        self.finds("DOCUMENTED daemon/core/a.h:7: d has", "daemon/core/a.h", text)

    def test_a_jump(self):
        self.finds("JUMPS daemon/core/a.c:4:", "daemon/core/a.c", "// Says it.\nvoid a(void)\n{\n\tgo" + "to end;\n}\n")

    def test_a_file_that_does_not_say_what_it_is_for(self):
        self.finds("FIRST daemon/core/a.c:1:", "daemon/core/a.c", "#include <stdio.h>\n")
        self.finds("FIRST sql/a.sql:1:", "sql/a.sql", "select 1;\n")
        self.finds("FIRST tests/a.py:1:", "tests/a.py", "import os\n")

    def test_a_name_that_says_nothing(self):
        self.finds("NAMES daemon/core/utils.c:1:", "daemon/core/utils.c", "// Says it.\n")

    def test_something_that_is_not_done(self):
        self.finds("UNDONE daemon/core/a.c:1:", "daemon/core/a.c", "// TO" + "DO: say it.\n")

    def test_a_path_of_somebodys_machine(self):
        self.finds("PLACES tests/a.py:1:", "tests/a.py", '"""Reads /ho' + 'me/ann/file."""\n')

    def test_an_address_of_a_registry(self):
        self.finds("PLACES deploy/a.md:1:", "deploy/a.md", "From py" + "pi.org\n")

    def test_an_entry_that_does_not_belong_at_the_top(self):
        self.finds("TOP notes:1:", "notes/a.md", "Notes.\n")

    def test_a_shell_script_that_goes_on_after_a_failure(self):
        self.finds("SHELL deploy/a:1: set -eu", "deploy/a", '#!/bin/bash\n# Says it.\nmain() { true; }\nmain "$@"\n')


if __name__ == "__main__":
    unittest.main()
