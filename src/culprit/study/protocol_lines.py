"""On which line of a TOML file does this key stand?"""

import re

_TABLE = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([\w-]+))\s*=")


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """The line (from 1) of the key or table at `path`, such as ("period", "from") or ("comparisons", 1, "test").

    The line of the nearest table above when the key itself is not found; 1 when nothing of it stands there.
    """
    best = 1
    wanted = [str(part) for part in path]
    counted: dict[str, int] = {}
    here: list[str] = []
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        if table := _TABLE.match(line):
            name = table[1].strip("\"' ")
            here = name.split(".")
            if line.lstrip().startswith("[["):
                counted[name] = counted.get(name, -1) + 1
                here.append(str(counted[name]))
        elif key := _KEY.match(line):
            found = [*here, next(part for part in key.groups() if part)]
            if found == wanted[: len(found)] and len(found) > depth:
                best, depth = number, len(found)
            continue
        else:
            continue
        if here and here == wanted[: len(here)] and len(here) > depth:
            best, depth = number, len(here)
    return best
