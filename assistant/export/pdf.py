"""Document -> PDF/UA: tagged, with title, language and bookmarks. Set with WeasyPrint, which needs Pango."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, NoReturn

from markupsafe import Markup

from assistant.errors import ExportError
from assistant.export.document import Document, day
from assistant.export.hypertext import to_html
from assistant.german.local_time import ZONE
from assistant.messages_de import Export

_STYLESHEET = Path(__file__).with_name("pdf.css")
_FRAME = Markup("""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="author" content="{author}">
<meta name="description" content="{subject}">
<meta name="dcterms.created" content="{created}">
<meta name="dcterms.modified" content="{created}">
</head>
<body data-foot="{foot}">
{body}
</body>
</html>
""")
# Setting a page takes all of a core and tens of megabytes: one document at a time.
_one_at_a_time = threading.Lock()


def to_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1. Blocks, for long documents some seconds.

    Raises:
        ExportError: Pango or WeasyPrint is not installed on this machine.
    """
    weasyprint = _weasyprint()
    page = weasyprint.HTML(string=_page(document), url_fetcher=_refuse, media_type="print")
    with _one_at_a_time:
        stylesheet = weasyprint.CSS(string=_STYLESHEET.read_text(encoding="utf-8"), url_fetcher=_refuse)
        pdf: bytes = page.write_pdf(stylesheets=[stylesheet], pdf_variant="pdf/ua-1")
    return pdf


def _page(document: Document) -> str:
    return _FRAME.format(
        language=document.language,
        title=document.title,
        author=Export.AUTHOR,
        subject=document.subject,
        created=document.created.astimezone(ZONE).isoformat(timespec="seconds"),
        foot=Export.FOOT.format(subject=document.subject, day=day(document.created)),
        body=to_html(document),
    )


def _weasyprint() -> Any:
    """The library; it looks for Pango when it is imported."""
    try:
        import weasyprint  # type: ignore[import-untyped]
    except (ImportError, OSError):
        raise ExportError(Export.NO_PDF) from None
    return weasyprint


def _refuse(url: str) -> NoReturn:
    """Documents consist of text alone; nothing is ever fetched, whatever stands in it."""
    raise ValueError("no resource is fetched for a document")
