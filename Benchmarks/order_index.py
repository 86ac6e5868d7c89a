#!/usr/bin/env python3
"""Times the hashed index of orders from 10,000 orders up and draws docs/images/order-index.svg.

    Benchmarks/order_index.py [PARLEY] [MOST] [SVG]

PARLEY is the binary (.build/release/parley), MOST the largest number of orders (10000000: some minutes, 5 GB of disk).
One thread; nanoseconds of processor time a look-up, beside a SQLite table whose primary key is the number and a scan of all numbers.
"""
import json
import math
import subprocess
import sys

SERIES = [
    ("lookup_ns", "hashed index: number to row id", "#1f6f5c"),
    ("miss_ns", "hashed index: a number nobody has", "#7ab8a6"),
    ("with_record_ns", "hashed index, and the order read", "#2b5d9c"),
    ("sqlite_primary_key_ns", "SQLite primary key", "#c0622d"),
    ("linear_scan_ns", "scan of all numbers", "#8a8a8a"),
]
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 78, 24, 250, 52


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else ".build/release/parley"
    most = sys.argv[2] if len(sys.argv) > 2 else "10000000"
    path = sys.argv[3] if len(sys.argv) > 3 else "docs/images/order-index.svg"
    run = subprocess.run([binary, "bench", "orders", "--most", most, "--json"], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"order_index.py: {run.stderr.strip()}")
    sizes = json.loads(run.stdout)["sizes"]
    for row in sizes:
        print("  ".join(f"{name} {value:,.2f}".rstrip("0").rstrip(".") for name, value in row.items()))
    first, last = sizes[0]["lookup_ns"], sizes[-1]["lookup_ns"]
    print(f"growth of a look-up: {last / first:.2f} x")
    with open(path, "w", encoding="utf-8") as file:
        file.write(svg(sizes))


def svg(sizes):
    xs = [math.log10(row["orders"]) for row in sizes]
    values = [row[name] for row in sizes for name, _, _ in SERIES]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def x(orders):
        span = max(xs) - min(xs) or 1
        return LEFT + (math.log10(orders) - min(xs)) / span * (WIDTH - LEFT - RIGHT)

    def y(nanoseconds):
        return HEIGHT - BOTTOM - (math.log10(nanoseconds) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for power in range(low, high + 1):
        label = {0: "1 ns", 1: "10 ns", 2: "100 ns", 3: "1 us", 4: "10 us", 5: "100 us", 6: "1 ms", 7: "10 ms"}.get(power, f"1e{power} ns")
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(10 ** power):.1f}" y2="{y(10 ** power):.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y(10 ** power) + 4:.1f}" text-anchor="end">{label}</text>')
    for row in sizes:
        out.append(f'<text x="{x(row["orders"]):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{row["orders"]:,}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 10}" text-anchor="middle">orders</text>')
    placed = []
    for name, label, colour in SERIES:
        points = " ".join(f'{x(row["orders"]):.1f},{y(row[name]):.1f}' for row in sizes)
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for row in sizes:
            out.append(f'<circle cx="{x(row["orders"]):.1f}" cy="{y(row[name]):.1f}" r="3" fill="{colour}"/>')
        at = y(sizes[-1][name]) + 4
        while any(abs(at - other) < 14 for other in placed):
            at += 2
        placed.append(at)
        out.append(f'<text x="{WIDTH - RIGHT + 10}" y="{at:.1f}" fill="{colour}">{label}</text>')
    return "\n".join(out + ["</svg>", ""])


if __name__ == "__main__":
    main()
