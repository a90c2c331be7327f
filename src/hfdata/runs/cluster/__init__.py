"""A Dask cluster in place of the processes of this machine."""
