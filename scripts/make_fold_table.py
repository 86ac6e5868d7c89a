#!/usr/bin/env python3
"""Writes Sources/Text/FoldTable+Letters.swift: how letters with diacritics fold.

Usage: scripts/make_fold_table.py > Sources/Text/FoldTable+Letters.swift

One character a code point: its compatibility decomposition, lower case, without
combining marks. "·" stands for a code point that the table leaves to its Unicode
properties. What folds to more than one letter is listed apart.
"""
import unicodedata

BLOCKS = [
    (0x00C0, 0x024F, "Latin-1, Latin Extended-A and -B"),
    (0x0370, 0x03FF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0622, 0x0626, "Arabic letters with hamza or madda"),
    (0x1E00, 0x1EFF, "Latin Extended Additional (Vietnamese)"),
    (0x1F00, 0x1FFF, "Greek Extended"),
    (0xFB00, 0xFB06, "Ligatures"),
]

# Letters that Unicode does not decompose, as people type them without their keys.
STROKES = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th",
    "ł": "l", "ħ": "h", "ı": "i", "ĸ": "k", "ŋ": "n", "ŧ": "t", "ƒ": "f", "ſ": "s", "ς": "σ",
}

WIDTH = 64


def fold(character):
    """The folded text of one character, or None to leave it to its properties."""
    if unicodedata.category(character)[0] != "L":
        return None
    plain = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
    lower = "".join(plain).lower()
    # Lower-casing can bring a mark back (İ) and a stroke can hide below an accent (ǿ).
    bare = [c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c)]
    letters = [c for c in bare if unicodedata.category(c) in ("Ll", "Lo")]
    return "".join(STROKES.get(c, c) for c in letters) or None


def main():
    print("// Written by scripts/make_fold_table.py; change it there.")
    print()
    print("extension FoldTable {")
    print("  /// Runs of code points and what each folds to, one character a code point; \"·\" is none.")
    print("  static let letters: [(first: UInt32, folds: String)] = [")
    several = []
    for first, last, name in BLOCKS:
        rows = []
        for start in range(first, last + 1, WIDTH):
            row = ""
            for code in range(start, min(start + WIDTH, last + 1)):
                folded = fold(chr(code))
                if folded is not None and len(folded) > 1:
                    several.append((code, folded))
                    folded = None
                row += folded if folded is not None else "·"
            if row.strip("·"):
                rows.append(f'    (0x{start:04X}, "{row}"),')
        if rows:
            print(f"    // {name}")
            print("\n".join(rows))
    print("  ]")
    print()
    print("  /// Letters that fold to several.")
    print("  static let expansions: [(letter: UInt32, folds: String)] = [")
    for start in range(0, len(several), 4):
        print("    " + ", ".join(f'(0x{c:04X}, "{f}")' for c, f in several[start:start + 4]) + ",")
    print("  ]")
    print("}")


if __name__ == "__main__":
    main()
