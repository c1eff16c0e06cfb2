"""Functions and prototypes of a C file in the house's layout, found by its shape: no C parser, but enough for tidy."""

import re
from dataclasses import dataclass

WORDS = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
NAME = re.compile(r"([A-Za-z_]\w*)\s*\(")


@dataclass
class Function:
    name: str
    line: int
    lines: int  # from its first to its last, both counted
    own: bool  # static: nobody else may call it


def blank(match):
    """Comments and strings become blanks; lines stay where they are."""
    return re.sub(r"[^\n]", " ", match.group(0))


def without_words(text):
    return WORDS.sub(blank, text)


def functions(text):
    """The definitions: a line at the margin with a bracket, then a brace at the margin, then one that closes it."""
    lines = without_words(text).splitlines()
    begin = None
    for number, line in enumerate(lines):
        if re.match(r"[A-Za-z_].*\(", line) and not line.startswith(("#", "typedef")):
            begin = number
        if line.rstrip().endswith(";") and begin is not None and not any(row.startswith("{") for row in lines[begin:number]):
            begin = None
        if line.startswith("}") and begin is not None:
            name = NAME.search(lines[begin])
            yield Function(name.group(1) if name else "?", begin + 1, number - begin + 1, lines[begin].startswith("static "))
            begin = None


def bare_prototypes(text):
    """Prototypes without words, as (line, name). One comment may speak for a run of prototypes without a blank line between."""
    lines = text.splitlines()
    plain = without_words(text).splitlines()
    spoken = False
    depth = 0
    for number, line in enumerate(plain):
        original = lines[number].strip()
        if not original:
            spoken = False
        if original.startswith(("//", "/*", "*")):
            spoken = True
        if depth == 0 and re.match(r"[A-Za-z_][\w\s\*]*?\b\**\w+\(", line) and not line.startswith(("typedef", "#", "static inline")):
            whole = line
            last = number
            while ";" not in whole and "{" not in whole and last + 1 < len(plain):
                last += 1
                whole += plain[last]
            beside = "//" in lines[last] or "//" in lines[number]
            if whole.rstrip().endswith(";") and not spoken and not beside:
                yield number + 1, NAME.search(line).group(1)
        depth += line.count("{") - line.count("}")
