"""The project check without JavaScript: plain forms that do the whole job, and the document that comes of it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from httpx import Response
from starlette.testclient import TestClient

from assistant.channels.web.project.notes import LONGEST_NOTE
from assistant.channels.web.project.routes import LONGEST_TITLE
from assistant.errors import StorageError
from assistant.messages_de import ProjectNote, Storage
from assistant.store.store import Store
from tests.channels.chat_site import PAGE, T, chat
from tests.fakes import FakeAssistant
from tests.project_checks import QUESTIONS, REASON, id_of
from tests.stores import StoppedClock

WORDS = T.project
DESCRIPTION = "Die Buslinie soll ein halbes Jahr\nlang getestet werden."
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> **fett** [x](javascript:0) {{ 7*7 }}"
ONE, TWO = id_of("3.4"), id_of("3.4", 1)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def site(tmp_path: Path, clock: StoppedClock) -> Iterator[tuple[TestClient, Store, FakeAssistant]]:
    fake = FakeAssistant()
    with chat(fake, tmp_path, clock) as (client, store):
        yield client, store, fake


@pytest.fixture
def anna(site) -> TestClient:
    return site[0]


def read(page: Response) -> str:
    """What a reader sees of the main part, without markup."""
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", main).split()))


def create(client: TestClient, title: str = "Bus", description: str = DESCRIPTION) -> str:
    """Address of a new project."""
    page = client.post("/vorhaben", data={"titel": title, "beschreibung": description})
    assert page.status_code == 200, read(page)
    return page.url.path


def form_of(page: Response) -> dict[str, str | list[str]]:
    """What the step's form would send untouched."""
    fields: dict[str, str | list[str]] = {"frage": []}
    for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text):
        if name == "frage":
            fields["frage"].append(value)  # type: ignore[union-attr]
        elif name.startswith("vorher"):
            fields[name] = value
    for name, value in re.findall(r'type="radio"[^>]*name="([^"]*)" value="([^"]*)"[^>]* checked', page.text):
        fields[name] = value
    for name, value in re.findall(r'name="(notiz-[^"]*)"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL):
        fields[name] = html.unescape(value)
    return fields


def note(client: TestClient, step: str, changes: dict[str, str]) -> Response:
    """Open a step, change something, press save."""
    return client.post(step, data={**form_of(client.get(step)), **changes})


def test_from_the_description_to_the_open_points(anna: TestClient):
    start = anna.get("/vorhaben")
    assert WORDS.intro in read(start)
    assert WORDS.list.none in read(start)
    address = create(anna)
    overview = read(anna.get(address))
    for part in ("Bus", "Die Buslinie soll", "3.1 Kleiner Eingriff", f"{WORDS.overview.touched}: {REASON}"):
        assert part in overview
    assert WORDS.overview.begin.format(id="3.4", title="Dezentrale Gewährleistung") in overview

    step = anna.get(f"{address}/3.4")
    seen = read(step)
    for part in (*QUESTIONS["3.4"], "§ 97 Abs. 4 GWB", "Guifi.net", "Zuletzt geändert 2025", REASON):
        assert part in seen
    assert 'href="/stelle/law/N042"' in step.text
    form = {**form_of(step), f"notiz-{ONE}": "Der Verein.", f"stand-{ONE}": "done", f"stand-{TWO}": "dropped"}
    following = anna.post(f"{address}/3.4", data={**form, "ziel": "3.6"})
    assert following.url.path == f"{address}/3.6"
    overview = read(anna.get(address))
    assert WORDS.overview.state_some.format(open=1, total=3) in overview
    assert WORDS.overview.open_points.format(n=4) in overview
    assert QUESTIONS["3.4"][2] in overview
    assert f"{WORDS.list.settled.format(n=2)} · {WORDS.list.note}" in read(anna.get("/vorhaben"))


def test_a_saved_step_tells_the_time(anna: TestClient, clock: StoppedClock):
    step = f"{create(anna)}/3.4"
    page = note(anna, step, {f"notiz-{ONE}": "Erledigt", "ziel": ""})
    assert WORDS.step.saved_at.format(time="13:00") in read(page)  # noon in UTC
    assert form_of(page)[f"notiz-{ONE}"] == "Erledigt"
    done = note(anna, step, {"ziel": "uebersicht"})
    assert done.url.path == step.removesuffix("/3.4")


def test_two_windows(anna: TestClient):
    step = f"{create(anna)}/3.4"
    old = form_of(anna.get(step))
    note(anna, step, {f"notiz-{ONE}": "Aus Fenster eins", f"stand-{ONE}": "done"})
    page = anna.post(step, data={**old, f"notiz-{ONE}": "Aus Fenster zwei", f"notiz-{TWO}": "Nur hier"})
    assert page.status_code == 409
    assert WORDS.step.partly in read(page)
    assert f"{WORDS.step.conflict} Aus Fenster eins · {WORDS.step.states.done}" in read(page)
    form = form_of(page)
    assert form[f"notiz-{ONE}"] == "Aus Fenster zwei"  # what was typed stays
    assert form_of(anna.get(step))[f"notiz-{ONE}"] == "Aus Fenster eins"  # what was saved, too
    assert form_of(anna.get(step))[f"notiz-{TWO}"] == "Nur hier"
    anna.post(step, data=form)
    assert form_of(anna.get(step))[f"notiz-{ONE}"] == "Aus Fenster zwei"


def test_a_note_that_is_too_long_stays_in_its_field(anna: TestClient):
    step = f"{create(anna)}/3.4"
    long = "ü" * (LONGEST_NOTE + 1)
    page = note(anna, step, {f"notiz-{ONE}": long, f"notiz-{TWO}": "Kurz"})
    assert page.status_code == 422
    assert WORDS.step.note_too_long.format(length=LONGEST_NOTE + 1, limit=LONGEST_NOTE) in read(page)
    assert form_of(page)[f"notiz-{ONE}"] == long
    assert form_of(anna.get(step))[f"notiz-{TWO}"] == "Kurz"


def test_further_questions_move_up_once_something_is_noted(anna: TestClient):
    step = f"{create(anna)}/3.4"
    further = id_of("3.4", 3)
    assert WORDS.step.further.format(n=1) in read(anna.get(step))
    page = note(anna, step, {f"notiz-{further}": "Das Ehrenamt", "ziel": ""})
    assert WORDS.step.further.format(n=1) not in read(page)
    assert form_of(page)[f"notiz-{further}"] == "Das Ehrenamt"


def test_a_note_outlives_its_question(site):
    anna, store, _ = site
    address = create(anna)
    owner, gone = _owner_of(store, address), "3.4-0123456789ab"
    project = store.projects.get(owner, address.rpartition("/")[2])
    store.projects.save(owner, project.id, project.title, project.description, {gone: "Bleibt"}, ())
    page = anna.get(f"{address}/3.4")
    assert WORDS.step.forgotten in read(page)
    assert form_of(page)[f"notiz-{gone}"] == "Bleibt"
    assert "Bleibt" in anna.get(f"{address}/export/md").text


@pytest.mark.parametrize(
    ("title", "description", "told"),
    [
        ("Bus", "", WORDS.form.empty),
        ("Bus", " \n ", WORDS.form.empty),
        ("Bus", "ü" * 4001, WORDS.form.too_long.format(length=4001, limit=4000)),
        ("B" * (LONGEST_TITLE + 1), "Text", WORDS.form.title_too_long.format(length=121, limit=120)),
    ],
)
def test_unusable_input_is_told_at_the_field_and_kept(anna: TestClient, title, description, told):
    page = anna.post("/vorhaben", data={"titel": title, "beschreibung": description})
    assert page.status_code == 422
    assert told in read(page)
    assert 'aria-invalid="true"' in page.text
    assert title in page.text
    assert description in html.unescape(page.text)
    address = create(anna)
    page = anna.post(address, data={"titel": title, "beschreibung": description})
    assert page.status_code == 422
    assert told in read(page)
    assert "Die Buslinie" in read(anna.get(address))


def test_without_a_title_the_description_serves(anna: TestClient):
    assert "Die Buslinie soll ein halbes Jahr lang getestet werden." in read(anna.get(create(anna, "")))


def test_an_example_can_be_taken_over_but_replaces_nothing(anna: TestClient):
    page = anna.post("/vorhaben", data={"titel": "", "beschreibung": "", "beispiel": "1"})
    assert f'value="{WORDS.example.title}"' in page.text
    page = anna.post("/vorhaben", data={"titel": "", "beschreibung": "Meins", "beispiel": "1"})
    assert WORDS.form.not_taken in read(page)
    assert ">\nMeins</textarea>" in page.text
    assert WORDS.list.none in read(anna.get("/vorhaben"))


def test_the_same_form_twice_makes_one_project(site):
    anna, store, _ = site
    data = {"titel": "Bus", "beschreibung": DESCRIPTION, "anfrage": "k" * 32}
    first = anna.post("/vorhaben", data=data)
    with TestClient(anna.app, headers=PAGE) as twin:  # the second click of a new browser, before its cookie
        second = twin.post("/vorhaben", data=data)
    assert first.url.path == second.url.path


def test_changing_the_description_keeps_the_notes(anna: TestClient):
    address = create(anna)
    note(anna, f"{address}/3.4", {f"notiz-{ONE}": "Bleibt", f"stand-{TWO}": "dropped"})
    page = anna.post(address, data={"titel": "Rufbus", "beschreibung": "Ein Rufbus für alle Dörfer."})
    assert WORDS.overview.changed in read(page)
    assert "Rufbus" in read(page)
    form = form_of(anna.get(f"{address}/3.4"))
    assert (form[f"notiz-{ONE}"], form[f"stand-{TWO}"]) == ("Bleibt", "dropped")


def test_deleting_is_for_good(anna: TestClient):
    address = create(anna)
    page = anna.post(f"{address}/loeschen")
    assert WORDS.overview.deleted in read(page)
    assert anna.get(address).status_code == 404


def test_projects_are_nobody_elses(anna: TestClient):
    address = create(anna)
    with TestClient(anna.app, headers=PAGE) as ben:
        for method, path in (
            ("GET", address),
            ("POST", address),
            ("GET", f"{address}/3.4"),
            ("POST", f"{address}/3.4"),
            ("POST", f"{address}/loeschen"),
            ("GET", f"{address}/export/md"),
        ):
            page = ben.request(method, path, content="beschreibung=x" if method == "POST" else None)
            assert page.status_code == 404, path
            assert Storage.NO_PROJECT in read(page)
        assert WORDS.list.none in read(ben.get("/vorhaben"))
    assert anna.get(address).status_code == 200
    assert anna.get(f"{address}/3.2").status_code == 404


def test_a_project_that_the_sources_do_not_cover(site):
    anna, _, fake = site
    fake.covers = False
    address = create(anna)
    assert WORDS.overview.not_covered in read(anna.get(address))
    step = read(anna.get(f"{address}/3.4"))
    for part in (WORDS.evidence.study_general, WORDS.evidence.no_law, WORDS.evidence.no_practice):
        assert part in step
    assert ProjectNote.NOT_COVERED in html.unescape(anna.get(f"{address}/export/md").text)


def test_a_script_is_told_what_became_of_its_notes(anna: TestClient):
    step = f"{create(anna)}/3.4"
    old = form_of(anna.get(step))
    sent = {
        "frage": [ONE],
        f"notiz-{ONE}": "Neu",
        f"stand-{ONE}": "done",
        f"vorher-{ONE}": old[f"vorher-{ONE}"],
    }
    script = {"Accept": "application/json"}
    saved = anna.post(step, data=sent, headers=script)
    assert saved.json() == {
        "time": "13:00", "marks": {ONE: form_of(anna.get(step))[f"vorher-{ONE}"]}, "conflicts": {}, "too_long": [],
    }  # fmt: skip
    late = anna.post(step, data={**sent, f"notiz-{ONE}": "Anders"}, headers=script)
    assert late.status_code == 409
    assert late.json()["conflicts"] == {ONE: {"note": "Neu", "state": "done"}}
    again = {**sent, f"notiz-{ONE}": "Anders", f"vorher-{ONE}": late.json()["marks"][ONE]}
    assert anna.post(step, data=again, headers=script).status_code == 200
    assert form_of(anna.get(step))[f"notiz-{ONE}"] == "Anders"


class FullDisk:
    """Projects that can be read, but not written."""

    def __init__(self, projects):
        self._projects = projects

    def __getattr__(self, name):
        return getattr(self._projects, name)

    def save(self, *_, **__):
        raise StorageError(Storage.FULL)

    create = save


def test_a_full_disk_loses_nothing_typed(site):
    anna, store, _ = site
    address = create(anna)
    store.projects = FullDisk(store.projects)
    page = note(anna, f"{address}/3.4", {f"notiz-{ONE}": "Getippt", f"stand-{TWO}": "done"})
    assert page.status_code == 507
    assert f"{WORDS.step.failed} {Storage.FULL}" in read(page)
    assert (form_of(page)[f"notiz-{ONE}"], form_of(page)[f"stand-{TWO}"]) == ("Getippt", "done")
    page = anna.post("/vorhaben", data={"titel": "Rad", "beschreibung": "Ein Radweg."})
    assert page.status_code == 507
    assert Storage.FULL in read(page)
    assert ">\nEin Radweg.</textarea>" in page.text
    page = anna.post(address, data={"titel": "Bus", "beschreibung": "Ein Rufbus."})
    assert page.status_code == 507
    assert ">\nEin Rufbus.</textarea>" in page.text
    script = anna.post(
        f"{address}/3.4", data={"frage": ONE, f"notiz-{ONE}": "x"}, headers={"Accept": "application/json"}
    )
    assert (script.status_code, "marks" in script.json()) == (507, False)


def test_the_document_holds_everything(anna: TestClient):
    address = create(anna)
    note(
        anna,
        f"{address}/3.4",
        {f"notiz-{ONE}": "Der Verein.", f"stand-{ONE}": "done", f"notiz-{TWO}": "Offen: Haftung"},
    )
    text = anna.get(f"{address}/export/md").text
    order = [
        "# Bus", ProjectNote.AI_NOTICE, "Die Buslinie", ProjectNote.OPEN_POINTS, "Wem gehört am Ende was?",
        "Offen: Haftung", "\n## 3.1 Kleiner Eingriff", "\n## 3.4 Dezentrale", REASON, "### Wer will die Leistung tragen?",
        "**Stand:** geklärt", "Der Verein.", "Recht: § 97 Abs. 4 GWB", "Zuletzt geändert 2025", "https://recht.example/gwb/97",
        "Praxis (nicht geprüft): Guifi.net", "\n## 3.6",
    ]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "24.11.2026, 13:00 Uhr" in text
    assert "1 von 6 Prüffragen" in text
    for extension, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        file = anna.get(f"{address}/export/{extension}")
        assert file.content.startswith(start)
        assert file.headers["content-disposition"] == f"attachment; filename*=UTF-8''Bus.{extension}"
        assert file.content == anna.get(f"{address}/export/{extension}").content
    assert anna.get(f"{address}/export/exe").status_code == 404


def test_hostile_text_stays_text(site):
    anna, _, fake = site
    study, law, *_ = fake.passages.values()
    fake.passages[law.id] = law.model_copy(update={"title": EVIL, "text": EVIL, "binds": EVIL, "note": EVIL})
    fake.passages[study.id] = study.model_copy(update={"text": EVIL, "locator": EVIL})
    title = EVIL.partition("{")[0][:LONGEST_TITLE]
    address = create(anna, title, EVIL)
    note(anna, f"{address}/3.4", {f"notiz-{ONE}": EVIL, f"stand-{ONE}": EVIL})
    pages = [anna.get("/vorhaben"), anna.get(address), anna.get(f"{address}/3.4")]
    old = {"frage": ONE, f"vorher-{ONE}": EVIL, f"notiz-{ONE}": EVIL + "!"}
    pages += [
        anna.post(f"{address}/3.4", data=old),
        anna.post("/vorhaben", data={"titel": EVIL * 9, "beschreibung": EVIL}),
    ]
    for page in pages:
        main = page.text[page.text.index("<main") :]
        assert "<script" not in main
        assert "<img" not in page.text
        assert "onerror=alert(1)>" not in main
        assert "{{ 7*7 }}" in main or page.url.path == "/vorhaben"
    markdown = anna.get(f"{address}/export/md").text
    assert "<script>" not in markdown.replace("\\<", "")
    assert "](javascript" not in markdown.replace("\\[", "[") or r"\[x\]" in markdown
    word = docx.Document(io.BytesIO(anna.get(f"{address}/export/docx").content))
    assert any(EVIL in paragraph.text for paragraph in word.paragraphs)


def test_english_and_easy_interface(anna: TestClient):
    address = create(anna)
    for language in ("en", "einfach"):
        anna.post("/sprache", data={"sprache": language})
        for path in ("/vorhaben", address, f"{address}/3.4"):
            assert anna.get(path).status_code == 200
        if language == "en":
            assert "Check questions" in read(anna.get(f"{address}/3.4"))


def test_nothing_inline(anna: TestClient):
    address = create(anna)
    for path in ("/vorhaben", address, f"{address}/3.4"):
        text = anna.get(path).text
        assert not re.search(r"<script(?![^>]*src=\"/)|<style|\sstyle=|\son\w+=", text)
        assert re.findall(r"<h1", text) == ["<h1"]


def _owner_of(store: Store, address: str) -> str:
    from sqlalchemy import text

    with store._database.read() as session:  # noqa: SLF001  # nobody but the cookie knows the owner
        row = session.execute(
            text("SELECT owner FROM projects WHERE id = :id"), {"id": address.rpartition("/")[2]}
        )
        return str(row.scalar_one())
