"""The few named kinds of error. Messages are German, safe to show, and say what to do."""


class AssistantError(Exception):
    """Base of every expected error.

    Args:
        message: one or two German sentences for the user: what is wrong and what to do.
            Never contains question text, stack traces or secrets.
    """

    exit_code = 1
    http_status = 500
    problem = "fehler"

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


class InputError(AssistantError):
    """The user's input cannot be processed (empty, too long, not text, unknown field)."""

    exit_code = 2
    http_status = 422
    problem = "eingabe"


class NotFoundError(AssistantError):
    """A passage, section or file that was asked for does not exist."""

    exit_code = 2
    http_status = 404
    problem = "nicht-gefunden"


class CorpusError(AssistantError):
    """A corpus or source file is broken; the message names file and place."""

    exit_code = 3
    problem = "korpus"


class IndexUnavailableError(AssistantError):
    """There is no usable index: missing, damaged or written by an incompatible version."""

    exit_code = 4
    http_status = 503
    problem = "index"


class ClosedError(AssistantError):
    """The administration has switched the assistant off; the message is the administration's own."""

    http_status = 503
    problem = "ausgeschaltet"


class BusyError(AssistantError):
    """Work of the administration is still going on, and there is room for one at a time."""

    http_status = 409
    problem = "beschaeftigt"


class ConflictError(AssistantError):
    """Somebody, or another window, has changed the same thing meanwhile."""

    http_status = 409
    problem = "konflikt"


class ModelError(AssistantError):
    """An embedding or language model cannot be loaded or reached, or broke the rules."""

    exit_code = 5
    http_status = 503
    problem = "modell"


class StorageError(AssistantError):
    """Writing failed: disk full, folder not writable, another writer holds the lock."""

    exit_code = 6
    http_status = 507
    problem = "speicher"


class CrowdedError(AssistantError):
    """More questions are waiting than this server takes at once."""

    http_status = 503
    problem = "ausgelastet"


class ExportError(AssistantError):
    """A document cannot be written in this format here; the message names another one."""

    http_status = 501
    problem = "ausgabe"
