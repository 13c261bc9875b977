"""Broken and senseless input for readers: strategies that the tests and `benchmarks.fuzz` share."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from lxml import etree

# FUZZ_EXAMPLES sets the number of examples of each test; a long run takes 10,000.
fuzzed = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "150")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

MARKUP = (b"<", b">", b"&", b"<P>", b"</P>", b"<![CDATA[", b"<!DOCTYPE x [", b"\0")
_LARGEST_COPY = 50  # elements; what is copied twelve times must not grow without end


def changed(whole: bytes, signs: Sequence[bytes] = MARKUP) -> st.SearchStrategy[bytes]:
    """`whole` with bytes replaced, cut out, repeated elsewhere, and with `signs` put in, up to twelve times."""

    def change(chance: random.Random, times: int) -> bytes:
        data = bytearray(whole)
        for _ in range(times):
            at = chance.randrange(len(data) + 1)
            match chance.randrange(4):
                case 0:
                    data[at : at + 1] = bytes([chance.randrange(256)])
                case 1:
                    del data[at : at + chance.randrange(1, 40)]
                case 2:
                    data[at:at] = data[chance.randrange(len(data) + 1) :][: chance.randrange(1, 80)]
                case 3:
                    data[at:at] = chance.choice(signs)
        return bytes(data)

    return st.builds(change, st.randoms(use_true_random=False), st.integers(1, 12))


def shortened(whole: bytes) -> st.SearchStrategy[bytes]:
    """`whole`, ending too soon."""
    return st.integers(0, len(whole) - 1).map(lambda length: whole[:length])


@dataclass(frozen=True)
class Vocabulary:
    """What made-up markup is made of: names, values and texts that the format knows, and some it does not."""

    elements: Sequence[str]
    attributes: Sequence[str]
    values: Sequence[str]
    texts: Sequence[str]


def reshaped(whole: bytes, words: Vocabulary) -> st.SearchStrategy[bytes]:
    """Markup that stays well-formed, with elements renamed, emptied, copied elsewhere or given other text."""

    def change(chance: random.Random, times: int) -> bytes:
        root = etree.fromstring(whole)
        for _ in range(times):
            elements = list(root.iter("*"))
            element, other = chance.choice(elements), chance.choice(elements)
            match chance.randrange(5):
                case 0:
                    element.tag = chance.choice(words.elements)
                case 1:
                    element.clear(keep_tail=chance.random() < 0.5)
                case 2 if len(list(element.iter())) < _LARGEST_COPY:
                    other.insert(chance.randrange(len(other) + 1), deepcopy(element))
                case 3:
                    element.set(chance.choice(words.attributes), chance.choice(words.values))
                case _:
                    other.tail = None if other is root else plain(chance)
                    element.text = plain(chance)
        return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))

    def plain(chance: random.Random) -> str:
        return chance.choice([text for text in words.texts if "<" not in text and "&" not in text])

    return st.builds(change, st.randoms(use_true_random=False), st.integers(1, 12))


@st.composite
def trees(draw: st.DrawFn, words: Vocabulary, depth: int = 5) -> str:
    """An element with others in it, anywhere and in any order, and the text that follows it."""
    tag = draw(st.sampled_from(words.elements))
    attribute = st.tuples(st.sampled_from(words.attributes), st.sampled_from(words.values))
    attributes = dict(draw(st.lists(attribute, max_size=3)))
    inside = draw(st.sampled_from(words.texts))
    if depth:
        inside += "".join(draw(st.lists(trees(words, depth - 1), max_size=3)))
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{written}>{inside}</{tag}>{draw(st.sampled_from(words.texts))}"
