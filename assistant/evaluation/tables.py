"""Evaluation reports for people (Rich): one report by style, or several side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group as Stacked
from rich.table import Table
from rich.text import Text

from assistant.evaluation.report import Figure, FilingGroup, Group, Report
from assistant.messages_de import CommandLine, Evaluation

NOT_JUDGED = "–"
BY_STYLE = ("success@5", "mrr@10")  # also compared style by style


def render(report: Report) -> Stacked:
    """All questions with intervals first, then a table per kind of figure with a line per style."""
    by_style = [_by_style(title, names, report.groups) for title, names in Evaluation.TABLES.items()]
    filing = [_filing(report.filing)] if report.filing else []
    return Stacked(
        _heading(report), "", _overall(report.groups[0]), *by_style, *filing, _latencies(report.groups)
    )


def render_side_by_side(reports: Sequence[Report]) -> Table:
    """A column per report, a line per figure; the reports are of the same questions."""
    title = Evaluation.COMPARISON.format(file=reports[0].file)
    table = _table(title, [_variant(report) for report in reports])
    for section, names in Evaluation.TABLES.items():
        table.add_row(Text(section, style="bold"))
        for name in names:
            _compare(table, Evaluation.FIGURES[name], name, [report.groups[0] for report in reports])
    for name in BY_STYLE:
        table.add_row(Text(Evaluation.FIGURES[name], style="bold"))
        for groups in zip(*(report.groups[1:] for report in reports), strict=True):
            _compare(table, _style(groups[0]), name, groups)
    table.add_row(Text(Evaluation.LATENCY, style="bold"))
    for label, read in Evaluation.TIMES.items():
        table.add_row(label, *(_milliseconds(report.groups[0], *read) for report in reports))
    return table


def _heading(report: Report) -> Text:
    index = report.index
    name = index.embedding
    embedding = CommandLine.FALLBACK.format(name=name) if index.embedding_is_fallback else name
    return Text(
        Evaluation.HEADING.format(
            file=report.file,
            count=report.groups[0].questions,
            variant=_variant(report),
            embedding=embedding,
            model=index.language_model or CommandLine.NONE,
        )
    )


def _variant(report: Report) -> str:
    return Evaluation.WITH_STUDY if report.index.full_study else Evaluation.CARDS_ONLY


def _overall(group: Group) -> Table:
    table = _table(_style(group), Evaluation.OVERALL)
    for title, names in Evaluation.TABLES.items():
        table.add_row(Text(title, style="bold"))
        for name in names:
            if figure := group.figures.get(name):
                interval = f"{_decimal(figure.low)}–{_decimal(figure.high)}"
                table.add_row(Evaluation.FIGURES[name], _value(figure), interval, f"{figure.judged:.0f}")
    return table


def _by_style(title: str, names: Sequence[str], groups: Sequence[Group]) -> Table:
    table = _table(title, [Evaluation.FIGURES[name] for name in names])
    for group in groups:
        figures = [group.figures.get(name) for name in names]
        if any(figures):
            table.add_row(_style(group), *(_value(figure) for figure in figures))
    return table


def _filing(groups: Sequence[FilingGroup]) -> Table:
    table = _table(Evaluation.FILING, Evaluation.FILING_FIGURES.values())
    for group in groups:
        label = f"{Evaluation.FILED[group.kind]}: {Evaluation.FILED_UNDER[group.chapter]} ({group.rows})"
        table.add_row(label, *(_value(group.figures.get(name)) for name in Evaluation.FILING_FIGURES))
    return table


def _latencies(groups: Sequence[Group]) -> Table:
    table = _table(Evaluation.LATENCY, list(Evaluation.TIMES))
    for group in groups:
        table.add_row(_style(group), *(_milliseconds(group, *read) for read in Evaluation.TIMES.values()))
    return table


def _compare(table: Table, label: str, name: str, groups: Iterable[Group]) -> None:
    figures = [group.figures.get(name) for group in groups]
    if any(figures):
        table.add_row(label, *(_value(figure) for figure in figures))


def _table(title: str, columns: Iterable[str]) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, collapse_padding=True
    )
    table.add_column("", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", vertical="bottom")
    return table


def _style(group: Group) -> str:
    name = Evaluation.ALL if group.style is None else group.style or NOT_JUDGED
    return f"{name} ({group.questions})"


def _value(figure: Figure | None) -> str:
    return NOT_JUDGED if figure is None else _decimal(figure.value)


def _decimal(share: float) -> str:
    """In German spelling. What is not all is never rounded up to 1."""
    return f"{min(share, 0.999) if share < 1 else share:.3f}".replace(".", ",")


def _milliseconds(group: Group, of: str, percentile: str) -> str:
    latency = group.retrieve_ms if of == "retrieve" else group.answer_ms
    return f"{latency.p50 if percentile == 'p50' else latency.p95:.0f}"
