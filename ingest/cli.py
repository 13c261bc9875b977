"""The command `ingest`: build the index, keep its sources up to date."""

from __future__ import annotations

import sys

from assistant.channels.command_line import run
from ingest.commands import documents, index, laws, links, study
from ingest.commands.application import app

__all__ = ["app", "documents", "index", "laws", "links", "study"]  # imported for the commands they add


def main() -> None:
    """Entry point of the console script and of `python -m ingest`."""
    sys.exit(run(app, "ingest"))
