"""Readme: the pieces of README.md that its tests try out, so that what a newcomer copies works."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language, section):
    """The fenced blocks of a language under a heading, in order: (the words before the block, the block)."""
    part = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S).group(1)
    found = re.findall(rf"((?:(?!```).)*?)```{language}\n(.*?)```", part, re.S)
    if not found:
        raise AssertionError(f"README.md has no {language} under \"{section}\"")
    return found
