"""Look the locked versions up among known vulnerabilities, and say plainly what could not be looked up.

    python requirements/audit.py pip-audit --require-hashes --disable-pip -r requirements/all.txt

pip-audit leaves with 0 where its service does not know a single one of the packages, and with a traceback where the
service cannot be reached. Exit code here: 0 every package was looked up and none is vulnerable, 1 some are, 2 not
every package could be looked up, so that nothing can be said of these.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

SHOWN = 5  # packages that are named where many could not be looked up


def judge(dependencies: Sequence[dict[str, Any]]) -> tuple[int, list[str]]:
    """Return exit code and lines for what pip-audit reports of each package."""
    unknown = [each["name"] for each in dependencies if "skip_reason" in each]
    vulnerable = [line for each in dependencies for line in _vulnerabilities(each)]
    known = len(dependencies) - len(unknown)
    lines = [*vulnerable, f"{known} of {len(dependencies)} packages were looked up, {len(vulnerable)} findings"]
    if unknown:
        more = f" and {len(unknown) - SHOWN} more" if len(unknown) > SHOWN else ""
        lines.append(f"not audited, the service does not know them: {', '.join(unknown[:SHOWN])}{more}")
    return 1 if vulnerable else 2 if unknown or not dependencies else 0, lines


def _vulnerabilities(package: dict[str, Any]) -> Iterator[str]:
    for found in package.get("vulns", ()):
        mended = ", ".join(found.get("fix_versions", ())) or "no version yet"
        yield f"{package['name']} {package['version']}: {found['id']}, mended in {mended}"


def main(command: Sequence[str]) -> int:
    """Run pip-audit and judge what it reports."""
    done = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off"], check=False, capture_output=True, text=True
    )
    try:
        code, lines = judge(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError, TypeError):
        why = (done.stderr.strip() or "it said nothing").splitlines()[-1]
        code, lines = 2, [f"not audited, the service could not be asked: {why[:300]}"]
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
