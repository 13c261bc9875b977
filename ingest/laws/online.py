"""The official sites: federal law from gesetze-im-internet.de, EU law from the Publications Office."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from assistant.settings import Settings
from ingest.laws.catalogue import Catalogue, Law
from ingest.laws.download import Downloader
from ingest.laws.formats import law_in
from ingest.laws.source import Fetched, Offer
from ingest.laws.store import Meta

FEDERAL = "https://www.gesetze-im-internet.de"
EUROPEAN = "https://publications.europa.eu/resource/celex"
_FORMEX = {"Accept": "application/zip;mtype=fmx4", "Accept-Language": "deu"}


class OnlineLaws:
    """Every law of the catalogue that is published, one archive each."""

    patient = True

    def __init__(self, downloader: Downloader, federal: str, european: str):
        self._downloader = downloader
        self._federal, self._european = federal, european

    def offer(self, catalogue: Catalogue) -> Offer:
        return Offer(catalogue.published)

    def fetch(self, law: Law, kept: Meta | None) -> Fetched | None:
        """See `source.Source`. A version that came from a folder is fetched anew and compared."""
        if law.european:
            url, headers = f"{self._european}/{law.version or law.number}", _FORMEX
        else:
            url, headers = f"{self._federal}/{law.slug}/xml.zip", {}
        known = kept if kept and kept.url == url else None
        etag, last_modified = (known.etag, known.last_modified) if known else ("", "")
        download = self._downloader.fetch(url, headers, etag, last_modified)
        if download is None:
            return None
        return Fetched(law_in(download.data), url, download.etag, download.last_modified)


@contextmanager
def official_sites(
    settings: Settings,
    federal: str = FEDERAL,
    european: str = EUROPEAN,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[OnlineLaws]:
    """The source to synchronise with; addresses and time are parameters for tests and mirrors."""
    hosts = frozenset(urlsplit(base).netloc for base in (federal, european))
    with Downloader(settings, hosts, clock, sleep) as downloader:
        yield OnlineLaws(downloader, federal, european)
