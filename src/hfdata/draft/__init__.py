"""A press text → a draft release: every numeral a figure or set aside, doubts said, nothing decided for the analyst."""

from __future__ import annotations

from .acceptance import NotAccepted, accept
from .folder import DraftExists, write
from .rows import Draft, Row, read
from .text import UnreadableText, decode

__all__ = ["Draft", "DraftExists", "NotAccepted", "Row", "UnreadableText", "accept", "decode", "read", "write"]
