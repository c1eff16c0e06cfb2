"""What the generator refuses: each fault is told with its file, its line, its entry and what is wrong, and all faults at once."""

import unittest

from generator import SMALL, check_with, run

# name: (file, what stands there, what stands there instead, what must be said)
FAULTS = {
    "no TOML": ("tea.toml", "since = 2", "since = ", "tea.toml: Invalid value (at line 4, column 9)"),
    "unknown section": ("tea.toml", "[reason.cold]", "[excuse.cold]", "tea.toml: [excuse]: no such section; there are type, struct"),
    "an entry twice in two files": ("tea.toml", "[reason.cold]", '[type.id]\nkind = "bool"\n[reason.cold]', "types.toml:1: type.id: stands in tea.toml already"),
    "unknown key": ("tea.toml", "early = true", "urgent = true", 'tea.toml:16: operation."tea.look": urgent: unknown key; it may have changes, cost, early'),
    "unknown key of a field": ("tea.toml", "optional = true", "maybe = true", 'tea.toml:9: operation."tea.pour": takes.sugar: unknown key "maybe" of a field'),
    "unknown type": ("tea.toml", 'type = "id", nullable', 'type = "ident", nullable', 'tea.toml:10: operation."tea.pour": gives.pot: unknown type "ident"'),
    "unknown kind of type": ("types.toml", 'kind = "text"', 'kind = "prose"', 'types.toml:20: type.line: kind: unknown kind "prose"; there are int'),
    "unknown struct": ("tea.toml", "list:struct:cup", "list:struct:mug", 'tea.toml:8: operation."tea.pour": takes.cups: unknown struct "mug"'),
    "struct inside itself": ("tea.toml", 'fields.name = { type = "line"', 'fields.name = { type = "struct:cup"',
        "tea.toml:24: struct.cup: fields.name: struct cup would hold itself: cup > cup"),
    "name not noun.verb": ("tea.toml", '"tea.look"', '"tea.Look"', 'tea.toml:12: operation."tea.Look": "tea.Look" is not noun.verb in snake case'),
    "field not snake case": ("tea.toml", "takes.sugar", "takes.sugarLumps", 'tea.toml:9: operation."tea.pour": takes.sugarLumps: "sugarLumps" is not snake case'),
    "missing since": ("tea.toml", "since = 2\n", "", 'tea.toml:3: operation."tea.pour": since is missing'),
    "since of zero": ("tea.toml", "since = 2", "since = 0", 'tea.toml:4: operation."tea.pour": since: must be 1 or more'),
    "missing prose": ("tea.toml", 'prose = "A cup."\n', "", "tea.toml:21: struct.cup: prose is missing"),
    "missing prose of a field": ("tea.toml", ', prose = "Whose."', "", "tea.toml:24: struct.cup: fields.name: prose is missing"),
    "empty summary": ("tea.toml", '"Pour a cup."', '" "', 'tea.toml:5: operation."tea.pour": summary: must not be empty'),
    "missing words of an error": ("tea.toml", 'words = "You may not do that."\n', "", "tea.toml:36: error.denied: words is missing"),
    "unknown role": ("tea.toml", "role:host", "role:king", 'tea.toml:6: operation."tea.pour": needs: unknown role "king"'),
    "unknown need": ("tea.toml", '"nobody"', '"anybody"', 'tea.toml:15: operation."tea.look": needs: unknown need "anybody"'),
    "unknown path": ("tea.toml", "early = true", 'path = "carrier_pigeon"', 'tea.toml:16: operation."tea.look": path: unknown path "carrier_pigeon"'),
    "early, but needs a person": ("tea.toml", '"nobody"', '"person"', 'tea.toml:16: operation."tea.look": early: who asks before hello is nobody'),
    "a cost of nothing": ("tea.toml", "cost = 3", "cost = 0", 'tea.toml:18: operation."tea.look": cost: must be 1 to 50'),
    "a cost of more than there is": ("tea.toml", "cost = 3", "cost = 51", 'tea.toml:18: operation."tea.look": cost: must be 1 to 50'),
    "unknown lane": ("tea.toml", 'lane = "search"', 'lane = "fast"', 'tea.toml:17: operation."tea.look": lane: may only be search'),
    "a search that changes": ("tea.toml", "changes = true", 'changes = true\nlane = "search"', 'tea.toml:8: operation."tea.pour": lane: may only be search'),
    "printable numbers": ("types.toml", "max = 100", "max = 100\nprintable = true", "types.toml:5: type.id: printable: unknown key"),
    "nonce without a change": ("tea.toml", "changes = true", "nonce = true", 'tea.toml:7: operation."tea.pour": nonce: a nonce is for what changes something'),
    "a nonce of one's own": ("tea.toml", "takes.sugar", "takes.nonce", 'operation."tea.pour": takes.nonce: nonce is put in by itself'),
    "wrong kind of value": ("tea.toml", "early = true", 'early = "yes"', 'tea.toml:16: operation."tea.look": early: must be true or false'),
    "int without bounds": ("tea.toml", "min = 0, max = 4, ", "", 'tea.toml:9: operation."tea.pour": takes.sugar: int needs min and max'),
    "list without a limit": ("tea.toml", ", max = 2", "", 'tea.toml:19: operation."tea.look": takes.words: list:line needs max, the most elements'),
    "bounds on a named type": ("tea.toml", 'type = "id", nullable', 'type = "id", max = 5, nullable', "gives.pot: min and max go with int and list: only, not with id"),
    "bounds the wrong way round": ("types.toml", "max = 100", "max = 0", "types.toml:1: type.id: the least (1) is above the most (0)"),
    "a number that a browser cannot hold": ("types.toml", "max = 100", "max = 9007199254740992", "types.toml:1: type.id: a limit is beyond 2^53"),
    "a value twice": ("types.toml", '["guest", "host"]', '["guest", "guest"]', "types.toml:15: type.role: values: must have values, each once"),
    "a label for nothing": ("types.toml", 'host = "Host"', 'king = "King"', "types.toml:16: type.role: labels: must have a label for each value"),
    "no type nonce": ("types.toml", "[type.nonce]", "[type.once]", "types.toml: type.nonce: must be there, of kind bytes"),
    "shape and fields": ("tea.toml", 'shape = "struct:cup"', 'shape = "struct:cup"\nfields.a = { type = "id", prose = "A." }',
        "tea.toml:34: notification.event: shape: has a shape and fields; only one of them"),
    "a plural without its number": ("tea.toml", '"%lu cup"', '"one cup"', "tea.toml:44: plural.cups: one: must hold %lu once, and no other %"),
    "a state that nothing leads to": ("tea.toml", '[lifecycle.pot.state.cold]', '[lifecycle.pot.state.iced]\nwords = "Iced"\nends = true\n[lifecycle.pot.state.cold]',
        "tea.toml:47: lifecycle.pot: state iced cannot be reached from hot"),
    "a state without a way out": ("tea.toml", "ends = true\n", "", "tea.toml:47: lifecycle.pot: has no state that ends it"),
    "a state with no way to the ending": ("tea.toml", "[lifecycle.pot.state.cold]", '[lifecycle.pot.state.lost]\nwords = "Lost"\n[lifecycle.pot.state.cold]',
        "tea.toml:47: lifecycle.pot: state lost has no way to an ending"),
    "a move that nobody may make": ("tea.toml", 'by = ["system", "host"]', "by = []", "lifecycle.pot: move 1 to cold may be made by nobody: by is empty"),
    "a move from nowhere": ("tea.toml", 'from = "hot"', 'from = "lukewarm"', 'lifecycle.pot: move 1 names an unknown state "lukewarm"'),
    "a move out of an ending": ("tea.toml", "[[lifecycle.pot.move]]", '[[lifecycle.pot.move]]\nfrom = "cold"\nto = "hot"\nby = ["host"]\nprose = "Again."\n[[lifecycle.pot.move]]',
        "lifecycle.pot: state cold ends, but moves on to hot"),
    "the same move twice": ("tea.toml", "[[lifecycle.pot.move]]", '[[lifecycle.pot.move]]\nfrom = "hot"\nto = "cold"\nby = ["host"]\nprose = "A."\n[[lifecycle.pot.move]]',
        "lifecycle.pot: moves from hot to cold twice"),
    "a first state that there is not": ("tea.toml", 'first = "hot"', 'first = "boiling"', 'tea.toml:50: lifecycle.pot: first: starts in an unknown state "boiling"'),
    "a state without words": ("tea.toml", 'words = "Hot"\n', "", "tea.toml:47: lifecycle.pot: state hot has no words"),
}


class Faults(unittest.TestCase):
    def test_the_small_schema_is_right(self):
        code, text, errors = run("--schema", SMALL, "check")
        self.assertEqual((code, text, errors), (0, "schema 2: 2 operations, 1 event kinds, 4 types\n", ""))

    def test_each_fault_is_told(self):
        for name, (file, old, new, expected) in FAULTS.items():
            with self.subTest(name):
                code, errors = check_with(file, old, new)
                self.assertEqual(code, 1)
                self.assertIn(expected, errors)
                self.assertNotIn("Traceback", errors)

    def test_too_many_fields(self):
        more = "".join(f'takes.f{n} = {{ type = "id", prose = "A." }}\n' for n in range(24))
        code, errors = check_with("tea.toml", "takes.sugar", more + "takes.sugar")
        self.assertEqual(code, 1)
        self.assertIn('tea.toml:3: operation."tea.pour": takes has 27 fields; at most 24', errors)

    def test_nested_too_deep(self):
        structs = "".join(f'[struct.s{n}]\nprose = "S."\nfields.s = {{ type = "struct:s{n + 1}", prose = "S." }}\n' for n in range(12))
        structs += '[struct.s12]\nprose = "S."\nfields.s = { type = "id", prose = "S." }\n'
        code, errors = check_with("tea.toml", "[struct.cup]", structs + "[struct.cup]")
        self.assertEqual(code, 1)
        self.assertIn("struct.s0: fields is nested deeper than 12", errors)

    def test_all_faults_are_told_at_once(self):
        code, errors = check_with("tea.toml", 'needs = "nobody"', 'needs = "anybody"\nurgent = true')
        self.assertEqual((code, len(errors.splitlines())), (1, 3), errors)  # needs, early, urgent

    def test_an_empty_folder(self):
        code, _, errors = run("--schema", SMALL / "nowhere", "check")
        self.assertEqual(code, 1)
        self.assertIn("no *.toml files", errors)


if __name__ == "__main__":
    unittest.main()
