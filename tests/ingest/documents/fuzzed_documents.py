"""Own documents to break, one in every format."""

from __future__ import annotations

from functools import partial

from hypothesis import strategies as st

from ingest.sources.documents.document import Format, OwnDocument
from ingest.sources.documents.reader import read_document
from tests.fuzzed import changed, shortened
from tests.ingest.documents import made

FORMATS = {
    Format.PDF: (made.pdf, (b"<<", b">>", b"endobj", b"stream\n", b"[", b"(", b"\0")),
    Format.DOCX: (made.docx, (b"PK\3\4", b"PK\1\2", b"\0", b"\xff")),
    Format.ODT: (made.odt, (b"PK\3\4", b"PK\1\2", b"\0", b"\xff")),
    Format.EPUB: (made.epub, (b"PK\3\4", b"PK\1\2", b"\0", b"\xff")),
    Format.HTML: (made.html, (b"<", b"<table>", b"</div>", b"<ul>", b"&#xD800;", b"<!--", b"\0")),
    Format.MARKDOWN: (made.markdown, (b"#", b"```", b"|", b"- ", b"[x](", b"---\n", b"<b>", b"\0")),
    Format.TEXT: (made.text, (b"\n", b"\x0c", b"1. ", b"\xff\xfe", b"\0", b"\t")),
}


def documents(format: Format) -> st.SearchStrategy[bytes]:
    """Files of a format, changed or ending too soon; and any bytes."""
    make, signs = FORMATS[format]
    whole = make()
    return st.one_of(changed(whole, signs), shortened(whole), st.binary(max_size=400))


def read(format: Format, data: bytes) -> OwnDocument:
    """Raises Refused where the file is refused."""
    return read_document(data, f"datei.{format.value}", made.LIMITS)


READERS = {format: partial(read, format) for format in FORMATS}
