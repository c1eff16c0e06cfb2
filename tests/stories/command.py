#!/usr/bin/python3
"""Carries one command of a story to tests/stories/run.py, which holds the daemon and its database; succeeds if that did."""

import os
import socket
import sys

with socket.socket(socket.AF_UNIX) as line:
    line.connect(os.environ["WAYMARK_STORY_COMMANDS"])
    line.sendall(sys.argv[1].encode() + b"\n")
    answer = line.makefile().readline().strip()
if answer != "ok":
    sys.exit(answer)
