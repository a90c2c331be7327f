"""The commands as one program: what is raised on purpose becomes a message and an exit code."""

from __future__ import annotations

import sys
from typing import Any

import click

from .. import __version__, streams
from ..errors import HfdataError
from .options import complain


class Commands(click.Group):
    """Turns what hfdata raises on purpose into one message and its exit code; anything else is a defect and shows."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command."""
        streams.open_closed()
        try:
            return super().invoke(ctx)
        except HfdataError as error:
            complain(str(error))
            raise SystemExit(error.exit_code) from None
        except KeyboardInterrupt:  # outside a run, which stops in its own way; click would leave with 1
            raise SystemExit(130) from None
        except BrokenPipeError:  # `hfdata … | head` has read enough; as the system would end it
            streams.mute(sys.stdout)
            raise SystemExit(141) from None
        except OSError as error:
            words = f"{error.filename or 'output'}: {error.strerror or error}"
            streams.attempt(lambda: complain(words), sys.stderr)
            streams.mute(sys.stdout)
            raise SystemExit(2) from None

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order in which they are used, not of the alphabet."""
        return list(self.commands)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, message="hfdata %(version)s")
def main() -> None:
    """Public-service figures, each traced to the characters that printed it: notebooks in, reports out."""
