"""Makes the files that deploy/demo imports: the demonstration's own, with a mail address and the service's roles for each person."""

import json
import pathlib
import shutil
import sys
import unicodedata

SERVICE_ROLES = {"coach", "facilitator", "coordinator", "broker", "safeguarding", "operator"}


def address(name):
    """first.last@example.org: a domain kept for examples, so that no letter reaches anyone."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(c if c.isalnum() or c == "-" else " " for c in plain).split()
    return ".".join(words) + "@example.org"


def people(folder):
    for file in ("practitioners.json", "centre.json"):
        for person in json.loads((folder / file).read_text(encoding="utf-8")):
            roles = ["member"] + sorted(SERVICE_ROLES & set(person["roles"]))
            yield {**person, "roles": roles, "email": address(person["name"])}


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for file in ("places.csv", "topics.csv", "circles.json"):
        shutil.copyfile(source / file, target / file)
    everyone = list(people(source))
    if len({person["email"] for person in everyone}) != len(everyone):
        sys.exit("Two people of the demonstration have the same mail address.")
    (target / "people.json").write_text(json.dumps(everyone, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
