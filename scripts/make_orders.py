#!/usr/bin/env python3
"""Writes Data/orders.csv: 1,000 demo orders in the column layout of a Shopify orders export.

    scripts/make_orders.py [FILE]          default: Data/orders.csv beside this folder
    scripts/make_orders.py --check         exit 1 when Data/orders.csv is not what this would write

Python standard library only. The seed is fixed, so every run writes the same bytes. People,
addresses and orders are made up; mail addresses use the example domains of RFC 2606.

Layout, as Shopify writes it: the first row of an order fills every column; each further item adds a
row that fills only Name, Email, the Lineitem columns and Vendor. Times look like
`2026-11-12 10:33:11 +0100`, in the store's own zone.

Shopify's export has no columns for some of what a shopper asks about. Those facts stand in
`Note Attributes`, one `key: value` a line; a key appears only when it has a value:

    Customer Id: C10007                  absent (like Email) on sales over the counter
    Carrier: DHL
    Tracking Number: JVGL0412345678      a second parcel: `Tracking Number 2`, `Tracking URL 2`
    Tracking URL: https://track.example.com/dhl/JVGL0412345678
    Estimated Delivery: 2026-11-23 20:00:00 +0100
    Delivered At: 2026-11-14 11:02:40 +0100
    Processing Since: 2026-11-20 08:10:00 +0100
    On Hold: yes
    Hold Reason: address check
    Returned At: 2026-11-17 09:12:00 +0100
    Item Class HT-TX-014: final-sale     one a line for each SKU that has a class; the classes are
                                         final-sale, furniture, electronics, hygiene, gift-card

The status of an order is the first of these that holds:

    cancelled          Cancelled at is filled
    refunded           Financial Status is refunded
    returned           Returned At
    on_hold            On Hold: yes
    delivered          Delivered At
    shipped            Fulfillment Status is fulfilled
    partially_shipped  Fulfillment Status is partial
    processing         Processing Since
    pending            Financial Status is pending
    paid               Financial Status is paid

Numbers run in the order of Created at, with one exception: #1042, the order the documentation
tracks, is placed a few days before the newest. `demo_orders: {shift_newest_to: now}` in shop.yaml
moves all times together on import.
"""

import csv
import io
import pathlib
import sys

from demo import export, orders
from demo.dice import Dice


ROOT = pathlib.Path(__file__).resolve().parent.parent
DEFAULT = ROOT / "Data" / "orders.csv"


def export_text():
    text = io.StringIO()
    writer = csv.DictWriter(text, export.COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for order in reversed(orders.make_orders(Dice(20261120))):  # Shopify lists the newest first
        writer.writerows(export.rows(order))
    return text.getvalue().encode("utf-8")


def main():
    wanted = export_text()
    if sys.argv[1:] != ["--check"]:
        target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
        target.write_bytes(wanted)
    elif not DEFAULT.is_file() or DEFAULT.read_bytes() != wanted:
        sys.exit(f"{DEFAULT.relative_to(ROOT)} is not what scripts/make_orders.py writes: run it")


if __name__ == "__main__":
    main()
