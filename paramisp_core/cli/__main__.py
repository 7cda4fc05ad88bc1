"""Runs the command line as ``python -m paramisp_core.cli``, without main.py or the installed script."""

import sys

from paramisp_core.cli import main

sys.exit(main())
