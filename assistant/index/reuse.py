"""What a build takes over from the served generation, so that unchanged passages cost nothing."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.errors import AssistantError, IndexUnavailableError
from assistant.index import folders
from assistant.index.fitted import FittedEmbedder
from assistant.index.generation import Part
from assistant.index.manifest import FIT, PASSAGES, VECTORS, read_manifest
from assistant.index.passages import PassageStore
from assistant.index.vectors import DenseIndex, open_vectors
from assistant.models import Passage
from assistant.settings import Settings


@dataclass(frozen=True, eq=False)
class Previous:
    """The served generation as a build sees it; empty if there is none or it is damaged."""

    digests: dict[str, str]  # by passage id
    fit: FittedEmbedder | None = None
    _vectors: DenseIndex | None = None
    _folder: Path = Path()
    _inputs: Mapping[str, str] = field(default_factory=dict)  # by name of a part

    def vectors(self, passages: Sequence[Passage], embedding: str) -> dict[str, np.ndarray]:
        """Vectors of the unchanged passages by id, if the embedder of that name made them."""
        if self._vectors is None or self._vectors.embedding != embedding:
            return {}
        try:
            return self._vectors.vectors([p.id for p in passages if self.digests.get(p.id) == p.digest])
        except IndexUnavailableError:
            return {}  # damaged where opening did not look: embed anew

    def copy_part(self, part: Part, inputs: str | None, target: Path) -> bool:
        """Copy the files of `part` to the new folder `target` if they come from the same inputs and are whole.

        Raises OSError when they cannot be saved.
        """
        source = self._folder / part.name
        if inputs is None or self._inputs.get(part.name) != inputs:
            return False
        try:
            part.open(source)
        except IndexUnavailableError:
            return False
        target.mkdir()
        for path in source.iterdir():  # unlike copytree, this says what went wrong
            shutil.copyfile(path, target / path.name)
        return True

    def close(self) -> None:
        """Release the vectors."""
        if self._vectors is not None:
            self._vectors.close()


def open_previous(settings: Settings, generation: str | None) -> Previous:
    """Open what can be taken over from `generation`."""
    if generation is None:
        return Previous({})
    folder = folders.folder_of(settings.index_dir, generation)
    try:
        manifest = read_manifest(folder)
        store = PassageStore(folder / PASSAGES)
        try:
            digests = store.digests()
        finally:
            store.close()
        fit = FittedEmbedder.load(folder / FIT) if manifest.embedding_is_fallback else None
        vectors = open_vectors(settings, folder / VECTORS, generation, manifest.embedding)
    except AssistantError:
        return Previous({})
    return Previous(digests, fit, vectors, folder, manifest.inputs)
