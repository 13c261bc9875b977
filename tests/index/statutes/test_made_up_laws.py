"""The generator behind the measurements: official files that read well, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

from benchmarks.made_up_laws import MadeUpLaws
from ingest.sources.statutes.gii.reader import read_gii


def written(folder: Path, laws: MadeUpLaws) -> dict[str, str]:
    folder.mkdir()
    assert laws.write(folder) == len(list(folder.iterdir()))
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def test_as_many_norms_as_asked_for_in_files_that_the_reader_takes(tmp_path: Path):
    written(tmp_path / "laws", MadeUpLaws(200))
    norms = []
    for path in (tmp_path / "laws").iterdir():
        header, of_law = read_gii(path, slug=path.stem)
        assert header.name.startswith("Erf")
        norms += of_law
    assert len(norms) == len({norm.id for norm in norms}) == 200
    assert all(norm.unit == "§" and norm.title and norm.outline for norm in norms)
    lengths = sorted(sum(len(paragraph.text) for paragraph in norm.paragraphs) for norm in norms)
    assert 400 < lengths[100] < 1200  # median


def test_the_seed_decides_everything(tmp_path: Path):
    first = written(tmp_path / "a", MadeUpLaws(30))
    assert first == written(tmp_path / "b", MadeUpLaws(30))
    assert first != written(tmp_path / "c", MadeUpLaws(30, seed=2))
    assert MadeUpLaws(30).questions(5) == MadeUpLaws(30).questions(5)
