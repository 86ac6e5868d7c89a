#!/usr/bin/env python3
"""Write a store of many rules and examples, to measure how building, loading and matching grow.

usage: make_rules.py RULES EXAMPLES > store.yaml

Rules are over lists as a store writes them: verb and thing, near each other, some with `unless`. Messages are
drawn from the first hundred rules, so that as many of them match whatever RULES is, and a part matches nothing.
The same numbers give the same bytes.
"""
import random
import sys

ONSETS = "b c d f g h j k l m n p r s t v w br cl dr fr gr pl st tr sh ch".split()
VOWELS = "a e i o u ai ea ou".split()
CODAS = " n r l s t m nd rt ck sh".split(" ")
FILLERS = "i want to please can you my the this it for a now would like help me with some".split()


def words(dice, count):
    """Distinct made-up words, the frequent ones short."""
    found = {}
    while len(found) < count:
        syllables = 1 + (len(found) > 300) + (len(found) > 4000)
        word = "".join(
            dice.choice(ONSETS) + dice.choice(VOWELS) + dice.choice(CODAS) for _ in range(syllables)
        )
        if word not in FILLERS and len(word) > 2:
            found[word] = None
    return list(found)


def main():
    rules, examples = int(sys.argv[1]), int(sys.argv[2])
    dice = random.Random(42)
    pool = words(dice, 1200)
    verbs = [pool[i * 3 : i * 3 + 3] for i in range(100)]
    things = [pool[300 + i * 3 : 303 + i * 3] for i in range(300)]
    kinds = dice.sample([(v, t, s) for v in range(100) for t in range(300) for s in range(2)], rules)
    intents = max(1, min(150, rules // 5))
    lines = ["lists:"]
    for index, group in enumerate(verbs):
        lines.append(f"  verb{index}: ['{group[0]}(?:s|ing)?', {', '.join(group[1:])}]")
    for index, group in enumerate(things):
        lines.append(f"  thing{index}: ['{group[0]}s?', {', '.join(group[1:])}]")
    lines.append("intents:")
    of_intent = [kinds[i::intents] for i in range(intents)]
    first = {rule: None for rule in kinds[:100]}
    share = [examples // intents + (i < examples % intents) for i in range(intents)]
    for index, own in enumerate(of_intent):
        lines += [f"  intent_{index}:", "    replies: [Done.]", "    rules:"]
        for number, (verb, thing, shape) in enumerate(own):
            pattern = [
                f"{{verb{verb}}} (?:\\S+ ){{0,4}}{{thing{thing}}}",
                f"{{verb{verb}}} (?:my|the|this) {{thing{thing}}}(?: now)?",
            ][shape]
            if number % 5 == 4:
                lines += [f"      - match: '{pattern}'", f"        unless: '(?:not|never) {{verb{verb}}}'"]
            else:
                lines.append(f"      - '{pattern}'")
        lines.append("    examples:")
        seen = {}
        ours = [rule for rule in own if rule in first] or own[:1]
        while len(seen) < share[index]:
            before, after = (dice.choices(FILLERS, k=dice.randint(0, 4)) for _ in "ab")
            verb, thing, shape = dice.choice(ours)
            if dice.random() < 0.3:
                middle = [dice.choice(dice.choice(things)), dice.choice(dice.choice(verbs))]
            else:
                middle = [dice.choice(verbs[verb]), ["my", "the", "this"][dice.randrange(3)]]
                middle.append(dice.choice(things[thing]))
            seen[" ".join(before + middle + after + [str(len(seen))] * (len(seen) > 40))] = None
        lines += [f"      - {text}" for text in seen]
    print("\n".join(lines))


main()
