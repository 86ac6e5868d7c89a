"""Chance that repeats."""

import random


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
