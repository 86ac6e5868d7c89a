#!/usr/bin/env python3
"""Sends 10,000 hostile strings to a server, as searches and as messages, and tells errors and times.

    Benchmarks/hostile_queries.py PARLEY DATABASE [COUNT]

Strings are pieces that break parsers, query languages, markup and text libraries, whole and joined with each other, with words of the
store's language and with random code points; the same on every run. Every answer must be a 200 that is JSON.
"""
import http.client
import json
import os
import random
import subprocess
import sys
import time
import urllib.parse

from order_upserts import free_port, quantile

PIECES = [
    "", " ", "\t\r\n", "\0", "\ufeff", "null", "undefined", "NaN", "1e309", "-1", "0x7FFFFFFF", "true", "()", "[]{}", "''", '"', "`ls`",
    "$(reboot)", "${7*7}", "{{7*7}}", "{shop.name}", "%s%n%x", "../../etc/passwd", "C:\\con\\con", "'; DROP TABLE faq; --", '" OR 1=1',
    'MATCH "a" NEAR/2 b', "a AND NOT b*", "^(a+)+$", "(?R)", "\\Q\\E\\K", "<script>alert(1)</script>", "<!--", "]]>", "&amp;&#0;",
    "%00%0d%0a", "Ω≈ç√∫˜µ≤≥÷", "田中さんにあげて下さい", "(｡◕ ∀ ◕｡)", "👩🏽‍🚀👨‍👩‍👧‍👦🇩🇪", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕", "مرحبا بالعالم", "שלום",
    "\u202eredro\u202c", "ﬀ ﬃ ǆ ß ẞ İ ı ſ", "ｆｕｌｌ ｗｉｄｔｈ", "\u200b\u200d\u2060", "\U0001f3fb", "\ue000\uffff", "#" * 50, "1" * 60,
    "a" * 700, "é" * 350, "w1 " * 230, "a b " * 180, "😀" * 180, "-" * 700, "http://" * 90, "a@" * 300, "1-" * 300, "how " * 170,
]
WORDS = "how do i return my red lamp order refund where is the a of to delivery cancel warranty Acme1 gift card".split()


def hostile(count):
    dice = random.Random(23)
    for number in range(count):
        if number < len(PIECES):
            yield PIECES[number]
            continue
        parts = []
        for _ in range(dice.randrange(1, 9)):
            kind = dice.randrange(4)
            if kind == 0:
                parts.append(dice.choice(PIECES))
            elif kind == 1:
                parts.append(" ".join(dice.choice(WORDS) for _ in range(dice.randrange(1, 12))))
            elif kind == 2:
                parts.append("".join(chr(point) for point in (dice.randrange(0x11_0000) for _ in range(dice.randrange(1, 40)))
                                     if not 0xD800 <= point < 0xE000))
            else:
                parts.append(bytes(dice.randrange(256) for _ in range(dice.randrange(1, 60))).decode("utf-8", "replace"))
        yield dice.choice(["", " "]).join(parts)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    parley, database = os.path.abspath(sys.argv[1]), sys.argv[2]
    strings = list(hostile(int(sys.argv[3]) if len(sys.argv) > 3 else 10_000))
    port = free_port()
    server = subprocess.Popen([parley, "serve", "--db", database, "--listen", f"127.0.0.1:{port}", "--threads", "1", "--quiet"],
                              stderr=subprocess.DEVNULL)
    try:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(600):
            try:
                client.request("GET", "/healthz")
                client.getresponse().read()
                break
            except OSError:
                client.close()
                time.sleep(0.05)
        for name in ("search", "chat"):
            times, errors, first = [], 0, None
            for text in strings:
                if name == "search":
                    # As long as a query may be, 800 bytes; NUL is refused before it comes to be a query.
                    query = text.replace("\0", " ").encode()[:800].decode("utf-8", "ignore")
                    call = ("GET", "/v1/faq?size=10&q=" + urllib.parse.quote(query), None)
                else:
                    call = ("POST", "/v1/chat", json.dumps({"message": text[:2000]}))
                began = time.perf_counter()
                client.request(*call, {"Content-Type": "application/json"})
                answer = client.getresponse()
                body = answer.read()
                times.append((time.perf_counter() - began) * 1000)
                if answer.status != 200 or not body.startswith(b"{") or json.loads(body) is None:
                    errors += 1
                    first = first or f"{answer.status} for {text[:60]!r}: {body[:200]!r}"
            print(f"{name}: {len(times)} strings, {errors} errors, p50 {quantile(times, 0.5):.2f} ms, "
                  f"p99 {quantile(times, 0.99):.2f} ms, most {max(times):.2f} ms", flush=True)
            if first:
                print(f"  the first: {first}")
        if server.poll() is not None:
            sys.exit(f"the server ended: {server.returncode}")
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
