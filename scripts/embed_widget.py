#!/usr/bin/env python3
"""Writes Sources/Service/StorefrontFiles.swift from the files of Widget/.

    scripts/embed_widget.py            write it
    scripts/embed_widget.py --check    exit 1 when it is not what Widget/ would give

The server carries the demo page inside the binary, so that it needs no working directory; package
resources would have to lie beside it.
"""

import hashlib
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "Sources" / "Service" / "StorefrontFiles.swift"

# (file in Widget/, name in Swift, path it is served at, media type)
FILES = [
    ("storefront.html", "page", "/", "text/html; charset=utf-8"),
    ("storefront.css", "style", "/storefront.css", "text/css; charset=utf-8"),
    ("storefront.js", "script", "/storefront.js", "text/javascript; charset=utf-8"),
]

HEADER = """\
// Generated from Widget/ by scripts/embed_widget.py; edit there and run the script again.
// swift-format-ignore-file

/// The demo storefront that `GET /` serves, as it stands in `Widget/`.
package struct StorefrontFile: Sendable {
  /// The path it is served at, without a query.
  package let path: String
  package let contentType: String
  /// A strong validator, quotes included.
  package let etag: String
  package let body: StaticString

"""


def declaration(file, name, path, media_type):
    data = (ROOT / "Widget" / file).read_bytes()
    text = data.decode("utf-8")
    if '"""##' in text or "\\##" in text or "\r" in text:
        sys.exit(f"Widget/{file}: holds a sequence that a Swift raw string cannot carry")
    etag = hashlib.sha256(data).hexdigest()[:32]
    return (f'  package static let {name} = StorefrontFile(\n    path: "{path}", contentType: "{media_type}",\n'
            f'    etag: "\\"{etag}\\"",\n    body: ##"""\n{text}\n"""##)\n')


def generated():
    names = ", ".join(name for _, name, _, _ in FILES)
    body = "\n".join(declaration(*entry) for entry in FILES)
    return f"{HEADER}  package static let all = [{names}]\n\n{body}}}\n".encode("utf-8")


def main():
    wanted = generated()
    if "--check" not in sys.argv[1:]:
        TARGET.write_bytes(wanted)
    elif not TARGET.is_file() or TARGET.read_bytes() != wanted:
        sys.exit(f"{TARGET.relative_to(ROOT)} is out of date: run scripts/embed_widget.py")


if __name__ == "__main__":
    main()
