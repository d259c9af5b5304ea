"""``python worker.py``: deliver what visitors told us."""

import sys

from hubapp.work.worker import main

if __name__ == "__main__":
    sys.exit(main())
