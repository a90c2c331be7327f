"""Forked kernels for any Jupyter program, as a kernel provisioner.

    JUPYTER_DEFAULT_PROVISIONER_NAME=hfdata-fork papermill in.ipynb out.ipynb

What is imported ahead is pandas and altair, or what ``HFDATA_KERNELS_PRELOAD`` or the kernelspec's
``metadata.kernel_provisioner.config.preload`` names. A forked kernel keeps no history database. Kernels of another
interpreter, and systems that do not fork, get the kernel that Jupyter starts by itself.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from traitlets import List, Unicode, default

from .forks import ForkedKernel, NoFork
from .saying import say_once
from .start import PRELOAD, own_server


class ForkProvisioner(LocalProvisioner):
    """LocalProvisioner, except that the process is forked from one that has imported the modules in ``preload``."""

    preload = List(Unicode(), help="Modules that the fork server imports before the first kernel").tag(config=True)

    _address: str | None = None
    _arguments: list[str]
    _kernel: ForkedKernel | None = None
    _channels: dict[str, Any] | None = None

    @default("preload")
    def _preload_default(self) -> list[str]:
        named = os.environ.get("HFDATA_KERNELS_PRELOAD")
        return list(PRELOAD) if named is None else [name for name in named.split(",") if name]

    @property
    def has_process(self) -> bool:
        """Whether there is a kernel to manage."""
        return self._kernel is not None or bool(super().has_process)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Start the fork server, once a process; where it refuses, prepare an ordinary kernel."""
        self._address = None
        if _is_this_interpreters(self.kernel_spec.argv):
            try:
                # In a thread: the first call waits for the imports, and this may be the event loop of a whole server.
                self._address = (await asyncio.to_thread(own_server, tuple(self.preload))).address
            except NoFork as why:
                say_once(f"kernels are started, not forked, which is slower: {why}")
        if self._address is None:
            return dict(await super().pre_launch(**kwargs))
        self._arguments = list(kwargs.pop("extra_arguments", ()))
        return dict(await KernelProvisionerBase.pre_launch(self, cmd=list(self.kernel_spec.argv), **kwargs))

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel; after a restart it comes up on the channels to which clients are still connected."""
        if self._address is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.cwd = str(kwargs.get("cwd") or Path.cwd())
        self._kernel = await asyncio.to_thread(
            ForkedKernel,
            self._address,
            env=kwargs["env"],
            cwd=self.cwd,
            arguments=self._arguments,
            connection=self._channels,
        )
        self.pid = self._kernel.pid
        self.pgid = self.pid
        self._channels = self._kernel.channels()
        return cast(KernelConnectionInfo, {**self._channels, "key": self._channels["key"].encode()})

    async def poll(self) -> int | None:
        """Return None while the kernel lives, else its exit code."""
        return self._kernel.exit_code() if self._kernel else await super().poll()

    async def wait(self) -> int | None:
        """Wait until the kernel has ended, and its descendants with it."""
        if self._kernel is None:
            return await super().wait()
        while (code := self._kernel.exit_code()) is None:
            await asyncio.sleep(0.02)
        self._kernel.close()
        self._kernel = None
        return code

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and what it has started in its session."""
        if self._kernel:
            self._kernel.signal(signum)
        else:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel."""
        if self._kernel:
            self._kernel.signal(signal.SIGKILL)
        else:
            await super().kill(restart=restart)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        if self._kernel:
            self._kernel.signal(signal.SIGTERM)
        else:
            await super().terminate(restart=restart)

    async def cleanup(self, restart: bool = False) -> None:
        """Let go of the kernel."""
        if self._kernel:
            self._kernel.close()
            self._kernel = None
        await super().cleanup(restart=restart)


def _is_this_interpreters(command: list[str]) -> bool:
    """Whether *command* starts ipykernel with the Python that runs this, whose modules a fork would have."""
    names = {"python", "python3", f"python3.{sys.version_info[1]}", sys.executable}
    return bool(command) and command[0] in names and any(part.startswith("ipykernel") for part in command)
