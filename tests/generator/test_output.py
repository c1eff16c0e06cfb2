"""What the generator writes: for a small schema exactly what stands in small/expected; for the project's own what is committed."""

import json
import unittest

from generator import GENERATE, HERE, ROOT, SMALL, run

import rules
import vectors
import words


class Expected(unittest.TestCase):
    """After a wanted change: main.py --schema tests/generator/small COMMAND --output tests/generator/small/expected/FILE, and read the difference."""

    def check(self, command, name):
        code, text, errors = run("--schema", SMALL, command)
        self.assertEqual((code, errors), (0, ""))
        self.assertEqual(text, (SMALL / "expected" / name).read_text(encoding="utf-8"))

    def test_tables(self):
        self.check("tables", "schema_tables.c")

    def test_sql(self):
        self.check("sql", "operations_generated.sql")

    def test_reference(self):
        self.check("reference", "REFERENCE.md")

    def test_asyncapi(self):
        self.check("asyncapi", "asyncapi.json")

    def test_typescript(self):
        self.check("typescript", "types.ts")


class Committed(unittest.TestCase):
    """The committed outputs are those of the committed schema."""

    def check(self, command, path):
        code, text, errors = run(command)
        self.assertEqual((code, errors), (0, ""))
        stale = f"{path} is stale: run protocol/generate/main.py {command} --output {path}"
        self.assertTrue(text == (ROOT / path).read_text(encoding="utf-8"), stale)

    def test_reference(self):
        self.check("reference", "protocol/REFERENCE.md")

    def test_asyncapi(self):
        self.check("asyncapi", "protocol/asyncapi.json")

    def test_typescript(self):
        self.check("typescript", "protocol/types.ts")

    def test_template(self):
        # cmake --build build/dev --target words, then translate what is new in cy.po
        self.check("words", "protocol/words/waymark.pot")

    def test_vectors(self):
        made = vectors.write(None)
        there = {path.name for path in (ROOT / "protocol" / "vectors").glob("*.json")}
        self.assertEqual(there, set(made))
        for name, text in made.items():
            self.assertTrue((ROOT / "protocol" / "vectors" / name).read_text(encoding="utf-8") == text, f"{name} is stale: run main.py vectors")


class Own(unittest.TestCase):
    """Promises about the project's own schema."""

    def setUp(self):
        self.schema = rules.read_schema(ROOT / "protocol" / "schema")

    def test_every_wrapper_has_its_place(self):
        code, text, _ = run("sql")
        self.assertEqual(code, 0)
        for made in self.schema.operations.values():
            wanted = made.path == "sql" and not (made.needs == "nobody" and made.nonce)
            self.assertEqual(f"create or replace function api.{made.function}(" in text, wanted, made.name)

    def test_asyncapi_refers_to_what_is_there(self):
        document = json.loads((ROOT / "protocol" / "asyncapi.json").read_text(encoding="utf-8"))

        def follow(value):
            if isinstance(value, dict):
                if "$ref" in value:
                    inside = document
                    for part in value["$ref"].removeprefix("#/").split("/"):
                        self.assertIn(part, inside, value["$ref"])
                        inside = inside[part]
                for key in value:
                    follow(value[key])
            elif isinstance(value, list):
                for inside in value:
                    follow(inside)

        follow(document)
        self.assertEqual((document["asyncapi"], document["channels"]["socket"]["bindings"]["ws"]["bindingVersion"]), ("3.1.0", "0.1.0"))

    def test_every_word_is_translated(self):
        template = words.parse((ROOT / "protocol" / "words" / "waymark.pot").read_text(encoding="utf-8"), "waymark.pot")
        welsh = {entry["msgid"] for entry in words.read_po(ROOT / "protocol" / "words" / "cy.po")}
        missing = [entry["msgid"] for entry in template if entry["msgid"] and entry["msgid"] not in welsh]
        self.assertEqual(missing, [], "to be translated in protocol/words/cy.po (the target words puts them there)")
        known = {entry["msgid"] for entry in template}
        self.assertEqual([msgid for msgid in sorted(welsh) if msgid not in known], [], "in protocol/words/cy.po, but nobody says it any more")

    def test_modules_open_with_a_sentence(self):
        for path in sorted([*GENERATE.glob("*.py"), *HERE.glob("*.py")]):
            self.assertTrue(path.read_text(encoding="utf-8").startswith('"""'), path.name)


if __name__ == "__main__":
    unittest.main()
