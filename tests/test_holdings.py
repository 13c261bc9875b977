"""What the served index holds, source by source."""

from __future__ import annotations

from assistant.service import Assistant


def test_the_village_is_listed_source_by_source(lawful_assistant: Assistant) -> None:
    holdings = lawful_assistant.holdings()
    assert {card.section for card in holdings.cards} >= {"2.4", "3.1", "3.4"}
    dependence = next(card for card in holdings.cards if card.section == "2.4")
    assert dependence.title == "Abhängigkeit von Programmen" and dependence.passages and dependence.wordings
    assert holdings.provisions and all(source.name for source in holdings.provisions)
    assert holdings.practice
    assert [law.name for law in holdings.laws] == sorted(
        (law.name for law in holdings.laws), key=str.casefold
    )
    assert all(law.built and law.norms for law in holdings.laws)
    assert holdings.documents == frozenset() and not holdings.full_study


def test_without_laws_there_are_none(village_assistant: Assistant) -> None:
    holdings = village_assistant.holdings()
    assert holdings.laws == () and holdings.failed_laws == ()
