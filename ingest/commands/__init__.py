"""The commands of `ingest`, a file for each subject; each adds its commands to `app`."""
