"""data/ → a validated Dataset → tidy frames and digests: whatever knows how data is stored is in here."""

from .dataset import Dataset, NotReported
from .loading import SomeReleasesLeftOut, from_files, load
from .names import Unknown

__all__ = ["Dataset", "NotReported", "SomeReleasesLeftOut", "Unknown", "from_files", "load"]
