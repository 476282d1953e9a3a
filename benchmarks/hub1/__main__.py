"""`python -m benchmarks.hub1 [--quick]`."""

import sys

from benchmarks.hub1 import main

sys.exit(main(sys.argv[1:]))
