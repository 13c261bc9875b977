# The assistant as one small image: page, API and commands. Build arguments: MODELS and TORCH_INDEX as in
# .ci/setup; without a CPU index for PyTorch the image gets along with the fallback embedding.
FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM python:3.11-slim
ARG MODELS=auto
ARG TORCH_INDEX=
ENV PYTHONUNBUFFERED=1 \
    PATH=/app/.venv/bin:$PATH \
    HOST=0.0.0.0 \
    DATA_DIR=/data \
    HF_HOME=/data/models
# What PDF files are set with.
RUN apt-get update && apt-get install -y --no-install-recommends \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 10001 assistant && install -d -o assistant -g assistant /app /data
USER assistant
WORKDIR /app
# Packages first: they change less often than the code.
COPY --chown=assistant pyproject.toml constraints.txt README.md LICENSE package-lock.json ./
COPY --chown=assistant .ci/setup .ci/setup
COPY --chown=assistant assistant/__init__.py assistant/__init__.py
COPY --chown=assistant ingest/__init__.py ingest/__init__.py
COPY --from=assets --chown=assistant /app/node_modules node_modules
RUN PIP_NO_CACHE_DIR=1 .ci/setup
COPY --chown=assistant corpus corpus
COPY --chown=assistant ingest ingest
COPY --chown=assistant assistant assistant
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=3m --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["sh", "-c", "ingest build && exec assistant serve"]
