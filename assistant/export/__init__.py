"""Documents for the file: one neutral form, written as Markdown, DOCX or PDF."""
