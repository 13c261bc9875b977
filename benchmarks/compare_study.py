"""Cards alone against cards with the full study, side by side: `python -m benchmarks.compare_study`.

Both indexes are built for this in throw-away folders, so that each is what an operator would serve:
hiding passages of one index would leave its fitted weights and word counts as they were. The
command stands here and not in `assistant evaluate`, because only `ingest` builds indexes and
`assistant` never imports it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from assistant.channels.command_line import command, new_app, read_settings, run
from assistant.channels.progress import shown_progress
from assistant.channels.terminal import console
from assistant.errors import NotFoundError
from assistant.evaluation.questions import read_questions
from assistant.evaluation.report import Report
from assistant.evaluation.run import evaluate_file
from assistant.evaluation.tables import render_side_by_side
from assistant.settings import Settings
from benchmarks.ingest_run import run_ingest

HELP = "Güte mit den Karten allein und mit der vollen Studie nebeneinander zeigen."
QUESTIONS = Path("tests/data/questions.jsonl")
NO_STUDY = "Es ist keine Studie eingelesen. Bitte mit --study die Datei der Studie angeben."
File = Annotated[Path, typer.Argument(metavar="DATEI", help="JSONL-Datei mit bewerteten Fragen.")]
Study = Annotated[Path | None, typer.Option(metavar="DATEI", help="Die Studie; sonst die eingelesene.")]
AsJson = Annotated[bool, typer.Option("--json", metavar="", help="Beide Berichte als JSON.")]
app = new_app(HELP)


@command(app, HELP)
def compare(file: File = QUESTIONS, study: Study = None, as_json: AsJson = False) -> None:
    """Build both indexes, evaluate both, print both."""
    settings = read_settings()
    imported = settings.sources_dir / "study.json"  # where `ingest study` keeps it
    if study is None and not imported.exists():
        raise NotFoundError(NO_STUDY)
    read_questions(file)  # a broken file is told before minutes of building
    with TemporaryDirectory() as folder:
        cards = settings.model_copy(update={"data_dir": Path(folder) / "cards"})
        run_ingest(cards.data_dir, "build")
        full = settings.model_copy(update={"data_dir": Path(folder) / "full"})
        if study is not None:
            run_ingest(full.data_dir, "study", str(study))
        else:
            full.sources_dir.mkdir(parents=True)
            shutil.copy(imported, full.sources_dir)
            run_ingest(full.data_dir, "build")
        reports = [_evaluate(one, file) for one in (cards, full)]
    if as_json:
        for report in reports:
            typer.echo(report.model_dump_json())
    else:
        console().print(render_side_by_side(reports))


def _evaluate(settings: Settings, file: Path) -> Report:
    from assistant.service import build

    with shown_progress() as progress:
        return evaluate_file(build(settings), file, progress)


if __name__ == "__main__":
    sys.exit(run(app, "python -m benchmarks.compare_study"))
