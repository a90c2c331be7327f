"""What can go wrong, in words: each error says what, where, so what, and what to do next."""

from __future__ import annotations


class HfdataError(Exception):
    """Base of every error that hfdata raises on purpose; its text is meant for the person at the keyboard.

    ``exit_code`` is what the command line leaves with: 2 for usage or environment, 3 for data that cannot be loaded.
    Arguments go to ``super().__init__`` unchanged, so that every error survives pickling between processes.
    """

    exit_code = 2


class DataError(HfdataError):
    """The data folder cannot be loaded as it stands."""

    exit_code = 3
