"""The assistant's search for other people's LangChain chains."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.models import RankedPassage
from assistant.retrieval import Searcher


class AssistantRetriever(BaseRetriever):
    """The assistant's search as a LangChain retriever, for use in other people's chains.

    Documents carry the passage's text, and as metadata its id, kind, title, locator, section or
    provision, url, Stand, whom it binds, whether it is verified, its note, and the calibrated score.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 8

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(ranked) for ranked in self.searcher.passages(self.searcher.search(query), self.k)]


def _document(ranked: RankedPassage) -> Document:
    passage = ranked.passage
    kept = {"id", "kind", "title", "locator", "section", "provision", "practice", "upload", "url"}
    kept |= {"stand", "binds", "verified", "note"}
    metadata = passage.model_dump(mode="json", include=kept, exclude_none=True)
    return Document(page_content=passage.text, metadata={**metadata, "score": ranked.score}, id=passage.id)
