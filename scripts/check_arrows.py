#!/usr/bin/env python3
"""Reads `swift package dump-package` on standard input and every `import` line under Sources, and fails on

- an import of a target of this package that the importing target does not declare,
- an arrow up: a declared dependency on the same or a higher floor,
- a C module imported by a second target, or imported without `private`,
- an import of Foundation beyond FoundationEssentials: it brings ICU, a hundred megabytes and 20 ms of every start.

`--self-test` feeds it one violation of each and fails if one of them passes.
"""
import json
import pathlib
import re
import sys
import tempfile

# From the roof down; an arrow must lead to a lower floor. Rooms side by side share a floor.
FLOORS = [
    ["parley", "parley-fuzz"],
    ["Service"],
    ["Dialogue"],
    ["Intents", "FAQ", "Orders", "Conversations", "Pages"],
    ["Revisions"],
    ["Formats", "Patterns", "Database", "SharedState", "HTTP", "HTTPClient", "EventLoop", "Crypto", "Text",
     "Dice"],
    ["Threads"],
    ["CLate"],
]
IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(private|fileprivate|internal|package|public)\s+)?import\s+"
                    r"(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)")


def floor(name):
    for number, rooms in enumerate(FLOORS):
        if name in rooms:
            return number
    return len(FLOORS) if re.match(r"C[A-Z]", name) else None


def targets(package):
    """Name -> (kind, declared dependencies) of every target that is not for tests."""
    result = {}
    for target in package["targets"]:
        if target["type"] == "test" or (target.get("path") or "").startswith("Tests/"):
            continue
        below = [next(iter(d.values()))[0] for d in target["dependencies"]]
        result[target["name"]] = below
    return result


def problems(package, sources):
    declared = targets(package)
    for name, below in declared.items():
        if floor(name) is None:
            yield f"Package.swift: target {name} stands on no floor of scripts/check_arrows.py"
            continue
        for other in below:
            if floor(other) is not None and floor(other) <= floor(name):
                yield f"Package.swift: arrow up from {name} to {other}"
    owner = {}
    for path in sorted(sources.rglob("*.swift")):
        room = path.relative_to(sources).parts[0]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = IMPORT.match(line)
            place = f"{path.relative_to(sources.parent)}:{number}"
            if match and match[2] in ("Foundation", "FoundationInternationalization", "FoundationNetworking", "FoundationXML"):
                yield f"{place}: {room} imports {match[2]}; FoundationEssentials is what there may be of it"
            if not match or match[2] not in declared:
                continue
            access, module = match[1], match[2]
            if module not in declared.get(room, []):
                yield f"{place}: {room} imports {module} without declaring it"
            if re.match(r"C[A-Z]", module):
                if access != "private":
                    yield f"{place}: the C module {module} must be imported `private`"
                if owner.setdefault(module, room) != room:
                    yield f"{place}: the C module {module} belongs to {owner[module]}, {room} imports it too"


def self_test():
    """One violation of each kind must be found, and a clean house must pass."""
    def package(**rooms):
        return {"targets": [{"name": n, "type": "regular", "dependencies": [{"byName": [d, None]} for d in below]}
                            for n, below in rooms.items()]}
    cases = [
        ("undeclared import", package(Text=[], FAQ=[]), {"FAQ": "import Text"}, "without declaring"),
        ("arrow up", package(Text=["FAQ"], FAQ=[]), {}, "arrow up"),
        ("second importer", package(Text=["CSodium"], Crypto=["CSodium"], CSodium=[]),
         {"Text": "private import CSodium", "Crypto": "private import CSodium"}, "belongs to"),
        ("C module not private", package(Crypto=["CSodium"], CSodium=[]), {"Crypto": "import CSodium"}, "`private`"),
        ("Foundation", package(Text=[]), {"Text": "internal import struct Foundation.URL"}, "FoundationEssentials is"),
        ("FoundationEssentials", package(Text=[]), {"Text": "import FoundationEssentials"}, None),
        ("late libraries", package(Text=["CLate"], CLate=["CZip"], CZip=[]), {}, None),
        ("unknown floor", package(Drawer=[]), {}, "no floor"),
        ("clean", package(FAQ=["Text"], Text=["CStemmer"], CStemmer=[]),
         {"FAQ": "package import Text", "Text": "private import CStemmer"}, None),
    ]
    for name, described, files, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            sources = pathlib.Path(folder) / "Sources"
            sources.mkdir()
            for room, text in files.items():
                (sources / room).mkdir()
                (sources / room / "File.swift").write_text(text + "\n")
            found = list(problems(described, sources))
        if expected is None and found or expected and not any(expected in line for line in found):
            sys.exit(f"self-test '{name}': expected {expected!r}, found {found}")


def main():
    if "--self-test" in sys.argv:
        return self_test()
    found = list(problems(json.load(sys.stdin), pathlib.Path("Sources")))
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)


main()
