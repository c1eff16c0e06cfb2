"""Tidy: the house's style as checks. Each check looks at a tree and yields findings, "NAME file:line: what is wrong".

Run it alone on a tree with: python3 tests/tidy/tidy.py [FOLDER]
"""

import os
import re
import sys
from pathlib import Path

import functions

FILE_LINES_MAX = 450
FUNCTION_LINES_MAX = 60

# Floor of every folder that C may be included from; a file may include its own folder and lower floors, never a sibling.
FLOORS = {
    "protocol": 0,
    "daemon/base": 1,
    "daemon/core": 2,
    "daemon/operations": 3,
    "daemon/gateway": 4, "daemon/database": 4, "daemon/bus": 4, "daemon/settings": 4,
    "sql": 4,
    "daemon/server": 5, "daemon/operator": 5,
    "daemon": 6,
    "client/library": 1,
    "client/cli": 2,
}
# What stands on the client's side includes nothing of the daemon's, and the other way round.
SIDES = {"daemon": "daemon", "sql": "daemon", "client": "client"}
# Foreign libraries with one door (for settings files one on each side): the header's beginning, and where it may be included.
DOORS = {
    "libwebsockets": {"daemon/gateway"}, "lws-": {"daemon/gateway"}, "libpq": {"daemon/database"}, "postgres": {"daemon/database"},
    "curl/": {"daemon/mail"}, "nats": {"daemon/bus"}, "ini.h": {"daemon/settings", "client/cli"}, "csv.h": {"daemon/operator"},
    "wslay/": {"client/library"}, "openssl/": {"client/library"}, "msgpack": {"protocol"},
}
TOP = {
    "daemon", "client", "protocol", "sql", "deploy", "tests", "CMakeLists.txt", "CMakePresets.json", "README.md", "CONTRIBUTING.md",
    "CHANGELOG.md", "SECURITY.md", "LICENSE", ".ci", ".clang-format", ".clang-tidy", ".editorconfig", ".gitignore",
}
FORBIDDEN_NAMES = re.compile(r"^(utils?|common|helpers?|manager|misc)(\.|_|$)")
# Written so that this file does not find itself.
UNDONE = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
WORKPLACE = re.compile(r"/wo" r"rk/|/ho" r"me/[a-z]|/ro" r"ot/(?!project)|issues? #\d|\bsea" r"ms\.md")
REGISTRY = re.compile(r"(registry\.npm" r"js|files\.python" r"hosted|py" r"pi\.org|crates" r"\.io|proxy\.gol" r"ang|deb\.deb" r"ian\.org)")
CODE = {".c", ".h"}
TEXT = {".c", ".h", ".py", ".sql", ".sh", ".cmake", ".toml", ".md", ".txt", ".ts", ".js", ".json", ".in", ".story", ".conf", ".service", ""}
GENERATED = {"protocol/REFERENCE.md", "protocol/asyncapi.json", "protocol/types.ts"}


class Tree:
    """The files of a project, read once."""

    def __init__(self, root, files=None):
        self.root = Path(root)
        names = list(files if files is not None else listed(self.root))
        self.text = {}
        for name in sorted(names):
            path = self.root / name
            if path.is_file() and path.suffix in TEXT:
                try:
                    self.text[name] = path.read_text(encoding="utf-8")
                except UnicodeDecodeError:
                    continue
        self.names = sorted(names)

    def code(self, *folders):
        return [(name, text) for name, text in self.text.items()
                if Path(name).suffix in CODE and (not folders or name.startswith(folders))]


def listed(root):
    """Everything in the tree but what is built or run there."""
    for folder, inside, files in os.walk(root):
        here = Path(folder).relative_to(root)
        beside = ("build", "var", ".git") if here == Path(".") else ()
        inside[:] = [name for name in inside if name not in ("node_modules", "__pycache__", *beside)]
        # In a linked checkout .git is a file, and where the demonstration lies elsewhere var is a link.
        yield from ((here / name).as_posix() for name in files if name not in beside)


def folder_of(name):
    return str(Path(name).parent.as_posix())


def includes(text):
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s+([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(2)


def floors(tree):
    """A file includes only lower floors, or its own folder."""
    for name, text in tree.code("daemon/", "protocol/", "client/", "sql/"):
        mine = folder_of(name)
        for number, header in includes(text):
            theirs = folder_of(header)
            if theirs not in FLOORS or theirs == mine:
                continue
            if mine not in FLOORS:
                yield f"FLOORS {name}:{number}: {mine} is on no floor; say in tests/tidy/tidy.py where it stands"
            elif FLOORS[theirs] >= FLOORS[mine]:
                yield f"FLOORS {name}:{number}: {mine} (floor {FLOORS[mine]}) includes {header} of floor {FLOORS[theirs]}"
            elif SIDES.get(mine.split("/")[0]) != SIDES.get(theirs.split("/")[0]) and theirs != "protocol":
                yield f"FLOORS {name}:{number}: the {mine.split('/')[0]} includes {header}, of the other side"


def order_of(text):
    """The rooms that a folder's internal header lists, lowest first; empty if it lists none."""
    rooms = []
    listed = False
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        listed = listed or "lowest first" in line
        row = re.match(r"//   ([a-z_]+(?:, [a-z_]+)*)(?:   *\S|$)", line)
        if listed and row:
            rooms += row.group(1).split(", ")
    return rooms


def order(tree):
    """Where a folder's header lists its rooms lowest first, every room is there and names no function of a later one."""
    for header, text in tree.code("daemon/", "client/"):
        rooms = order_of(text)
        here = {Path(name).stem: name for name, _ in tree.code() if name.endswith(".c") and folder_of(name) == folder_of(header)} if rooms else {}
        for room in sorted(set(here) - set(rooms)):
            yield f"ORDER {header}:1: {room} is not in the list of rooms"
        made = {}
        for room in rooms:
            for function in functions.functions(tree.text.get(here.get(room), "")):
                if not function.own:
                    made[function.name] = rooms.index(room)
        for place, room in enumerate(rooms):
            lines = functions.without_words(tree.text.get(here.get(room), "")).splitlines()
            for number, line in enumerate(lines, 1):
                for name in re.findall(r"(?<![\w.>])(?<!struct )[a-z_]\w*", line):
                    if made.get(name, place) > place:
                        yield f"ORDER {here[room]}:{number}: {room} names {name} of {rooms[made[name]]}, which stands above it"


def doors(tree):
    """A foreign library's header is included in one folder only."""
    for name, text in tree.code("daemon/", "protocol/", "client/", "sql/"):
        for number, header in includes(text):
            for begin, door in DOORS.items():
                if header.startswith(begin) and folder_of(name) not in door:
                    yield f"DOORS {name}:{number}: {header} may be included in {' and '.join(sorted(door))} only"


def sizes(tree):
    """Files and functions stay small enough to be read."""
    for name, text in tree.code():
        lines = text.count("\n")
        if lines > FILE_LINES_MAX:
            yield f"SIZES {name}:{FILE_LINES_MAX}: {lines} lines, at most {FILE_LINES_MAX}"
        for function in functions.functions(text):
            if function.lines > FUNCTION_LINES_MAX:
                yield f"SIZES {name}:{function.line}: {function.name} has {function.lines} lines, at most {FUNCTION_LINES_MAX}"
    for name, text in tree.text.items():
        if name.endswith((".py", ".sql", ".ts")) and name not in GENERATED and text.count("\n") > FILE_LINES_MAX:
            yield f"SIZES {name}:{FILE_LINES_MAX}: {text.count(chr(10))} lines, at most {FILE_LINES_MAX}"


def documented(tree):
    """Every prototype in a header has words: above it, beside it, or above the run of prototypes that it stands in."""
    for name, text in tree.code("daemon/", "protocol/", "client/", "sql/"):
        if name.endswith(".h"):
            for line, prototype in functions.bare_prototypes(text):
                yield f"DOCUMENTED {name}:{line}: {prototype} has no words"


def jumps(tree):
    for name, text in tree.code():
        for number, line in enumerate(functions.without_words(text).splitlines(), 1):
            if re.search(r"\bgo" r"to\b", line):
                yield f"JUMPS {name}:{number}: no goto"


def first_lines(tree):
    """The first line of a file says what it is for."""
    for name, text in tree.text.items():
        suffix = Path(name).suffix
        lines = text.splitlines()
        if not lines or name in GENERATED or "/small/" in name:  # small: the generator's examples, bad ones among them
            continue
        first = lines[1] if lines[0].startswith("#!") and len(lines) > 1 else lines[0]
        said = {".c": r"// \S", ".h": r"// \S", ".py": r'(""")\S', ".sql": r"-- \S", ".cmake": r"# \S", ".toml": r"# \S",
                ".story": r"# \S", ".ts": r"// \S"}.get(suffix)
        if said and not re.match(said, first):
            yield f"FIRST {name}:1: a sentence that says what the file is for is missing"


def names(tree):
    for name in tree.names:
        for part in Path(name).parts:
            if FORBIDDEN_NAMES.match(part):
                yield f"NAMES {name}:1: {part} says nothing about what is in it"


def undone(tree):
    for name, text in tree.text.items():
        for number, line in enumerate(text.splitlines(), 1):
            if UNDONE.search(line):
                yield f"UNDONE {name}:{number}: {line.strip()}"


def places(tree):
    """No path of anybody's machine, and no address of a package registry."""
    for name, text in tree.text.items():
        for number, line in enumerate(text.splitlines(), 1):
            if WORKPLACE.search(line) or REGISTRY.search(line):
                yield f"PLACES {name}:{number}: {line.strip()[:120]}"


def top(tree):
    for entry in sorted({Path(name).parts[0] for name in tree.names} - TOP):
        yield f"TOP {entry}:1: nothing else belongs at the top of the house"


def shell(tree):
    """A shell script stops at the first failure and has a main."""
    for name, text in tree.text.items():
        if text.startswith(("#!/bin/bash", "#!/bin/sh")) and "\n" in text:
            if "exec " in text and len(text.splitlines()) < 6:
                continue
            if not re.search(r"^set -eu", text, re.M):
                yield f"SHELL {name}:1: set -eu is missing"
            if 'main "$@"' not in text:
                yield f"SHELL {name}:1: main \"$@\" is missing"


CHECKS = (floors, order, doors, sizes, documented, jumps, first_lines, names, undone, places, top, shell)


def main():
    tree = Tree(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2])
    findings = [finding for check in CHECKS for finding in check(tree)]
    print("\n".join(findings))
    sys.exit(len(findings) > 0)


if __name__ == "__main__":
    main()
