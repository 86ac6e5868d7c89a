#!/usr/bin/env python3
"""Misspells the messages of an evaluation file as fingers do, from a seed: misspell.py IN.csv OUT.csv [RATE] [SEED] [ROWS]

RATE words of each message (default 0.2, at least one) of those with four letters and more get one slip: two letters change
places (25 %), one is lost (25 %), taken from a neighbouring key (20 %), typed twice (15 %), or joined by a neighbouring key's
(15 %). One message of twelve also loses a space. The column `filled` is taken where the file has one.
"""
import csv
import random
import sys

ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
PLACES = {key: (row, across + 0.5 * row) for row, keys in enumerate(ROWS) for across, key in enumerate(keys)}
NEIGHBOURS = {
    key: [other for other in PLACES if other != key and abs(PLACES[key][0] - PLACES[other][0]) <= 1
          and abs(PLACES[key][1] - PLACES[other][1]) <= 1.01]
    for key in PLACES
}


def slip(word, dice):
    kind, place = dice.random(), dice.randrange(len(word))
    near = NEIGHBOURS.get(word[place].lower())
    if kind < 0.25:
        place = dice.randrange(len(word) - 1)
        return word[:place] + word[place + 1] + word[place] + word[place + 2:]
    if kind < 0.5:
        return word[:place] + word[place + 1:]
    if kind < 0.7 and near:
        return word[:place] + dice.choice(near) + word[place + 1:]
    if kind < 0.85 or not near:
        return word[:place] + word[place] + word[place:]
    return word[:place + 1] + dice.choice(near) + word[place + 1:]


def misspell(text, dice, rate):
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    chosen = set(dice.sample(long, min(len(long), max(1, round(rate * len(words)))))) if long else set()
    text = " ".join(slip(word, dice) if place in chosen else word for place, word in enumerate(words))
    spaces = [place for place, sign in enumerate(text) if sign == " "]
    if spaces and dice.random() < 0.08:
        place = dice.choice(spaces)
        text = text[:place] + text[place + 1:]
    return text


def main(source, target, rate="0.2", seed="1", rows="1000000000"):
    dice = random.Random(int(seed))
    with open(source, encoding="utf-8-sig", newline="") as file:
        messages = list(csv.DictReader(file))
    dice.shuffle(messages)
    with open(target, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["utterance", "intent"])
        for row in messages[:int(rows)]:
            out.writerow([misspell(row.get("filled") or row["utterance"], dice, float(rate)), row["intent"]])


if __name__ == "__main__":
    if not 3 <= len(sys.argv) <= 6:
        sys.exit(__doc__.split("\n")[0])
    main(*sys.argv[1:])
