"""Runs a command with WAYMARK_TEST_PG set: libpq's key words for a private, empty PostgreSQL that lives as long as the command."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "system"))

from house import House  # noqa: E402


def main():
    place = House(start=False)
    place.start_database()
    done = subprocess.run(sys.argv[1:], env={**os.environ, "WAYMARK_TEST_PG": f"host={place.sockets} user=owner dbname=postgres"}, check=False)
    place.destroy()
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
