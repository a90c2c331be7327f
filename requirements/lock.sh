#!/bin/sh
# Write the lock files: run.txt (what makes a report), cluster.txt (that, Dask and Parquet: what each machine of a
# cluster has), all.txt (that, JupyterLab and what tests need).
# One version per package on every Python, so that a rebuild gives the same bytes on each.
set -eu
cd "$(dirname "$0")/.."
compile() {
    uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest \
        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet "$@"
}
compile --all-extras --group dev --output-file requirements/all.txt
# Names without hashes: uv takes constraints in that form only.
grep -E '^[a-zA-Z0-9._-]+==' requirements/all.txt | sed 's/ *\\$//' > requirements/.pins
compile --constraint requirements/.pins --output-file requirements/run.txt
compile --constraint requirements/.pins --extra cluster --extra export --output-file requirements/cluster.txt
rm requirements/.pins
