"""The command line: words to calls. The only package that prints; heavy imports wait until a command needs them."""

from .data import audit, export
from .drafting import accept, draft
from .group import main
from .running import params, run, runs

for command in (run, params, audit, draft, accept, runs, export):
    main.add_command(command)

__all__ = ["main"]
