"""Fetches official files over HTTP: politely, within limits, and only what has changed."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential, wait_random

from assistant import __version__
from assistant.errors import AssistantError
from assistant.messages_de import Laws
from assistant.settings import Settings

ATTEMPTS = 4
MOST_REDIRECTS = 5
GIVEN_UP = 3  # addresses in a row that cannot be reached: then the host is not tried again
USER_AGENT = f"Daseinsvorsorge-Assistent/{__version__} (Gesetzesabgleich einer Kommunalverwaltung)"
_CONDITIONS = {"if-none-match", "if-modified-since"}
_BUSY = {429, 500, 502, 503, 504}
_REDIRECTS = {301, 302, 303, 307, 308}


class DownloadError(AssistantError):
    """An official file could not be fetched."""


class _TryAgainError(Exception):
    """Worth another attempt, after `wait` seconds if the server has asked for them."""

    def __init__(self, reason: str, wait: float | None = None, unreachable: bool = False):
        super().__init__(reason)
        self.reason, self.wait, self.unreachable = reason, wait, unreachable


@dataclass(frozen=True, slots=True)
class Download:
    """What a server sent, and what it calls this version of it ("" when it does not)."""

    url: str
    data: bytes
    etag: str
    last_modified: str


class Downloader:
    """Fetches addresses one after the other. To be used as a context manager.

    Args:
        hosts: where a redirect may lead, as "host" or "host:port"; always by https if it began so.
        clock, sleep: seconds; what a test puts in their place.
    """

    def __init__(
        self,
        settings: Settings,
        hosts: frozenset[str],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self._hosts = hosts
        self._clock, self._sleep = clock, sleep
        self._pause, self._total = settings.laws_pause_s, settings.laws_total_timeout_s
        self._max_bytes = settings.laws_max_bytes
        self._next = clock()  # when the next request may be sent
        self._failures: Counter[str] = Counter()
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(settings.laws_timeout_s, connect=min(10.0, settings.laws_timeout_s)),
        )

    def __enter__(self) -> Downloader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def fetch(self, url: str, headers: Mapping[str, str], etag: str, last_modified: str) -> Download | None:
        """What is at an address, None if that is still the version of `etag` or `last_modified`.

        Raises DownloadError when it cannot be had, with the reason in German.
        """
        host = urlsplit(url).netloc
        if self._failures[host] >= GIVEN_UP:
            raise DownloadError(Laws.HOST_GIVEN_UP.format(host=host))
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        sent = {**headers, **{name: value for name, value in conditions.items() if value}}
        until = self._clock() + self._total
        try:
            download = self._patiently(until)(self._once, url, sent, until)
        except _TryAgainError as failure:
            self._failures[host] = self._failures[host] + 1 if failure.unreachable else 0
            raise DownloadError(failure.reason) from None
        self._failures[host] = 0
        return download

    def _patiently(self, until: float) -> Retrying:
        def wait(state: RetryCallState) -> float:
            failure = state.outcome and state.outcome.exception()
            asked = failure.wait if isinstance(failure, _TryAgainError) else None
            return backoff(state) if asked is None else asked

        def enough(state: RetryCallState) -> bool:
            return state.attempt_number >= ATTEMPTS or self._clock() + state.upcoming_sleep > until

        backoff = wait_exponential(multiplier=2, max=60) + wait_random(0, 1)
        again = retry_if_exception_type(_TryAgainError)
        return Retrying(retry=again, wait=wait, stop=enough, sleep=self._sleep, reraise=True)

    def _once(self, url: str, headers: Mapping[str, str], until: float) -> Download | None:
        address = url
        for _ in range(MOST_REDIRECTS + 1):
            self._keep_pace()
            try:
                request = self._client.build_request("GET", address, headers=headers)
                with closing(self._client.send(request, stream=True)) as response:
                    if response.status_code not in _REDIRECTS:
                        return self._received(response, url, until)
                    address = self._redirected(address, response)
            except httpx.TimeoutException:
                raise _TryAgainError(Laws.TIMEOUT, unreachable=True) from None
            except (httpx.RequestError, httpx.StreamError):
                raise _TryAgainError(Laws.UNREACHABLE, unreachable=True) from None
            except httpx.InvalidURL:
                raise DownloadError(Laws.BAD_REDIRECT) from None
        raise DownloadError(Laws.BAD_REDIRECT)

    def _received(self, response: httpx.Response, url: str, until: float) -> Download | None:
        status, headers = response.status_code, response.headers
        if status == HTTPStatus.NOT_MODIFIED and _CONDITIONS & response.request.headers.keys():
            return None
        if status in _BUSY:
            raise _TryAgainError(
                Laws.BUSY.format(status=status), _retry_after(headers.get("Retry-After", ""))
            )
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise DownloadError(Laws.NOT_THERE)
        if status != HTTPStatus.OK:
            raise DownloadError(Laws.REFUSED.format(status=status))
        data = bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > self._max_bytes:
                raise DownloadError(Laws.TOO_LARGE.format(limit=self._max_bytes // 1_000_000))
            if self._clock() > until:
                raise DownloadError(Laws.TOO_SLOW)
        return Download(url, bytes(data), headers.get("ETag", ""), headers.get("Last-Modified", ""))

    def _redirected(self, address: str, response: httpx.Response) -> str:
        target = urlsplit(urljoin(address, response.headers.get("Location", "")))
        if target.netloc not in self._hosts or target.scheme not in ("http", "https"):
            raise DownloadError(Laws.BAD_REDIRECT)
        if urlsplit(address).scheme == "https":
            target = target._replace(scheme="https")
        return target.geturl()

    def _keep_pace(self) -> None:
        wait = self._next - self._clock()
        if wait > 0:
            self._sleep(wait)
        self._next = self._clock() + self._pause


def _retry_after(value: str) -> float | None:
    """Seconds that a server asks to wait: a number of them, or a date; None if it says neither."""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment.tzinfo else None
