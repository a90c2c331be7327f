"""One chart of nothing, for a process that others are forked from: what a first chart costs is then paid once.

A first chart parses patterns, reads the bundled typeface, asks which plug-ins are installed and imports what pandas
and Altair put off: 40 ms. Nothing of it shows in what is drawn later.
"""

from __future__ import annotations


def rehearse() -> None:
    """Build, lay out and spell one chart and one table.

    >>> rehearse()
    """
    import pandas as pd

    from .bars import limit_bars

    frame = pd.DataFrame({"name": ["A"], "value": [1.0], "unit": ["B"], "bound": ["at_least"], "quote": ["1"]})
    limit_bars(frame, lang="en", title="A").to_dict()  # type: ignore[union-attr]  # the frame is not empty
    frame.astype({"name": "str"})._repr_html_()  # type: ignore[operator]
