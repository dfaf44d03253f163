#!/usr/bin/env python3
"""Addresses are folded as Python folds them (B-007): `folding_test.py PROGRAM`, where PROGRAM folds lines."""

import itertools
import random
import subprocess
import sys
import unicodedata
import unittest


def folded_by_python(text):
    """The SDK's `str.lower()`, in NFC; what is canonically equal is one text."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


def folded_by_the_server(texts):
    done = subprocess.run([PROGRAM], input="\n".join(texts).encode() + b"\n", stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split("\n")[:-1]


def characters():
    """All code points; of a Python with younger tables than the server's (Unicode 14) those that never changed."""
    codes = itertools.chain(range(1, 0x0A), range(0x0B, 0xD800), range(0xE000, 0x110000))
    found = [chr(code) for code in codes]
    if int(unicodedata.unidata_version.split(".")[0]) <= 14:
        return found
    return [each for each in found if unicodedata.ucd_3_2_0.category(each) != "Cn"]


class Folding(unittest.TestCase):
    def assert_same(self, texts):
        pairs = zip(texts, folded_by_the_server(texts), strict=True)
        self.assertEqual([(text, got) for text, got in pairs if folded_by_python(text) != got], [])

    def test_of_letters_is_that_of_python(self):
        """B-007: every code point, alone and inside a word."""
        each = characters()
        self.assert_same(each)
        self.assert_same([f"a{one}b" for one in each])
        self.assert_same([f"Σ{one}Σ" for one in each])

    def test_of_words_is_that_of_python(self):
        """B-007: where letters depend on those beside them, and where accents are put together."""
        each = characters()
        cased = [one for one in each if one.lower() != one or one.upper() != one]
        marks = [one for one in each if unicodedata.category(one) in ("Mn", "Lm", "Sk", "Cf")]
        sources = (cased, marks, ["Σ", "σ"], list("'.:1-@ \u0345\u02b0"))
        chance = random.Random(7)

        def word():
            return "".join(chance.choice(chance.choice(sources)) for _ in range(chance.randint(1, 8)))

        words = [word() for _ in range(50_000)]
        self.assert_same(words)
        once = folded_by_the_server(words)
        self.assertEqual(folded_by_the_server(once), once)
        self.assertEqual(folded_by_the_server([unicodedata.normalize("NFD", text) for text in words]), once)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
