#!/usr/bin/env python3
"""Looks into a release binary (`check_binary.py FILE`) for what an import can bring in unseen, and fails on

- Foundation beyond FoundationEssentials, or ICU: half of a hundred megabytes, and 20 ms of every start,
- a shared library that is not on the list below: those of imports and calls are loaded when they are first needed,
- more than so many bytes to load, whatever they are.

`--self-test` feeds it one violation of each and fails if one of them passes.
"""
import re
import shutil
import subprocess
import sys

# Bytes of text and data; 19,700,000 when this was written.
MOST_LOADED = 26_000_000
LIBRARIES = ["libsodium", "libsqlite3", "libyaml-0", "libpcre2-8", "libhs", "libhiredis", "libstemmer", "libsimdjson",
             "libstdc++", "libgcc_s", "libm", "libc", "ld-linux-x86-64", "ld-linux-aarch64"]
# Swift's mangling of the modules' names, and what ICU's functions begin with.
UNWANTED = [("Foundation beyond FoundationEssentials", re.compile(r"\$s(?:10Foundation|26FoundationInternationalization)")),
            ("ICU", re.compile(r"\b_?(?:uloc|ucal|ubrk|udat|unum|ucol)_\w+"))]


def problems(symbols, libraries, loaded):
    for what, pattern in UNWANTED:
        found = pattern.search(symbols)
        if found:
            yield f"{what} is in it, such as {found[0]}: which `import` asks for more than FoundationEssentials?"
    for name in libraries:
        if re.sub(r"\.so.*", "", name) not in LIBRARIES:
            yield f"it needs {name} to start: load it when it is first called (CLate), or list it in this script"
    if loaded > MOST_LOADED:
        yield f"{loaded} bytes are loaded, over {MOST_LOADED}"


def tool(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def look(path):
    if not all(map(shutil.which, ("nm", "size", "readelf"))):
        print("nm, size and readelf (binutils) are not here: the binary is not looked into", file=sys.stderr)
        return []
    libraries = re.findall(r"\(NEEDED\).*\[(.*)\]", tool("readelf", "-d", path))
    text, data = tool("size", path).splitlines()[1].split()[:2]
    return problems(tool("nm", path), libraries, int(text) + int(data))


def self_test():
    cases = [
        ("FileHandle", "00 T $s10Foundation10FileHandleC5closeyyKF", [], 0, "beyond FoundationEssentials"),
        ("locales", "00 T $s26FoundationInternationalization10_LocaleICUC", [], 0, "beyond FoundationEssentials"),
        ("ICU", "00 T uloc_getDefault_74", [], 0, "ICU"),
        ("a library", "", ["libcurl.so.4"], 0, "libcurl.so.4"),
        ("too large", "", [], MOST_LOADED + 1, "are loaded"),
        ("clean", "00 T $s20FoundationEssentials4DataV", ["libsqlite3.so.0", "libstdc++.so.6", "libstemmer.so.0d"],
         MOST_LOADED, None),
    ]
    for name, symbols, libraries, loaded, expected in cases:
        found = list(problems(symbols, libraries, loaded))
        if expected is None and found or expected and not any(expected in line for line in found):
            sys.exit(f"self-test '{name}': expected {expected!r}, found {found}")


def main():
    if "--self-test" in sys.argv:
        return self_test()
    found = list(look(sys.argv[1]))
    for line in found:
        print(f"{sys.argv[1]}: {line}", file=sys.stderr)
    sys.exit(1 if found else 0)


main()
