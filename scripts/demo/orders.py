"""What was ordered, when, and what became of it. Amounts are cents, times local."""

from datetime import datetime, timedelta

from .catalog import COUNTRIES, PRODUCTS
from .people import CUSTOMERS, make_customers

ORDERS = 1000
NEWEST = datetime(2026, 11, 20, 20, 15, 0)  # nothing but estimates lies after it
SHOWN_ORDER = 1042  # the order the documentation tracks
ANNA_TOO = (391, 702, 985)  # further orders of its customer
OVERDUE = (790, 812, 835)  # sent long ago, and not there yet
NOTES = ["Please leave it with the neighbours at number 8.", "It is a present, no invoice in the box please.",
         "Bell does not work, call on arrival.", "Delivery after 17:00 if at all possible.",
         "Bitte im Hausflur abstellen.", "Laisser chez la gardienne, s'il vous plaît."]


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
    if arrival.weekday() == 6:  # no parcels on Sundays
        arrival -= timedelta(days=1)
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
