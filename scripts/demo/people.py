"""The customers of the demo store."""

from .catalog import CITIES, COUNTRIES, FIRST_NAMES, LAST_NAMES

CUSTOMERS = 420


def plain(text):
    """A name as people write it in a mail address."""
    table = str.maketrans(
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ë": "e", "ï": "i", "á": "a",
         "à": "a", "â": "a", "ó": "o", "í": "i", "ú": "u", "ñ": "n", "ç": "c", "å": "a", "ø": "o",
         "æ": "ae", "ł": "l", "ś": "s", "ż": "z", "ń": "n", "ą": "a", "ę": "e", "ò": "o", "ş": "s", "ı": "i",
         "'": "", " ": ""})
    return text.lower().translate(table)


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
