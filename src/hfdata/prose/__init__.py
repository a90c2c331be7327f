"""Sentences with numbers in them: each number comes from a figure, keeps its limit and links to its source."""

from .note import Note, escape, not_reported, say
from .story import Story

__all__ = ["Note", "Story", "escape", "not_reported", "say"]
