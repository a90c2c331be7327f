#!/bin/sh
# Write the two lock files: run.txt (what makes a report) and all.txt (that, JupyterLab, exports, cluster, tests).
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
rm requirements/.pins
