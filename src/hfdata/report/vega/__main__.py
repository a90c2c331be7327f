"""Write the script of the installed vl-convert and remove any other: ``python -m hfdata.report.vega``."""

from . import made, path

for old in path().parent.glob("*.js"):
    old.unlink()
path().write_bytes(made().encode())
