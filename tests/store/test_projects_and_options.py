"""Project checks, the administration's options, figures, and what is kept only for a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from assistant.errors import ConflictError, InputError, NotFoundError
from assistant.models import AnswerStatus
from assistant.store.figures import percentile
from assistant.store.records import Options
from assistant.store.store import Store
from tests.fakes import sample_answer
from tests.stores import StoppedClock, made_store

ANNA, BEN = "sitzung:anna", "sitzung:ben"
TODAY = date(2026, 11, 24)


def test_a_project_check_is_saved_again_and_again(store: Store, clock: StoppedClock):
    begun = store.projects.create(ANNA, " Neues \n Hallenbad ", "Wir bauen neu.")
    assert (begun.title, begun.description) == ("Neues Hallenbad", "Wir bauen neu.")
    assert (dict(begun.notes), begun.done) == ({}, frozenset())
    clock.advance(hours=1)
    saved = store.projects.save(
        ANNA, begun.id, "Hallenbad", "Wir sanieren.", {"3.1-a": "Träger? <b>"}, frozenset({"3.1-a", "3.2-b"})
    )
    assert store.projects.get(ANNA, begun.id) == saved
    assert (saved.created_at, saved.changed_at) == (begun.created_at, clock.now)
    assert (dict(saved.notes), saved.done) == ({"3.1-a": "Träger? <b>"}, {"3.1-a", "3.2-b"})


def test_project_checks_belong_to_their_owner(store: Store, clock: StoppedClock):
    old = store.projects.create(ANNA, "Bad", "")
    clock.advance(minutes=1)
    new = store.projects.create(ANNA, "Bus", "")
    assert store.projects.list(ANNA) == (new, old)
    assert store.projects.list(BEN) == ()
    for attempt in (
        lambda: store.projects.get(BEN, old.id),
        lambda: store.projects.save(BEN, old.id, "Meins", "", {}, frozenset()),
        lambda: store.projects.delete(BEN, old.id),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    store.projects.delete(ANNA, old.id)
    assert store.projects.list(ANNA) == (new,)


@pytest.mark.parametrize(
    ("title", "description", "note"), [(" ", "", ""), ("x", "\x00", ""), ("x", "", "\ud83d")]
)
def test_a_project_check_is_text(store: Store, title, description, note):
    begun = store.projects.create(ANNA, "Bad", "alt")
    with pytest.raises(InputError):
        store.projects.save(ANNA, begun.id, title, description, {"3.1-a": note}, frozenset())
    assert store.projects.get(ANNA, begun.id) == begun


def test_options_come_from_the_settings_until_they_are_changed(address: str, tmp_path):
    store = made_store(tmp_path, store_url=address, conversation_days=14)
    assert store.options.get() == Options(14, 180, "")
    store.options.save(Options(14, 90, "Wir ziehen um."))
    store.close()
    later = made_store(tmp_path, store_url=address, conversation_days=7)  # the operator has changed .env
    assert later.options.get() == Options(7, 90, "Wir ziehen um.")
    later.options.save(replace(later.options.get(), closed=""))
    assert later.options.get() == Options(7, 90, "")
    later.close()


@pytest.mark.parametrize("wrong", [Options(0, 1), Options(1, 0), Options(3651, 1), Options(1, 1, "\x00")])
def test_options_are_checked(store: Store, wrong):
    with pytest.raises(InputError):
        store.options.save(wrong)
    assert store.options.get() == Options(30, 180, "")


def test_figures_are_counted_per_day_channel_and_status(store: Store, clock: StoppedClock):
    for latency in (90, 95, 99, 800):
        store.figures.count("web", AnswerStatus.ANSWERED, latency)
    store.figures.count("web", "no_source", 7)
    clock.advance(days=1)
    store.figures.count("api", "answered", 10**9)
    tomorrow, answered, refused = store.figures.days(TODAY)
    assert (tomorrow.day, tomorrow.channel, tomorrow.count) == (date(2026, 11, 25), "api", 1)
    assert tomorrow.p95_ms <= 120_000
    assert (answered.day, answered.channel, answered.status, answered.count) == (TODAY, "web", "answered", 4)
    assert 75 < answered.p50_ms <= 100 < 750 < answered.p95_ms <= 1000
    assert (refused.status, refused.count) == ("no_source", 1)
    assert store.figures.days(date(2026, 11, 26)) == ()


def test_no_answer_is_lost_from_the_figures(store: Store):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: store.figures.count("web", "answered", 120), range(40)))
    assert [day.count for day in store.figures.days(TODAY)] == [40]


def test_percentiles_are_read_off_the_histogram():
    assert percentile({100: 10}, 0.5) == 87.5  # half-way from 75 to 100
    assert percentile({20: 5, 100: 5}, 0.5) == 20
    assert percentile({20: 1}, 0.95) == 19
    assert percentile({20: 90, 120_000: 10}, 0.95) == 90_000


def asked(store: Store, key: str):
    exchange = store.conversations.ask(ANNA, None, key, "Wie?").exchange
    store.conversations.finish(exchange.id, sample_answer())
    return exchange


def test_what_has_not_changed_for_long_expires(store: Store, clock: StoppedClock):
    old = asked(store, "k1")
    link = store.conversations.share(ANNA, old.id)
    given = store.feedback.give(ANNA, old.id, False, ("falsch",), "Nein.")
    store.projects.create(ANNA, "Bad", "")
    clock.advance(days=29)
    young = asked(store, "k2")
    assert store.expire(clock.now) == {"conversations": 0, "projects": 0, "feedback": 0}
    clock.advance(days=2)
    assert store.expire() == {"conversations": 1, "projects": 1, "feedback": 0}
    assert [one.id for one in store.conversations.list(ANNA)] == [young.conversation_id]
    with pytest.raises(NotFoundError):
        store.conversations.shared(link)
    # Editors still see what they were sent.
    assert store.feedback.queue() == (replace(given, exchange_id=None),)
    clock.advance(days=150)
    assert store.expire()["feedback"] == 1
    assert store.feedback.queue() == ()


def test_expiry_follows_the_options(store: Store, clock: StoppedClock):
    asked(store, "k1")
    store.options.save(Options(conversation_days=1, feedback_days=180))
    clock.advance(days=2)
    assert store.expire()["conversations"] == 1


def test_a_save_from_an_older_page_is_refused(store: Store):
    """Two tabs: what the other one has saved is not lost unseen."""
    begun = store.projects.create(ANNA, "Bad", "")
    saved = store.projects.save(ANNA, begun.id, "Bad", "neu", {}, (), version=begun.version)
    with pytest.raises(ConflictError):
        store.projects.save(ANNA, begun.id, "Bad", "alt", {}, (), version=begun.version)
    assert store.projects.get(ANNA, begun.id) == saved
