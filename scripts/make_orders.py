#!/usr/bin/env python3
"""Writes Data/orders.csv: 1,000 demo orders in the column layout of a Shopify orders export.

    scripts/make_orders.py [FILE]          default: Data/orders.csv beside this folder

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
import random
import sys
from datetime import datetime, timedelta

from demo_catalog import CITIES, CLASSES, COUNTRIES, FIRST_NAMES, LAST_NAMES, PRODUCTS

ORDERS = 1000
CUSTOMERS = 420
NEWEST = datetime(2026, 11, 20, 20, 15, 0)  # local time; nothing but estimates lies after it
SHOWN_ORDER = 1042
ANNA_TOO = (391, 702, 985)  # further orders of the customer of SHOWN_ORDER
OVERDUE = (790, 812, 835)  # sent long ago, and not there yet

COLUMNS = """Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,\
Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,\
Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,\
Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,\
Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,\
Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,\
Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,\
Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,\
Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,\
Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,\
Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,\
Payment ID,Payment Terms Name,Next Payment Due At,Payment References""".split(",")


class Dice:
    """Draws built on random() alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed):
        self.source = random.Random(seed)

    def unit(self):
        return self.source.random()

    def chance(self, probability):
        return self.unit() < probability

    def whole(self, low, high):
        """A whole number, both ends included."""
        return low + int(self.unit() * (high - low + 1))

    def pick(self, items):
        return items[int(self.unit() * len(items))]

    def weighted(self, pairs):
        """One of (value, weight) pairs."""
        mark = self.unit() * sum(weight for _, weight in pairs)
        for value, weight in pairs:
            mark -= weight
            if mark < 0:
                return value
        return pairs[-1][0]

    def digits(self, count):
        return "".join(str(self.whole(0, 9)) for _ in range(count))


def last_sunday(year, month):
    day = datetime(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def stamp(local):
    """Shopify's way to write a time, in the zone Europe/Amsterdam."""
    summer = last_sunday(local.year, 3) + timedelta(hours=2)
    winter = last_sunday(local.year, 10) + timedelta(hours=3)
    offset = "+0200" if summer <= local < winter else "+0100"
    return local.strftime("%Y-%m-%d %H:%M:%S ") + offset


def money(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def plain(text):
    """A name as people write it in a mail address."""
    table = str.maketrans(
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ë": "e", "ï": "i", "á": "a",
         "à": "a", "â": "a", "ó": "o", "í": "i", "ú": "u", "ñ": "n", "ç": "c", "å": "a", "ø": "o",
         "æ": "ae", "ł": "l", "ś": "s", "ż": "z", "ń": "n", "ą": "a", "ę": "e", "ò": "o", "ş": "s", "ı": "i",
         "'": "", " ": ""})
    return text.lower().translate(table)


# People


def make_customer(dice, index, taken):
    country = dice.weighted([(code, facts["share"]) for code, facts in COUNTRIES.items()])
    first, last = dice.pick(FIRST_NAMES[country]), dice.pick(LAST_NAMES[country])
    mail = f"{plain(first)}.{plain(last)}"
    while mail in taken:
        mail = f"{plain(first)}.{plain(last)}{dice.whole(2, 98)}"
    taken.add(mail)
    address = make_address(dice, country)
    pattern = COUNTRIES[country]["phone"]
    phone = ""
    if pattern and dice.chance(0.7):
        phone = "".join(dice.digits(1) if sign == "x" else sign for sign in pattern)
    return {
        "id": f"C{10000 + index}",
        "name": f"{first} {last}",
        "email": mail + "@" + dice.weighted([("example.com", 6), ("example.org", 3), ("example.net", 1)]),
        "phone": phone,
        "company": dice.pick(["Studio Noord", "Café Lumière", "Atelier Vondel", "Pension Bergblick"])
        if dice.chance(0.03) else "",
        "marketing": "yes" if dice.chance(0.45) else "no",
        "country": country,
        "weight": dice.weighted([(1, 55), (2, 25), (4, 14), (9, 6)]),
        **address,
    }


def make_address(dice, country):
    city, zip_pattern, streets = dice.pick(CITIES[country])
    zip_code = "".join(
        dice.digits(1) if sign == "?" else dice.pick("ABCDEGHJKLNPRSTVWXZ") if sign == "A" else sign
        for sign in zip_pattern)
    number = str(dice.whole(1, 180))
    if dice.chance(0.12):
        number += dice.pick(["A", "B", "C"])
    street = dice.pick(streets)
    line = f"{number} {street}" if country in ("FR", "GB", "IE", "LU") else f"{street} {number}"
    extra = dice.pick(["2nd floor", "Apartment 4", "Back entrance", "Unit 12"]) if dice.chance(0.08) else ""
    return {"address1": line, "address2": extra, "city": city, "zip": zip_code}


def anna():
    """The customer the documentation speaks of."""
    return {"id": "C10000", "name": "Anna Visser", "email": "anna@example.com", "phone": "+31 6 0000 1042",
            "company": "", "marketing": "yes", "country": "NL", "weight": 3, "address1": "Prinsengracht 212",
            "address2": "", "city": "Amsterdam", "zip": "1016 HD"}


def make_customers(dice):
    taken = {"anna"}
    return [anna()] + [make_customer(dice, index, taken) for index in range(1, CUSTOMERS)]


# Orders


def make_times(dice):
    """When each order was placed, oldest first; busier towards the end, in December and at weekends."""
    times = {NEWEST}
    while len(times) < ORDERS - 1:
        days = 13 * dice.unit() if dice.chance(0.11) else 364 * dice.unit()
        hour = dice.weighted([(h, w) for h, w in zip(range(24), [2, 1, 1, 1, 1, 1, 3, 6, 9, 11, 12, 12, 13, 12,
                                                                 11, 11, 12, 13, 15, 19, 22, 20, 13, 6])])
        day = NEWEST.replace(hour=0, minute=0) - timedelta(days=int(days))
        time = day + timedelta(hours=hour, minutes=dice.whole(0, 59), seconds=dice.whole(0, 59))
        keep = 1.0 if time.month in (11, 12) else 0.75
        if time < NEWEST and dice.chance(keep):
            times.add(time)
    return sorted(times)


def make_items(dice):
    count = dice.weighted([(1, 52), (2, 27), (3, 13), (4, 6), (5, 2)])
    chosen = []
    for _ in range(count):
        product = dice.weighted([(item, item[4]) for item in PRODUCTS])
        if all(item["sku"] != product[0] for item in chosen):
            chosen.append(make_item(dice, product))
    return chosen


def make_item(dice, product):
    sku, name, options, cents, _, kind = product
    quantity = 1
    if cents < 4000 and kind != "gift-card":
        quantity = dice.weighted([(1, 70), (2, 20), (3, 4), (4, 6)])
    option = dice.pick(options) if options else ""
    was = int(cents * 1.25) // 100 * 100 + 95 if dice.chance(0.12) and kind != "gift-card" else 0
    return {"sku": sku, "name": f"{name} - {option}" if option else name, "price": cents, "was": was,
            "quantity": quantity, "class": kind, "state": "pending"}


def named_item(dice, sku, option):
    item = make_item(dice, next(product for product in PRODUCTS if product[0] == sku))
    name = next(product[1] for product in PRODUCTS if product[0] == sku)
    item.update(name=f"{name} - {option}", quantity=1, was=0)
    return item


def working_time(time, days):
    """`time` moved on by working days."""
    while days > 0:
        time += timedelta(days=1)
        if time.weekday() < 5:
            days -= 1
    return time


def choose_fate(dice, age):
    """What became of an order placed `age` days before the newest."""
    if age < 0.8:
        return dice.weighted([("pending", 22), ("paid", 46), ("processing", 24), ("cancelled", 5), ("on_hold", 3)])
    if age < 2.0:
        return dice.weighted([("pending", 10), ("processing", 38), ("shipped", 40), ("on_hold", 7), ("cancelled", 5)])
    if age < 5.0:
        return dice.weighted([("pending", 4), ("processing", 10), ("shipped", 50), ("partially_shipped", 12),
                              ("on_hold", 5), ("delivered", 15), ("cancelled", 4)])
    if age < 12.0:
        return dice.weighted([("shipped", 15), ("partially_shipped", 9), ("on_hold", 2), ("delivered", 64),
                              ("cancelled", 5), ("returned", 5)])
    if age < 35.0:
        return dice.weighted([("delivered", 74), ("returned", 13), ("refunded", 6), ("cancelled", 5), ("shipped", 2)])
    return dice.weighted([("delivered", 886), ("refunded", 66), ("cancelled", 48)])


def schedule(dice, order):
    """Fills the times of an order so that its events keep their order and none lies after NEWEST."""
    facts, fate, created = COUNTRIES[order["country"]], order["fate"], order["created"]
    left = NEWEST - created
    order["paid"] = min(created + timedelta(seconds=dice.whole(20, 140)), NEWEST)
    if order["method"] == "Bank transfer":
        order["paid"] = created + min(timedelta(hours=dice.whole(20, 60)), left * 0.3)
    order["processing"] = order["paid"] + min(timedelta(hours=dice.whole(1, 9)), left * 0.2)
    packed = (order["paid"] + timedelta(days=1)).replace(
        hour=dice.whole(10, 21), minute=dice.whole(0, 59), second=dice.whole(0, 59))
    order["shipped"] = min(packed, order["paid"] + (NEWEST - order["paid"]) * 0.45)
    order["eta"] = working_time(order["shipped"], dice.whole(*facts["days"])).replace(hour=20, minute=0, second=0)
    arrival = (order["eta"] - timedelta(days=dice.whole(0, 1))).replace(
        hour=dice.whole(9, 18), minute=dice.whole(0, 59), second=dice.whole(0, 59))
    order["delivered"] = max(min(arrival, created + left * 0.75), order["shipped"] + timedelta(hours=6))
    order["returned"] = order["delivered"] + min(timedelta(days=dice.whole(4, 24), minutes=dice.whole(0, 600)),
                                                 (NEWEST - order["delivered"]) * 0.8)
    order["cancelled"] = created + min(timedelta(minutes=dice.whole(4, 900)), left * 0.5)
    if order["delivered"] > NEWEST and fate == "delivered":
        order["fate"] = "shipped"


def choose_payment(dice, country, total):
    methods = {"NL": [("iDEAL", 62), ("Klarna", 14), ("Credit card", 12), ("PayPal", 12)],
               "BE": [("Bancontact", 60), ("Credit card", 15), ("PayPal", 15), ("Klarna", 10)],
               "DE": [("PayPal", 48), ("Klarna", 34), ("Credit card", 18)]}
    other = [("Credit card", 55), ("PayPal", 35), ("Klarna", 10)]
    return "Bank transfer" if total > 30000 and dice.chance(0.25) else dice.weighted(methods.get(country, other))


def choose_delivery(dice, order):
    """Method, its price in cents and the carrier."""
    facts = COUNTRIES[order["country"]]
    if all(item["class"] == "gift-card" for item in order["items"]):
        return "E-mail", 0, ""
    if any(item["class"] == "furniture" for item in order["items"]) and facts["two_person"]:
        return "Two-person delivery to your room", 0 if order["subtotal"] >= 75000 else 3900, "Hearth & Thread van"
    if facts["express"] and dice.chance(0.1):
        return "Express", 995, "DHL"
    if order["country"] in ("NL", "BE", "DE", "FR") and dice.chance(0.18):
        return "Pick-up point", 0 if order["subtotal"] >= facts["free"] else 295, dice.pick(facts["carriers"])
    free = facts["free"] and order["subtotal"] >= facts["free"]
    return "Standard delivery", 0 if free else facts["cost"], dice.pick(facts["carriers"])


def tracking_number(dice, carrier):
    if carrier == "DHL":
        return "JVGL0" + dice.digits(13)
    if carrier == "PostNL":
        return "3SHTH" + dice.digits(9)
    if carrier == "bpost":
        return "3232" + dice.digits(20)
    if carrier == "GLS":
        return dice.digits(11)
    if carrier == "DPD":
        return "0" + dice.digits(13)
    return "HTV" + dice.digits(7)


def price(dice, order):
    """Subtotal after discount, VAT and total, in cents; prices include VAT."""
    goods = sum(item["price"] * item["quantity"] for item in order["items"])
    code, percent = dice.weighted([(("", 0), 82), (("WELCOME10", 10), 9), (("CIRCLE5", 5), 6), (("WINTER15", 15), 3)])
    order["code"], order["discount"] = code, goods * percent // 100
    order["subtotal"] = goods - order["discount"]


def make_order(dice, number, created, customer, items=None, fate=None):
    country = customer["country"]
    order = {"number": number, "created": created, "customer": customer, "country": country,
             "items": items or make_items(dice)}
    age = (NEWEST - created) / timedelta(days=1)
    order["fate"] = fate or choose_fate(dice, age)
    price(dice, order)
    order["shipping_method"], order["shipping"], order["carrier"] = choose_delivery(dice, order)
    order["total"] = order["subtotal"] + order["shipping"]
    rate = COUNTRIES[country]["vat"]
    order["tax"] = round(order["total"] * rate / (100 + rate))
    order["method"] = choose_payment(dice, country, order["total"])
    if order["fate"] == "pending":
        order["method"] = "Bank transfer"
    if order["fate"] == "partially_shipped" and len(order["items"]) < 2:
        order["fate"] = "shipped"
    if order["shipping_method"] == "E-mail" and order["fate"] in ("processing", "shipped", "on_hold", "returned"):
        order["fate"] = "delivered"
    schedule(dice, order)
    if order["carrier"]:
        order["tracking"] = [tracking_number(dice, order["carrier"])]
        if len(order["items"]) > 3 and order["fate"] in ("shipped", "delivered"):
            order["tracking"].append(tracking_number(dice, order["carrier"]))
    order["reference"] = "r" + "".join(dice.pick("abcdefghijkmnopqrstuvwxyz23456789") for _ in range(22))
    order["payment_id"] = "pay_" + dice.digits(12)
    order["partial_refund"] = order["fate"] == "delivered" and dice.chance(0.03)
    order["hold_reason"] = dice.pick(["address check", "payment review", "waiting for stock"])
    order["note"] = dice.pick(NOTES) if dice.chance(0.06) else ""
    order["source"] = dice.weighted([("web", 88), ("iphone", 7), ("android", 5)])
    return order


NOTES = ["Please leave it with the neighbours at number 8.", "It is a present, no invoice in the box please.",
         "Bell does not work, call on arrival.", "Delivery after 17:00 if at all possible.",
         "Bitte im Hausflur abstellen.", "Laisser chez la gardienne, s'il vous plaît."]


def over_the_counter(order):
    """Turns an order into a sale in a shop: no mail address, no customer, handed over at once."""
    order.update(source="pos", fate="delivered", carrier="", tracking=[], shipping=0, method="Card terminal",
                 shipping_method="", partial_refund=False, note="", paid=order["created"],
                 shipped=order["created"], delivered=order["created"], eta=None)
    order["total"] = order["subtotal"]
    order["tax"] = round(order["total"] * 21 / 121)
    order["customer"] = {**dict.fromkeys(order["customer"], ""), "name": "", "marketing": "no", "country": "NL"}


def make_orders(dice):
    customers = make_customers(dice)
    draw = [(customer, customer["weight"]) for customer in customers[1:]]
    orders, number = [], 1001
    for index, created in enumerate(make_times(dice)):
        if number == SHOWN_ORDER:
            orders.append(shown_order(dice, customers[0]))
            number += 1
        # Everyone orders at least once; the rest goes to those who come back.
        first_time = index * CUSTOMERS // (ORDERS - 1)
        fresh = first_time != (index - 1) * CUSTOMERS // (ORDERS - 1)
        customer = customers[first_time] if fresh else dice.weighted(draw)
        if index in ANNA_TOO:
            customer = customers[0]
        order = make_order(dice, number, created, customer, fate="shipped" if index in OVERDUE else None)
        if index % 140 == 75:
            over_the_counter(order)
        orders.append(order)
        number += 1
    return orders


def shown_order(dice, customer):
    items = [named_item(dice, "HT-TX-003", "Oatmeal / 140 x 200 cm"), named_item(dice, "HT-EL-002", "Sand")]
    order = make_order(dice, SHOWN_ORDER, datetime(2026, 11, 17, 19, 42, 8), customer, items, "shipped")
    total = sum(item["price"] for item in items)
    order.update(code="", discount=0, subtotal=total, shipping=0, total=total, tax=round(total * 21 / 121))
    order.update(carrier="DHL", tracking=["JVGL06251042104242"], shipping_method="Standard delivery", source="web",
                 method="iDEAL", paid=datetime(2026, 11, 17, 19, 43, 1), shipped=datetime(2026, 11, 19, 16, 5, 22),
                 eta=datetime(2026, 11, 23, 20, 0, 0), note="")
    return order


# Rows


def attributes(order):
    fate, pairs = order["fate"], []
    if order["customer"]["id"]:
        pairs.append(("Customer Id", order["customer"]["id"]))
    sent = fate in ("shipped", "partially_shipped", "delivered", "returned", "refunded")
    if sent and order["carrier"]:
        pairs.append(("Carrier", order["carrier"]))
        path = order["carrier"].split()[0].lower()
        for index, code in enumerate(order["tracking"]):
            suffix = f" {index + 1}" if index else ""
            pairs.append(("Tracking Number" + suffix, code))
            pairs.append(("Tracking URL" + suffix, f"https://track.example.com/{path}/{code}"))
    if order["carrier"] and order["eta"] and fate in ("shipped", "partially_shipped", "processing", "paid"):
        pairs.append(("Estimated Delivery", stamp(order["eta"])))
    if fate == "processing":
        pairs.append(("Processing Since", stamp(order["processing"])))
    if fate == "on_hold":
        pairs += [("On Hold", "yes"), ("Hold Reason", order["hold_reason"])]
    if fate in ("delivered", "returned", "refunded"):
        pairs.append(("Delivered At", stamp(order["delivered"])))
    if fate in ("returned", "refunded"):
        pairs.append(("Returned At", stamp(order["returned"])))
    pairs += [(f"Item Class {item['sku']}", item["class"]) for item in order["items"] if item["class"] in CLASSES]
    return "\n".join(f"{key}: {value}" for key, value in pairs)


def tags(order):
    found = {item["class"] for item in order["items"] if item["class"] in CLASSES}
    if order["customer"]["company"]:
        found.add("business")
    if "present" in order["note"]:
        found.add("gift")
    return ", ".join(sorted(found))


def money_columns(order):
    fate = order["fate"]
    financial = "paid"
    if fate == "pending":
        financial = "pending"
    elif fate == "refunded":
        financial = "refunded"
    elif fate == "cancelled":
        financial = "voided" if order["method"] == "Bank transfer" else "refunded"
    elif order["partial_refund"]:
        financial = "partially_refunded"
    refunded = order["total"] if financial == "refunded" else order["items"][0]["price"] // 2 \
        if order["partial_refund"] else 0
    country = order["customer"]["country"] or "NL"
    unpaid = financial in ("pending", "voided")
    return {
        "Financial Status": financial, "Paid at": "" if unpaid else stamp(order["paid"]), "Currency": "EUR",
        "Subtotal": money(order["subtotal"]), "Shipping": money(order["shipping"]), "Taxes": money(order["tax"]),
        "Total": money(order["total"]), "Discount Code": order["code"], "Discount Amount": money(order["discount"]),
        "Payment Method": order["method"], "Payment Reference": "" if unpaid else order["reference"],
        "Refunded Amount": money(refunded), "Payment ID": "" if unpaid else order["payment_id"],
        "Payment References": "" if unpaid else order["reference"],
        "Outstanding Balance": money(order["total"] if financial == "pending" else 0),
        "Tax 1 Name": f"{country} VAT {COUNTRIES[country]['vat']}%", "Tax 1 Value": money(order["tax"]),
    }


def address_columns(prefix, customer):
    street = ", ".join(part for part in (customer["address1"], customer["address2"]) if part)
    return {
        f"{prefix} Name": customer["name"], f"{prefix} Street": street,
        f"{prefix} Address1": customer["address1"], f"{prefix} Address2": customer["address2"],
        f"{prefix} Company": customer["company"], f"{prefix} City": customer["city"],
        f"{prefix} Zip": customer["zip"], f"{prefix} Country": customer["country"],
        f"{prefix} Phone": customer["phone"],
    }


def mark_items(order):
    """Says of each item whether it has left, and returns the order's own fulfillment status."""
    fate = order["fate"]
    if fate == "partially_shipped":
        for item in order["items"][:-1]:
            item["state"] = "fulfilled"
        return "partial"
    if fate in ("shipped", "delivered", "returned", "refunded"):
        for item in order["items"]:
            item["state"] = "fulfilled"
        return "fulfilled"
    return "unfulfilled"


def item_columns(item):
    return {
        "Lineitem quantity": item["quantity"], "Lineitem name": item["name"], "Lineitem price": money(item["price"]),
        "Lineitem compare at price": money(item["was"]) if item["was"] else "", "Lineitem sku": item["sku"],
        "Lineitem requires shipping": "false" if item["class"] == "gift-card" else "true",
        "Lineitem taxable": "false" if item["class"] == "gift-card" else "true",
        "Lineitem fulfillment status": item["state"], "Lineitem discount": "0.00", "Vendor": "Hearth & Thread",
    }


def rows(order):
    customer, at_counter = order["customer"], order["source"] == "pos"
    fulfillment = mark_items(order)
    first = {
        "Name": f"#{order['number']}", "Email": customer["email"], "Fulfillment Status": fulfillment,
        "Fulfilled at": stamp(order["shipped"]) if fulfillment == "fulfilled" else "",
        "Accepts Marketing": customer["marketing"], "Shipping Method": order["shipping_method"],
        "Created at": stamp(order["created"]), "Notes": order["note"], "Note Attributes": attributes(order),
        "Cancelled at": stamp(order["cancelled"]) if order["fate"] == "cancelled" else "",
        "Location": "Amsterdam store" if at_counter else "", "Employee": "Till 2" if at_counter else "",
        "Id": str(5_810_000_000_000 + order["number"] * 32_771), "Tags": tags(order), "Risk Level": "Low",
        "Source": order["source"], "Phone": customer["phone"],
        "Receipt Number": f"1-{order['number']}" if at_counter else "",
        **money_columns(order), **item_columns(order["items"][0]),
        **address_columns("Billing", customer), **address_columns("Shipping", customer),
    }
    more = [{"Name": first["Name"], "Email": first["Email"], **item_columns(item)} for item in order["items"][1:]]
    return [first] + more


def main():
    default = pathlib.Path(__file__).resolve().parent.parent / "Data" / "orders.csv"
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for order in reversed(make_orders(Dice(20261120))):  # Shopify lists the newest first
        writer.writerows(rows(order))
    target.write_bytes(text.getvalue().encode("utf-8"))


if __name__ == "__main__":
    main()
