"""The application that the commands are added to."""

from __future__ import annotations

from assistant.channels.command_line import new_app
from assistant.messages_de import CommandLine

app = new_app(CommandLine.INGEST)
