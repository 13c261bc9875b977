"""Measuring commands, run from the project's folder: `python -m benchmarks.NAME --help`."""
