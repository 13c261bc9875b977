"""The store as a whole: one object, opened once a process, safe to use from several threads."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.engine import URL

from assistant.settings import Settings
from assistant.store import retention
from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.feedback import FeedbackQueue
from assistant.store.figures import Figures
from assistant.store.migrate import migrate
from assistant.store.moments import Clock, utc_now
from assistant.store.options import StoredOptions
from assistant.store.projects import Projects
from assistant.store.questions import Questions
from assistant.store.records import Options

_BESIDES_THE_MODEL = timedelta(seconds=60)  # an answer takes little more than its language model may take


class Store:
    """Every call is one short transaction. All raise StorageError when the database fails.

    Owners are opaque keys (security/visitor.py); the store does not know who is behind them.
    """

    def __init__(self, database: Database, settings: Settings, clock: Clock):
        self._database = database
        self._clock = clock
        patience = timedelta(seconds=settings.llm_timeout_s) + _BESIDES_THE_MODEL
        self.conversations = Conversations(database, clock, patience)
        self.feedback = FeedbackQueue(database, clock)
        self.questions = Questions(database)
        self.figures = Figures(database, clock)
        self.options = StoredOptions(database, Options(settings.conversation_days, settings.feedback_days))
        self.projects = Projects(database, clock)

    def expire(self, now: datetime | None = None) -> dict[str, int]:
        """Delete what is older than the options allow; to be called daily or more often.

        Returns: how many "conversations", "projects" and "feedback" are gone.
        """
        return retention.expire(self._database, self.options.get(), now or self._clock())

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def open_store(settings: Settings, clock: Clock = utc_now) -> Store:
    """Open the store, bringing its database to this version first.

    Args:
        clock: gives the current moment, aware.

    Raises:
        StorageError: the database is unreachable, damaged, not writable or of a newer version.
    """
    database = Database(_address(settings))
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return Store(database, settings, clock)


def _address(settings: Settings) -> str | URL:
    if settings.store_url is not None:
        return settings.store_url.get_secret_value()
    return URL.create("sqlite", database=str(settings.data_dir / "store.db"))
