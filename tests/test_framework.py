"""The framework: what the shipped one offers, and how broken copies of it are refused."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from assistant.errors import CorpusError, NotFoundError
from assistant.framework import Framework, Link, load_framework

CORPUS = Path(__file__).parent.parent / "corpus"
CARDS = sorted((CORPUS / "cards").glob("*.md"))


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_framework(CORPUS / "framework")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CORPUS / "framework", tmp_path / "framework"))


def refusal(folder: Path) -> str:
    with pytest.raises(CorpusError) as caught:
        load_framework(folder)
    return caught.value.message


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit(path: Path, change: Callable[[dict], object]) -> None:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


# --- the shipped framework --------------------------------------------------------------------------


def test_has_all_parts_in_the_order_of_the_study(framework: Framework) -> None:
    assert [level.id for level in framework.levels] == [f"2.{n}" for n in range(1, 9)]
    assert [principle.id for principle in framework.principles] == [f"3.{n}" for n in range(1, 7)]
    assert [measure.id for measure in framework.measures] == [f"4.{n}" for n in range(1, 6)]
    assert framework.sections[:5] == ("1.1", "1.2", "1.3", "1.4", "2.1")
    assert framework.sections[11:15] == ("2.8", "3", "3.1", "3.2")
    assert framework.sections[-6:] == ("4", "4.1", "4.2", "4.3", "4.4", "4.5")


def test_names_sections_and_their_kind(framework: Framework) -> None:
    assert framework.title("2.4") == "Souveräne Abhängigkeit"
    assert framework.levels[3].axis == ("Autonomie", "Dependenz")
    assert framework.chapter_title("2.4") == "Zentrale Begriffe der Daseinsvorsorge im Wandel"
    assert framework.chapter_title("3") == framework.title("3")
    assert [framework.kind(id) for id in ("1.3", "2.4", "3", "3.4", "4.3")] == [
        "context", "level", "context", "principle", "measure",
    ]  # fmt: skip


@pytest.mark.parametrize("lookup", ["part", "title", "chapter_title", "kind", "neighbours", "questions_for"])
def test_unknown_section_is_not_found(framework: Framework, lookup: str) -> None:
    with pytest.raises(NotFoundError, match="9.9"):
        getattr(framework, lookup)("9.9")


def test_neighbours_start_at_the_section_from_both_sides(framework: Framework) -> None:
    to_principle = next(link for link in framework.neighbours("2.4") if link.target == "3.5")
    back = next(link for link in framework.neighbours("3.5") if link.target == "2.4")
    assert (to_principle.source, back.source) == ("2.4", "3.5")
    assert to_principle.reason == back.reason


def test_every_level_and_measure_leads_to_a_principle(framework: Framework) -> None:
    for part in (*framework.levels, *framework.measures):
        assert any(framework.kind(link.target) == "principle" for link in framework.neighbours(part.id)), (
            part.id
        )
    for principle in framework.principles:
        kinds = {framework.kind(link.target) for link in framework.neighbours(principle.id)}
        assert {"level", "measure"} <= kinds, principle.id


def test_reasons_are_different_sentences(framework: Framework) -> None:
    reasons = Counter(link.reason for link in framework.links)
    assert [reason for reason, count in reasons.items() if count > 1] == []
    assert all(reason.endswith(".") and 20 < len(reason) < 120 for reason in reasons)


def test_every_section_has_enough_questions_that_stand_alone(framework: Framework) -> None:
    leaning = ("Sie ", "Dies", "Das ", "Dabei", "Und ", "Dafür", "Damit")
    for section in framework.sections:
        questions = framework.questions_for(section)
        assert len(questions) >= 6, section
        assert {question.kind for question in questions} == {"deepen", "practical"}, section
    for question in framework.questions:
        assert question.text.endswith("?"), question.id
        assert not question.text.startswith(leaning), question.id
        assert question.origin == "study" or not question.open, question.id


def test_every_level_has_the_studys_own_questions(framework: Framework) -> None:
    for level in framework.levels:
        assert any(question.origin == "study" for question in framework.questions_for(level.id)), level.id


def test_is_immutable(framework: Framework) -> None:
    with pytest.raises(AttributeError):
        framework.levels = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        framework.levels[0].title = "anders"  # type: ignore[misc]


# --- cards and framework agree ----------------------------------------------------------------------


def header_and_body(path: Path) -> tuple[dict, str]:
    _, header, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(header), body


def test_every_section_has_a_card(framework: Framework) -> None:
    assert {path.stem for path in CARDS} == set(framework.sections)


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_card_agrees_with_framework(framework: Framework, path: Path) -> None:
    card, body = header_and_body(path)
    linked = [id for name in ("principles", "levels", "measures", "related") for id in card.get(name, [])]
    framework.check_card(path, card["section"], card["title"], linked)
    part = framework.part(card["section"])
    assert card.get("axis", "") == "/".join(getattr(part, "axis", ()))
    assert card.get("guidance") == getattr(part, "call", None)
    listed = body.split("## Weiterführende Fragen\n")[1].split("\n\n")[0].splitlines()
    assert listed == [f"- {question.text}" for question in framework.questions_for(card["section"])]


@pytest.mark.parametrize(
    ("section", "title", "linked", "told"),
    [
        ("2.9", "Souveräne Abhängigkeit", [], "Abschnitt „2.9“ gibt es nicht"),
        ("2.4", "Abhängigkeit", [], "heißt im Rahmen „Souveräne Abhängigkeit“"),
        ("2.4", "Souveräne Abhängigkeit", ["3.4", "9.9"], "„9.9“ hat keine Begründung"),
        ("2.4", "Souveräne Abhängigkeit", ["4.4"], "„4.4“ hat keine Begründung"),
    ],
)
def test_card_that_does_not_fit_is_refused(
    framework: Framework, section: str, title: str, linked: list[str], told: str
) -> None:
    with pytest.raises(CorpusError, match=told) as caught:
        framework.check_card(Path("corpus/cards/2.4.md"), section, title, linked)
    assert caught.value.message.startswith("cards/2.4.md")


# --- broken files -----------------------------------------------------------------------------------


def test_unchanged_copy_loads(copy: Path, framework: Framework) -> None:
    assert load_framework(copy) == framework


def test_missing_file(copy: Path) -> None:
    (copy / "levels.yaml").unlink()
    assert refusal(copy) == "framework/levels.yaml, Datei: Sie fehlt oder lässt sich nicht lesen."


def test_file_in_another_encoding(copy: Path) -> None:
    path = copy / "levels.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", errors="replace"))
    assert refusal(copy) == "framework/levels.yaml, Datei: Sie ist nicht in UTF-8 gespeichert."


def test_syntax_error_names_the_line(copy: Path) -> None:
    (copy / "levels.yaml").write_text('levels:\n  - id: "2.1"\n    title: "offen\n', encoding="utf-8")
    assert refusal(copy) == "framework/levels.yaml, Zeile 4: Das ist kein gültiges YAML."


@pytest.mark.parametrize(
    "content", ["levels: !!python/object/apply:os.getcwd []\n", "levels: [2026-13-45]\n", "levels: \0\n"]
)
def test_yaml_that_is_not_plain_data(copy: Path, content: str) -> None:
    (copy / "levels.yaml").write_text(content, encoding="utf-8")
    assert refusal(copy).endswith("Das ist kein gültiges YAML.")


@pytest.mark.parametrize("content", ["", "- 2.1\n", "ebenen: []\n", "levels: []\nextra: []\n"])
def test_wrong_top_level(copy: Path, content: str) -> None:
    (copy / "levels.yaml").write_text(content, encoding="utf-8")
    assert (
        refusal(copy)
        == "framework/levels.yaml, oberste Ebene: Hier müssen genau diese Listen stehen: levels."
    )


def test_list_that_is_no_list(copy: Path) -> None:
    (copy / "measures.yaml").write_text("measures: keine\n", encoding="utf-8")
    assert refusal(copy) == "framework/measures.yaml, measures: Hier wird eine Liste von Einträgen erwartet."


def test_entry_that_is_no_mapping(copy: Path) -> None:
    edit(copy / "measures.yaml", lambda data: data["measures"].insert(0, "4.1"))
    assert refusal(copy).startswith(
        "framework/measures.yaml, measures, Eintrag 1: Hier werden Angaben der Form"
    )


@pytest.mark.parametrize(
    ("file", "left", "count"),
    [("levels", 7, 8), ("principles", 5, 6), ("measures", 4, 5), ("contexts", 5, 6)],
)
def test_exact_number_of_parts(copy: Path, file: str, left: int, count: int) -> None:
    path = copy / f"{file}.yaml"
    last = yaml.safe_load(path.read_text(encoding="utf-8"))[file][left]["id"]
    edit(path, lambda data: data[file].pop())
    assert (
        refusal(copy) == f"framework/{file}.yaml, {file}: Es fehlt {last}; nötig sind genau {count} Einträge."
    )


def test_part_given_twice(copy: Path) -> None:
    edit(copy / "levels.yaml", lambda data: data["levels"].append(data["levels"][3]))
    assert refusal(copy) == "framework/levels.yaml, levels: „2.4“ steht 2-mal da."


def test_unknown_part(copy: Path) -> None:
    replace(copy / "levels.yaml", 'id: "2.8"', 'id: "2.9"')
    assert refusal(copy) == "framework/levels.yaml, levels: Die Kennung „2.9“ gibt es hier nicht."


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "levels",
            'id: "2.4"',
            "id: 2.4",
            "Eintrag 4 (2.4): „id“ muss ein nicht leerer Text in Anführungszeichen sein",
        ),
        (
            "levels",
            'title: "Innere Umwelt"',
            'title: " "',
            "Eintrag 2 (2.2): „title“ muss ein nicht leerer Text",
        ),
        (
            "levels",
            '["Mensch", "Natur"]',
            '["Mensch"]',
            "(2.2): „axis“ muss eine Liste aus genau zwei Begriffen sein",
        ),
        (
            "levels",
            '["Mensch", "Natur"]',
            '["Mensch", ""]',
            "„axis“ muss eine Liste aus genau zwei Begriffen sein",
        ),
        (
            "levels",
            '["Mensch", "Natur"]',
            '"Mensch/Natur"',
            "„axis“ muss eine Liste aus genau zwei Begriffen sein",
        ),
        ("principles", "    call:", "    ruf:", "Eintrag 1 (3.1): Die Angabe „ruf“ ist nicht vorgesehen"),
        ("principles", '    title: "Zukunft ist heute"\n', "", "Eintrag 3 (3.3): Die Angabe „title“ fehlt"),
        ("questions", "kind: deepen", "kind: tiefer", "(1.1-1): „kind“ muss „deepen“ oder „practical“ sein"),
        ("questions", "origin: card", "origin: [card]", "(1.1-1): „origin“ muss „study“ oder „card“ sein"),
        ("questions", "open: true", 'open: "ja"', "(2.1-1): „open“ muss true oder false sein"),
    ],
)
def test_wrong_field(copy: Path, file: str, old: str, new: str, told: str) -> None:
    replace(copy / f"{file}.yaml", old, new)
    message = refusal(copy)
    assert message.startswith(f"framework/{file}.yaml, {file}, Eintrag ")
    assert told in message


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('section: "2.4"', 'section: "2.9"', "2.4-1: Den Abschnitt „2.9“ gibt es nicht."),
        ('section: "2.4"', 'section: "2.5"', "2.4-1: Die Kennung muss mit „2.5-“ beginnen."),
        ('id: "2.4-2"', 'id: "2.4-1"', "questions: „2.4-1“ steht 2-mal da."),
        ("Was ist Nudging?", "Was ist ein Reallabor?", "questions: „Was ist ein Reallabor?“ steht 2-mal da."),
    ],
)
def test_wrong_question(copy: Path, old: str, new: str, told: str) -> None:
    replace(copy / "questions.yaml", "Warum ist Nudging umstritten?", "Was ist Nudging?")
    replace(copy / "questions.yaml", old, new)
    assert refusal(copy) == f"framework/questions.yaml, {told}"


def test_section_without_questions(copy: Path) -> None:
    def drop(data: dict) -> None:
        data["questions"] = [question for question in data["questions"] if question["section"] != "4.5"]

    edit(copy / "questions.yaml", drop)
    assert refusal(copy) == "framework/questions.yaml, questions: Zum Abschnitt 4.5 fehlen Fragen."


@pytest.mark.parametrize(
    ("link", "told"),
    [
        (Link("2.4", "9.9", "Grund."), "Eintrag 1 (2.4 – 9.9): Den Abschnitt „9.9“ gibt es nicht."),
        (Link("0", "2.4", "Grund."), "Eintrag 1 (0 – 2.4): Den Abschnitt „0“ gibt es nicht."),
        (
            Link("2.4", "2.4", "Grund."),
            "Eintrag 1 (2.4 – 2.4): Ein Abschnitt kann nicht auf sich selbst verweisen.",
        ),
    ],
)
def test_link_to_nowhere(copy: Path, link: Link, told: str) -> None:
    edit(copy / "links.yaml", lambda data: data["links"].insert(0, vars(link)))
    assert refusal(copy) == f"framework/links.yaml, links, {told}"


def test_link_given_twice_even_if_turned(copy: Path) -> None:
    turned = {"source": "3.5", "target": "2.4", "reason": "Noch ein Grund."}
    edit(copy / "links.yaml", lambda data: data["links"].append(turned))
    assert refusal(copy) == "framework/links.yaml, links: „2.4 – 3.5“ steht 2-mal da."
