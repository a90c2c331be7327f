"""A Jupyter kernel in milliseconds: forked from a process that has imported what notebooks need.

``start`` gives a running kernel (forked where possible, else an ordinary one), ``Conversation`` runs cells in it.
The same kernels are offered to any Jupyter program as the provisioner ``hfdata-fork`` (``provisioner.py``) and to
papermill as the engine ``hfdata-fork`` (``engine.py``). Nothing here knows what the notebooks are about: the modules
to import ahead are an argument.
"""
