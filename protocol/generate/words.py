"""Words: collects what people read (from the schema, and from the C sources by xgettext), and turns a translation into a C table."""

import json
import re
import subprocess
from pathlib import Path

from schema import SchemaError
from tables import text

WELSH = "nplurals=6; plural=(n==0)?0:(n==1)?1:(n==2)?2:(n==3)?3:(n==6)?4:5;"
HEADER = '''# Words of Waymark: made by protocol/generate, not for editing. Translations stand beside it in *.po.
msgid ""
msgstr ""
"Project-Id-Version: waymark\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
'''
LITERAL = re.compile(r'^\s*(msgctxt|msgid|msgid_plural|msgstr|msgstr\[(\d)\])?\s*("(?:[^"\\]|\\.)*")\s*$')


def of_schema(schema):
    """(where it stands, msgid) for all words of the schema that reach people, each msgid once."""
    found = [("A thing that was done", "Done.")]
    found += [(f"error {made.name}", made.words) for made in schema.errors.values()]
    found += [(f"reason {made.name}", made.words) for made in schema.reasons.values()]
    found += [(f"{cycle.name}: state {name}", state["words"]) for cycle in schema.lifecycles.values() for name, state in cycle.states.items()]
    found += [(f"{made.name}: {value}", label) for made in schema.types.values() for value, label in made.labels.items()]
    first = {}
    for where, msgid in found:
        first.setdefault(msgid, where)
    return [(where, msgid) for msgid, where in first.items()]


def of_sources(root):
    """What xgettext finds in the C sources of the daemon, the client and the language, without its header."""
    folders = [root / "protocol", root / "daemon", root / "client"]
    files = sorted(str(path.relative_to(root)) for folder in folders for path in folder.rglob("*.[ch]"))
    command = ["xgettext", "--language=C", "--from-code=UTF-8", "--no-location", "--sort-output", "--omit-header", "--add-comments=Translators:",
        "--keyword=WORDS_LATER", "--keyword=words_in:2", "--keyword=words_plural_in:2,3",
        "--keyword=cli_say:2", "--keyword=cli_note:2", "--keyword=cli_words:2",
        "--keyword=refusals_usage:2", "--keyword=refusals_tell:3", "--keyword=refusals_expect:4", "--output=-", *files]
    made = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if made.returncode != 0:
        raise SchemaError(f"xgettext: {made.stderr.strip()}")
    return made.stdout


def quoted(words):
    return json.dumps(words, ensure_ascii=False)


def write(schema, root):
    """The text of waymark.pot."""
    sources = of_sources(Path(root))
    there = {entry["msgid"] for entry in parse(sources, "xgettext")}
    parts = [HEADER]
    for where, msgid in of_schema(schema):
        if msgid not in there:
            parts.append(f"#. {where}\nmsgid {quoted(msgid)}\nmsgstr \"\"\n")
    for made in schema.plurals.values():
        if made.one not in there:
            parts.append(f"#. plural {made.name}\n#, c-format\nmsgid {quoted(made.one)}\nmsgid_plural {quoted(made.other)}\nmsgstr[0] \"\"\nmsgstr[1] \"\"\n")
    return "\n".join(parts) + ("\n" + sources.strip() + "\n" if sources.strip() else "")


def parse(po, file):
    """The entries of a .po as [{msgid, msgid_plural?, forms, flags, line}]; raises SchemaError, naming the line, for what is no .po."""
    entries, entry, key, flags = [], None, None, []
    for number, line in enumerate(po.splitlines(), 1):
        if line.startswith("#"):
            if line.startswith("#,"):
                flags += [flag.strip() for flag in line[2:].split(",")]
            continue
        if not line.strip():
            continue
        match = LITERAL.match(line)
        if not match:
            raise SchemaError(f"{file}:{number}: neither a comment nor a msgid or msgstr")
        word, form, literal = match.groups()
        try:
            words = json.loads(literal.replace("\t", "\\t"))
        except json.JSONDecodeError as error:
            raise SchemaError(f"{file}:{number}: {error}") from error
        if word == "msgctxt":
            raise SchemaError(f"{file}:{number}: contexts (msgctxt) are not used here")
        if word == "msgid":
            entry = {"msgid": "", "forms": {}, "flags": flags, "line": number}
            entries.append(entry)
            flags = []
        if entry is None:
            raise SchemaError(f"{file}:{number}: a text before the first msgid")
        key = key if word is None else word
        if key.startswith("msgstr"):
            place = int(key[7]) if key.startswith("msgstr[") else 0
            entry["forms"][place] = entry["forms"].get(place, "") + words
        else:
            entry[key] = entry.get(key, "") + words
    return entries


def read_po(path):
    """The translated entries of a Welsh .po file, checked."""
    entries = parse(path.read_text(encoding="utf-8"), path.name)
    header = next((entry["forms"].get(0, "") for entry in entries if entry["msgid"] == ""), "")
    faults, seen = [], set()
    if f"Plural-Forms: {WELSH}" not in header:
        faults.append(f"{path.name}: the header must say Plural-Forms: {WELSH}")
    for entry in entries:
        where = f"{path.name}:{entry['line']}: \"{entry['msgid']}\""
        if entry["msgid"] in seen:
            faults.append(f"{where}: stands twice")
        seen.add(entry["msgid"])
        if "msgid_plural" in entry and set(entry["forms"]) != set(range(6)):
            faults.append(f"{where}: needs six forms, msgstr[0] to msgstr[5]")
        for number, form in entry["forms"].items():
            expected = [directives(entry.get("msgid_plural", entry["msgid"]))]
            expected += [[]] if "msgid_plural" in entry and number < 5 else []  # a form for one number may be without it
            if form and entry["msgid"] and directives(form) not in expected:
                faults.append(f"{where}: the % directives differ in \"{form}\"")
    if faults:
        raise SchemaError("\n".join(faults))
    return [entry for entry in entries if entry["msgid"] and all(entry["forms"].values()) and "fuzzy" not in entry["flags"]]


def directives(words):
    return re.findall(r"%[-+ 0-9.*#]*(?:hh|h|ll|l|z|j)?[a-zA-Z%]", words)


def catalogue(schema, path):
    """The text of words_tables.c. Untranslated entries are left out: the English stands in for them."""
    lines = ["// Made by protocol/generate from protocol/words; not for editing.", '#include "protocol/tables.h"', "const struct words_entry words_cy[] = {"]
    entries = sorted(read_po(path), key=lambda entry: entry["msgid"].encode())
    for entry in entries:
        forms = ", ".join(text(entry["forms"][form]) for form in sorted(entry["forms"]))
        lines.append(f"\t{{ .msgid = {text(entry['msgid'])}, .forms = {{ {forms} }} }},")
    return "\n".join([*lines, "};", f"const size_t words_cy_count = {len(entries)};"]) + "\n"
