"""Norms get binds and parts from the corpus's rows, all others what is computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.index.filing import Filing
from assistant.models import Passage, PassageOrigin, SourceKind
from assistant.statute import FiledNorm, LawHeader, Norm, Paragraph
from ingest.filing import Rows, file_norms, file_passages
from ingest.passages import make_passage
from tests.index.test_filing import examples

HEADER = LawHeader(
    slug="brunng",
    doknr="BJNR1",
    name="BrunnG",
    names=("BrunnG", "Brunnen Gesetz"),
    title="Gesetz über Brunnen",
    stand="",
    built="2026-01-01",
    retrieved="",
    url="https://recht.example/brunng",
    source="recht.example",
)


def norm(number: str, *paragraphs: str, unit: str = "§", title: str = "") -> Norm:
    return Norm(
        id=f"BJNR1/{unit}{number}",
        designation=f"{unit} {number}",
        unit=unit,  # type: ignore[arg-type]
        number=number,
        until="",
        title=title,
        outline=(),
        paragraphs=tuple(Paragraph(str(n), text) for n, text in enumerate(paragraphs, start=1)),
        notes=(),
        repealed=not paragraphs,
        url="",
    )


def row(id: str, provision: str, binds: str | None, principles: tuple[str, ...] = ()) -> Passage:
    return make_passage(
        id=f"law/{id}",
        kind=SourceKind.LAW,
        origin=PassageOrigin.DIGEST,
        unit=f"law:{provision}",
        title=provision,
        text="Unser Digest.",
        provision=provision,
        binds=binds,
        principles=principles,
    )


def filed(*norms: Norm, rows: tuple[Passage, ...] = ()) -> list[FiledNorm]:
    return list(file_norms(HEADER, norms, Rows(rows), Filing.fit(examples())))


class TestNorms:
    def test_a_row_says_whom_a_norm_binds_and_where_it_belongs(self):
        (one,) = filed(
            norm("13a", "Zölle auf Kakao."), rows=(row("N001", "§ 13a Abs. 1 BrunnG", "Gemeinden", ("3.2",)),)
        )
        assert (one.binds, one.parts, one.confidence) == ("Gemeinden", ("3.2",), 1.0)
        assert [piece.text for piece in one.pieces] == ["Zölle auf Kakao."]

    def test_several_rows_on_a_norm_are_put_together(self):
        rows = (
            row("N001", "§ 2 Abs. 1 BrunnG", "Gemeinden", ("3.2", "3.4")),
            row("N002", "§ 2 Abs. 3 BrunnG", "Länder", ("3.4", "3.6")),
            row("N003", "§ 2 Abs. 4 BrunnG", "Gemeinden", ("3.4",)),
        )
        (one,) = filed(norm("2", "Zölle."), rows=rows)
        assert (one.binds, one.parts) == ("Gemeinden; Länder", ("3.2", "3.4", "3.6"))

    def test_a_row_of_another_law_or_unit_does_not_count(self):
        rows = (
            row("N001", "§ 2 BauGB", "Gemeinden", ("3.2",)),
            row("N002", "Art. 2 BrunnG", "Gemeinden", ("3.2",)),
        )
        (one,) = filed(norm("2", "Zölle auf Kakao."), rows=rows)
        assert (one.binds, one.parts, one.confidence) == (None, (), 0.0)

    def test_norms_without_a_row_are_computed_with_less_than_certainty(self):
        like, foreign = filed(
            norm("5", "Der Brunnen wird gepflegt.", title="Nachbarn pflegen Brunnen"),
            norm("6", "Der Zollsatz für Kakao beträgt null."),
        )
        assert like.parts == ("3.4", "4.3") and 0.5 <= like.confidence < 1
        assert (foreign.parts, foreign.confidence) == ((), 0.0)

    def test_a_row_without_parts_leaves_them_to_be_computed(self):
        (one,) = filed(norm("5", "Nachbarn pflegen Brunnen."), rows=(row("N001", "§ 5 BrunnG", "Gemeinden"),))
        assert one.binds == "Gemeinden" and one.parts == ("3.4", "4.3") and one.confidence < 1

    def test_repealed_norms_are_about_nothing(self):
        (one,) = filed(norm("5", title="Nachbarn pflegen Brunnen"))
        assert (one.pieces, one.parts, one.confidence) == ((), (), 0.0)

    def test_a_row_on_a_whole_act_says_nothing_of_its_preamble(self):
        act = replace(HEADER, name="VO (EU) 2024/1991", names=("VO (EU) 2024/1991",))
        rows = Rows([row("N001", "VO (EU) 2024/1991", "alle", ("3.2",))])
        (one,) = file_norms(act, [norm("", "In Erwägung der Zölle.", unit="")], rows, Filing.fit(examples()))
        assert (one.binds, one.parts) == (None, ())

    def test_norms_stay_in_order_and_are_read_bit_by_bit(self):
        read: list[str] = []

        def many() -> Iterator[Norm]:
            for number in range(1200):
                read.append(str(number))
                yield norm(str(number), "Zölle auf Kakao.")

        stream = file_norms(HEADER, many(), Rows([]), Filing.fit(examples()))
        next(stream)
        assert len(read) == 500
        assert [one.norm.number for one in stream] == [str(number) for number in range(1, 1200)]


class TestOwnDocuments:
    def passage(self, text: str, **fields: object) -> Passage:
        return make_passage(
            id=f"upload/{text}",
            kind=SourceKind.UPLOAD,
            origin=PassageOrigin.DOCUMENT,
            unit="upload:1",
            title="Satzung",
            text=text,
            **fields,
        )

    def test_passages_get_what_they_resemble(self):
        like, foreign = file_passages(
            [self.passage("Nachbarn pflegen einen Brunnen."), self.passage("Zollsatz für Kakao")],
            Filing.fit(examples()),
        )
        assert (like.principles, like.measures) == (("3.4",), ("4.3",))
        assert foreign == self.passage("Zollsatz für Kakao")
        assert like == self.passage(like.text, principles=("3.4",), measures=("4.3",))  # digest included

    def test_what_a_person_filed_stays(self):
        own = self.passage("Nachbarn pflegen einen Brunnen.", levels=("2.1",))
        assert file_passages([own], Filing.fit(examples())) == [own]
