"""What a cell has shown: kernel messages in, notebook outputs out, never more than the limits allow."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

Output = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one cell's output is kept; what is beyond is counted, said in a note, and dropped.

    ``text``: characters of each printed stream and of each textual form of a result.
    ``data``: characters of any other form (a chart's specification, HTML, a picture in base64).
    ``rows``: rows of a table in Table Schema form; one that is cut says under ``total`` how many there were.
    ``pieces``: outputs of one cell.
    """

    text: int = 100_000
    data: int = 5_000_000
    rows: int = 1_000
    pieces: int = 500


class Outputs:
    """The outputs of one cell, in the order in which the notebook will show them.

    ``displays`` is shared by all cells of a notebook: a later cell may update what an earlier one has shown.
    """

    def __init__(self, limits: Limits, displays: dict[str, list[Output]]) -> None:
        self.limits = limits
        self.displays = displays
        self.items: list[Output] = []
        self._printed: dict[str, int] = {}
        self._dropped = 0
        self._clear_next = False

    def receive(self, kind: str, content: dict[str, Any]) -> None:
        """Take one message from the kernel's public channel."""
        if kind == "clear_output":
            self._clear_next = bool(content.get("wait"))
            if not self._clear_next:
                self._clear()
            return
        if kind == "update_display_data":
            self._update(content)
            return
        if kind not in ("stream", "display_data", "execute_result", "error"):
            return
        if self._clear_next:
            self._clear()
        if kind == "stream":
            self._print(content["name"], content["text"])
        elif kind == "error":
            self._append({"output_type": "error", **{k: content[k] for k in ("ename", "evalue", "traceback")}})
        else:
            self._show(kind, content)

    def finish(self) -> list[Output]:
        """Return the outputs with the notes about what was cut."""
        for item in self.items:
            if item["output_type"] == "stream":
                item["text"] = _as_on_a_terminal(item["text"])
                if (printed := self._printed[item["name"]]) > self.limits.text:
                    item["text"] += f"\n[cut: {printed:,} characters were printed, {self.limits.text:,} are kept]\n"
        if self._dropped:
            note = f"[cut: {self._dropped:,} more outputs were shown, {self.limits.pieces:,} are kept]\n"
            self.items.append({"output_type": "stream", "name": "stderr", "text": note})
        return self.items

    def _print(self, name: str, text: str) -> None:
        printed = self._printed.get(name, 0)
        self._printed[name] = printed + len(text)
        kept = text[: max(0, self.limits.text - printed)]
        for item in self.items:
            if item["output_type"] == "stream" and item["name"] == name:
                item["text"] += kept
                return
        new = {"output_type": "stream", "name": name, "text": kept}
        # The two streams race each other to the client: beside each other, stdout comes first.
        if name == "stdout" and self.items and self.items[-1].get("name") == "stderr":
            self.items.insert(-1, new)
        else:
            self._append(new)

    def _show(self, kind: str, content: dict[str, Any]) -> None:
        item: Output = {"output_type": kind}
        if kind == "execute_result":
            item["execution_count"] = content["execution_count"]
        item["data"] = self._cut(content["data"])
        item["metadata"] = content.get("metadata") or {}
        if display := (content.get("transient") or {}).get("display_id"):
            self.displays.setdefault(display, []).append(item)
        self._append(item)

    def _update(self, content: dict[str, Any]) -> None:
        for item in self.displays.get((content.get("transient") or {}).get("display_id", ""), ()):
            item["data"], item["metadata"] = self._cut(content["data"]), content.get("metadata") or {}

    def _append(self, item: Output) -> None:
        if len(self.items) < self.limits.pieces or item["output_type"] == "error":
            self.items.append(item)
        else:
            self._dropped += 1

    def _clear(self) -> None:
        self.items.clear()
        self._printed.clear()
        self._clear_next = False

    def _cut(self, data: dict[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        notes = []
        for mime, value in data.items():
            if mime == "application/vnd.dataresource+json" and (rows := len(value.get("data", ()))) > self.limits.rows:
                kept[mime] = {**value, "data": value["data"][: self.limits.rows], "total": rows}
                notes.append(f"{rows:,} rows, {self.limits.rows:,} are kept as a table")
                continue
            limit = self.limits.text if mime == "text/plain" else self.limits.data
            size = len(value) if isinstance(value, str) else len(json.dumps(value, ensure_ascii=False))
            if size <= limit:
                kept[mime] = value
            elif mime == "text/plain":
                kept[mime] = value[:limit] + f"\n[cut: {size:,} characters, {limit:,} are kept]"
            else:
                notes.append(f"{mime}: {size:,} characters, none are kept")
        if notes:
            kept["text/plain"] = "\n".join([kept.get("text/plain", ""), *(f"[cut: {note}]" for note in notes)]).lstrip()
        return kept


def _as_on_a_terminal(text: str) -> str:
    """Apply backspaces and carriage returns, which progress bars use to overwrite themselves; in linear time."""
    if "\x08" in text:
        left: list[str] = []
        for character in text:
            if character == "\x08" and left and left[-1] != "\n":
                left.pop()
            else:
                left.append(character)
        text = "".join(left)
    return "\n".join(map(_last_state, text.split("\n"))) if "\r" in text else text


def _last_state(line: str) -> str:
    written = line.rstrip("\r")
    return written[written.rfind("\r") + 1 :] + line[len(written) :]
