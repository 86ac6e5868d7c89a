"""Orders as rows of a Shopify export."""

from datetime import datetime, timedelta

from .catalog import CLASSES, COUNTRIES

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
