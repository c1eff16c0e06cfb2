"""Asks the daemon, through its admin socket, for a token and a sign-in link for every demonstration person; writes and prints them.

Tokens made at an earlier start are kept: they are in the file that this writes. Links work once and for a short time, so
those are always new.
"""

import argparse
import json
import os
import pathlib
import socket
import sys


class Admin:
    """The admin socket: one JSON object a line in, one out."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(path)
        self.lines = self.socket.makefile("r", encoding="utf-8")

    def call(self, command, **given):
        self.socket.sendall(json.dumps({"call": command, "with": given}).encode() + b"\n")
        answer = json.loads(self.lines.readline())
        if answer["outcome"] != "ok":
            sys.exit(f"{command} {given}: {answer['outcome']}: {answer.get('detail', '')}")
        return answer["reply"]


def kept_tokens(file):
    try:
        return {person["email"]: person["token"] for person in json.loads(file.read_text(encoding="utf-8"))["people"]}
    except (OSError, ValueError, KeyError):
        return {}


def with_access(admin, people, tokens):
    for person in people:
        email = person["email"]
        token = tokens.get(email) or admin.call("token.make", email=email)["token"]
        link = admin.call("link.make", email=email)["link"]
        yield {"name": person["name"], "email": email, "roles": person["roles"], "token": token, "link": link}


def shown(people, circles):
    """A coach's circle with at least two others: the coach, two of them; and the centre's operator."""
    by_id = {person["id"]: person for person in people}
    for circle in circles:
        coach = next((m for m in circle["members"] if "coach" in by_id[m]["roles"]), None)
        others = [m for m in circle["members"] if by_id[m]["roles"] == ["member"]]
        if coach and len(others) >= 2:
            break
    operator = next(person["email"] for person in people if "operator" in person["roles"])
    return circle["name"], [("a practitioner", by_id[others[0]]["email"]), ("another practitioner", by_id[others[1]]["email"]),
                            ("a coach", by_id[coach]["email"]), ("the centre's operator", operator)]


def write_private(file, content):
    """Whole or not at all, and for its owner's eyes only."""
    fresh = file.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=False, indent=1)
        out.write("\n")
    os.replace(fresh, file)


def tell(content, circle, rows, program, where):
    by_email = {person["email"]: person for person in content["people"]}
    print(f"\nWaymark runs at {content['url']}\n")
    for what, email in rows:
        person = by_email[email]
        print(f"  {what}: {person['name']} <{email}>")
        print(f"    link   {person['link']}")
        print(f"    token  {person['token']}")
    first, second, third = (by_email[email]["token"] for _, email in rows[:3])
    print(f"\nThree members of the circle \"{circle}\" talk; each line in a terminal of its own:\n")
    for token, words in ((first, f'tail "{circle}"'), (second, f'tail "{circle}"'), (third, f'post "{circle}" "Good morning, all."')):
        print(f"  WAYMARK_URL={content['url']} WAYMARK_TOKEN={token} {program} {words}")
    print(f"\nEveryone else is in {where}/demo.json. deploy/demo --stop ends it.")


def main():
    parser = argparse.ArgumentParser()
    for name in ("people", "circles", "admin", "url", "pid", "database", "to", "program", "shown"):
        parser.add_argument("--" + name, required=True)
    given = parser.parse_args()
    people = json.loads(pathlib.Path(given.people).read_text(encoding="utf-8"))
    circles = json.loads(pathlib.Path(given.circles).read_text(encoding="utf-8"))
    file = pathlib.Path(given.to)
    content = {"url": given.url, "socket": given.url.replace("http", "ws", 1) + "/socket", "pid": int(given.pid),
               "database": given.database, "admin": given.admin,
               "people": list(with_access(Admin(given.admin), people, kept_tokens(file)))}
    write_private(file, content)
    circle, rows = shown(people, circles)
    tell(content, circle, rows, given.program, given.shown)


if __name__ == "__main__":
    main()
