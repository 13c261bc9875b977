"""German Typer: help, usage errors and the way from an error to one line and an exit code."""

from __future__ import annotations

import errno
import logging
import os
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from assistant.errors import AssistantError, InputError, StorageError
from assistant.messages_de import CommandLine

if TYPE_CHECKING:
    from assistant.settings import Settings

INTERRUPTED = 130  # what shells report for Ctrl-C
PIPE_CLOSED = 1
NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)


class _German:
    """Mixin for Typer's commands: the few English words of its help in German."""

    def get_usage(self, ctx: typer.Context) -> str:
        return super().get_usage(ctx).replace("Usage: ", CommandLine.USAGE, 1)  # type: ignore[misc]

    def get_help_option(self, ctx: typer.Context) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help, option.metavar = CommandLine.HELP_OPTION, ""
        return option

    def format_help(self, ctx: typer.Context, formatter: Any) -> None:
        from typer import rich_utils

        rich_utils.OPTIONS_PANEL_TITLE = CommandLine.OPTIONS
        rich_utils.ARGUMENTS_PANEL_TITLE = CommandLine.ARGUMENTS
        rich_utils.COMMANDS_PANEL_TITLE = CommandLine.COMMANDS
        rich_utils.DEFAULT_STRING = CommandLine.DEFAULT
        rich_utils.REQUIRED_LONG_STRING = CommandLine.REQUIRED
        super().format_help(ctx, formatter)  # type: ignore[misc]


class GermanCommand(_German, TyperCommand):  # type: ignore[misc]
    """A command with German help."""


class GermanGroup(_German, TyperGroup):  # type: ignore[misc]
    """A group of commands with German help."""


def new_app(help_text: str) -> typer.Typer:
    """A Typer application in German, without shell completion and without pretty traces."""
    return typer.Typer(
        cls=GermanGroup,
        help=help_text,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        options_metavar=CommandLine.OPTIONS_METAVAR,
        subcommand_metavar=CommandLine.COMMAND_METAVAR,
    )


def command(app: typer.Typer, help_text: str, name: str | None = None) -> Any:
    """Decorator: a command of `app` with German help, called like the function or `name`."""
    return app.command(name, help=help_text, cls=GermanCommand, options_metavar=CommandLine.OPTIONS_METAVAR)


def run(app: typer.Typer, name: str, arguments: list[str] | None = None) -> int:
    """Run the application; every failure becomes one German line on stderr.

    Args:
        name: the command's name for help texts.
        arguments: without the program's name; None takes those of the process.

    Returns:
        The exit code: 0 done, 2 wrong use, 130 interrupted, 1 when nobody reads on, else that of the
        error's class.
    """
    logging.basicConfig(
        level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s"
    )
    try:
        code = app(args=arguments, prog_name=name, standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except AssistantError as error:
        return _fail(error.message, error.exit_code)
    except TyperException as error:
        return _usage(error, name)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except SystemExit as leaving:  # Typer leaves so when the reader (head, a pager) has closed the pipe
        return leaving.code if isinstance(leaving.code, int) else PIPE_CLOSED
    except BrokenPipeError:
        # Nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as error:
        if error.errno in NO_SPACE:
            storage = StorageError(CommandLine.NO_STORAGE.format(reason=error.strerror))
            return _fail(storage.message, storage.exit_code)
        return _unexpected(error)
    except Exception as error:
        return _unexpected(error)


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        InputError: names the setting that is wrong.
    """
    from pydantic import ValidationError

    from assistant.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        name = ".".join(str(part) for part in error.errors()[0]["loc"]).upper()
        raise InputError(CommandLine.BAD_SETTING.format(name=name)) from None
    if settings.log_level.upper() not in logging.getLevelNamesMapping():
        raise InputError(CommandLine.BAD_SETTING.format(name="LOG_LEVEL"))
    return settings


def _usage(error: TyperException, name: str) -> int:
    """Typer tells in English; the German sentence follows from what it knows about the mistake."""
    context = getattr(error, "ctx", None)
    place = context.command_path if context else name
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.message)
        return 0
    if option := getattr(error, "option_name", None):
        message = CommandLine.UNKNOWN_OPTION.format(name=option)
    elif isinstance(error, typer.BadParameter):
        hint = error.param.get_error_hint() if error.param else ""
        missing = type(error).__name__ == "MissingParameter"
        message = (CommandLine.MISSING_VALUE if missing else CommandLine.BAD_VALUE).format(name=hint)
    elif context is not None and isinstance(context.command, TyperGroup):
        message = CommandLine.UNKNOWN_COMMAND.format(names=", ".join(context.command.list_commands(context)))
    else:
        message = CommandLine.TOO_MANY
    return _fail(f"{message} {CommandLine.MORE_HELP.format(command=place)}", 2)


def _unexpected(error: Exception) -> int:
    logging.getLogger("assistant").debug("unexpected", exc_info=error)
    return _fail(CommandLine.UNEXPECTED.format(kind=type(error).__name__), 1)


def _fail(message: str, code: int) -> int:
    typer.echo(CommandLine.ERROR.format(message=" ".join(message.split())), err=True)
    return code
