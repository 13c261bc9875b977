"""Imports the operator's own full study (TXT, PDF or DOCX); its text never leaves the data folder."""
