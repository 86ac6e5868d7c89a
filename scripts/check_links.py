#!/usr/bin/env python3
"""Fails on a relative link in a tracked Markdown file that leads nowhere: a missing file or a missing heading."""
import pathlib
import re
import subprocess
import sys

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)


def anchors(path):
    """The heading anchors of a Markdown file, as the usual hosts make them."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    result = set()
    for title in re.findall(r"^#+\s+(.*)$", text, re.M):
        plain = re.sub(r"[`*_\[\]]|\([^)]*\)(?=\s*$)", "", title).strip().lower()
        result.add(re.sub(r"[^\w\- ]", "", plain).replace(" ", "-"))
    return result


def main():
    listed = subprocess.run(["git", "ls-files", "*.md"], capture_output=True, text=True, check=True).stdout.split()
    broken = []
    for name in listed:
        path = pathlib.Path(name)
        if not path.exists():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for target in LINK.findall(line):
                if re.match(r"[a-z][a-z0-9+.-]*:", target):
                    continue
                file, _, anchor = target.partition("#")
                goal = path if not file else (path.parent / file)
                if not goal.exists():
                    broken.append(f"{name}:{number}: {target} leads nowhere")
                elif anchor and goal.suffix == ".md" and anchor not in anchors(goal):
                    broken.append(f"{name}:{number}: {target} has no such heading")
    print("\n".join(broken), end="\n" if broken else "")
    sys.exit(1 if broken else 0)


main()
