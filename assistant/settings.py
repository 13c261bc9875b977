"""One frozen settings object, read from the environment and `.env`. No clients, no I/O beyond that."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything an operator can set. Environment names are the upper-case field names."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    corpus_dir: Path = Field(default=PROJECT / "corpus", description="folder of the own-words corpus")
    data_dir: Path = Field(default=PROJECT / "data", description="index generations and imported sources")
    host: str = Field(default="127.0.0.1", description="address to listen on")
    port: int = Field(default=8000, ge=0, le=65535)

    embedding_model: str = Field(
        default="ibm-granite/granite-embedding-97m-multilingual-r2",
        description='hub id or folder of a sentence-transformers model; "fallback" fits one on the corpus',
    )
    embedding_timeout_s: float = Field(default=8.0, gt=0, description="longest wait for a model to load")
    chroma_url: str | None = Field(
        default=None, description="http(s) address of a Chroma server; else local files"
    )
    statute_vectors: bool = Field(
        default=True, description="embed every norm of the laws, too; with a sentence model a matter of hours"
    )

    llm_model: str | None = Field(
        default=None, description='language model, e.g. "ollama:qwen3:8b"; unset: none'
    )
    llm_base_url: str | None = Field(default=None, description="address of the model server")
    llm_api_key: SecretStr | None = None
    llm_timeout_s: float = Field(default=30.0, gt=0, description="after this the extractive answer is served")

    document_max_bytes: int = Field(default=50_000_000, gt=0, description="largest own document")
    document_max_pages: int = Field(default=2000, gt=0)
    document_max_chars: int = Field(default=5_000_000, gt=0, description="longest text of one document")
    document_timeout_s: int = Field(default=300, gt=0, description="longest time to read one document")
    document_memory_mb: int = Field(default=1024, ge=512, description="most memory to read one document")
    document_ocr: bool = Field(default=True, description="read scans with Tesseract where it is installed")
    document_ocr_language: str = Field(default="deu", pattern=r"[A-Za-z_]+(\+[A-Za-z_]+)*")
    document_ocr_timeout_s: int = Field(default=1800, gt=0, description="longest time to read one scan")

    laws_pause_s: float = Field(default=1.0, ge=0, description="pause between two requests to official sites")
    laws_timeout_s: float = Field(default=30.0, gt=0, description="longest silence of an official site")
    laws_total_timeout_s: float = Field(default=180.0, gt=0, description="longest time to fetch one law")
    laws_max_bytes: int = Field(default=50_000_000, gt=0, description="largest official file")
    laws_max_removals: int = Field(default=5, ge=0, description="stored laws that one run may remove")

    store_url: SecretStr | None = Field(
        default=None, description="address of the database; else SQLite in the data folder"
    )
    conversation_days: int = Field(
        default=30, ge=1, le=3650, description="unchanged conversations and project checks are deleted then"
    )
    feedback_days: int = Field(default=180, ge=1, le=3650, description="feedback is deleted then")

    max_question_chars: int = Field(default=4000, gt=0)
    max_history_turns: int = Field(default=12, ge=0)
    log_level: str = "INFO"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def sources_dir(self) -> Path:
        """Where the operator's own sources (the full study, …) are kept after import."""
        return self.data_dir / "sources"
