"""Walks through a program by the accessibility bus, as a screen reader does, and prints what it meets as JSON.

    at_spi_walk.py PROCESS

One object per thing on the page, in reading order: role, role as ARIA calls it, name, text and states.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

STATES = {
    "focusable": Atspi.StateType.FOCUSABLE,
    "editable": Atspi.StateType.EDITABLE,
    "checked": Atspi.StateType.CHECKED,
    "showing": Atspi.StateType.SHOWING,
    "enabled": Atspi.StateType.ENABLED,
    "invalid": Atspi.StateType.INVALID_ENTRY,
}


def children(node):
    for at in range(node.get_child_count()):
        child = node.get_child_at_index(at)
        if child is not None:
            yield child


def text_of(node):
    return Atspi.Text.get_text(node, 0, -1) if "Text" in node.get_interfaces() else ""


def walk(node, inside, met):
    try:
        role = node.get_role_name()
        inside = inside or role == "document web"
        if inside:
            states = node.get_state_set()
            met.append(
                {
                    "role": role,
                    "aria": (node.get_attributes() or {}).get("computed-role", ""),
                    "name": (node.get_name() or "").strip(),
                    "text": text_of(node).replace("\ufffc", "").strip(),
                    "states": [name for name, state in STATES.items() if states.contains(state)],
                }
            )
        for child in children(node):
            walk(child, inside, met)
    except GLib.Error:
        return  # It went while it was looked at.


def main():
    wanted = int(sys.argv[1])
    Atspi.init()
    met = []
    for program in children(Atspi.get_desktop(0)):
        if program.get_process_id() == wanted:
            walk(program, False, met)
    json.dump(met, sys.stdout, ensure_ascii=False)


main()
