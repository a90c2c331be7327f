"""Whoever asks Python for help on anything public is shown an example; the examples themselves run as doctests."""

import inspect

import pytest

import hfdata as hf

CLASSES = (hf.Dataset, hf.Figure, hf.Story, hf.Quantity)


def public():
    """Every public name and the object behind it."""
    yield from ((name, getattr(hf, name)) for name in hf.__all__)
    yield from ((f"charts.{name}", getattr(hf.charts, name)) for name in hf.charts.__all__)
    for owner in CLASSES:
        for name, member in vars(owner).items():
            if not name.startswith("_") and (callable(member) or isinstance(member, (property, classmethod))):
                yield f"{owner.__name__}.{name}", getattr(owner, name)


PUBLIC = dict(public())


@pytest.mark.parametrize(("name", "thing"), PUBLIC.items(), ids=PUBLIC)
def test_help_shows_a_worked_example(name, thing):
    told = inspect.getdoc(thing) or ""
    lines = told.splitlines()
    examples = [n for n, line in enumerate(lines) if line.lstrip().startswith(">>> ")]

    assert examples, name
    # With what comes of it: an example that shows nothing explains nothing. use_theme returns nothing, on purpose.
    last = lines[examples[-1] + 1 :]
    assert any(line.strip() for line in last) or name == "charts.use_theme"
