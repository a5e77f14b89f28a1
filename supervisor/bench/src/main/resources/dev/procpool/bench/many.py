"""Measures map and imap of many items with Python's pool, at its best chunk size."""
import collections
import dataclasses
import statistics

from sampling import MANY_ITEMS, brief

CHUNK_SIZES = (None, 100, 1000, 10000)
ITEMS = min(300_000, MANY_ITEMS)
LONG_ITEMS = min(30_000, MANY_ITEMS)
# imap sends items one by one by default: a part of them shows the rate.
SINGLE_ITEMS = min(20_000, MANY_ITEMS)


@dataclasses.dataclass
class Sale:
    name: str
    count: int
    price: float


@dataclasses.dataclass
class Reading:
    id: int
    value: float
    unit: str


def square(x):
    return x * x


def upper(text):
    return text.upper()


def doubled(sale):
    return Sale(sale.name, sale.count + 1, 2 * sale.price)


def doubled_tuple(sale):
    return (sale[0], sale[1] + 1, 2 * sale[2])


def doubled_reading(reading):
    return Reading(reading.id, 2 * reading.value, reading.unit)


def doubled_reading_tuple(reading):
    return (reading[0], 2 * reading[1], reading[2])


def ints(count):
    return [i % (1 << 15) for i in range(min(count, MANY_ITEMS))]


def text(i):
    return f"text-{i:015d}"


def long_text(i):
    return ("a line of text that is long " * 7)[:180] + text(i)


def chinese(i):
    return "".join(chr(0x4E00 + (i * 31 + k * k) % 20_000) for k in range(20))


def sale_tuple(i):
    return (text(i), i, i / 2)


def reading_tuple(i):
    return (i % (1 << 15), i / 2, "mm")


def items(make, count=ITEMS):
    return [make(i) for i in range(count)]


def sales():
    """Tuples and objects of a class."""
    return [
        ("tuples", doubled_tuple, items(sale_tuple)),
        ("objects", doubled, items(lambda i: Sale(*sale_tuple(i)))),
    ]


def readings():
    count = min(200_000, MANY_ITEMS)
    return [
        ("tuples", doubled_reading_tuple, items(reading_tuple, count)),
        ("objects", doubled_reading, items(lambda i: Reading(*reading_tuple(i)), count)),
    ]


def by_map(pool, function, values, chunk_size):
    return pool.map(function, values, chunksize=chunk_size)


def by_imap(pool, function, values, chunk_size):
    return collections.deque(pool.imap(function, values, chunksize=chunk_size or 1), maxlen=0)


def by_imap_unordered(pool, function, values, chunk_size):
    return collections.deque(pool.imap_unordered(function, values, chunksize=chunk_size or 1), maxlen=0)


def alone(function, values):
    return [("", function, values)]


# How the items are sent, and the variants of which the fastest counts: a name, a function, its items.
ROWS = {
    "MAP_SINGLE": (by_map, lambda: alone(square, ints(200_000))),
    "MAP_RECORD": (by_map, readings),
    "MAP_DEFAULT": (by_map, lambda: alone(square, ints(10_000_000))),
    "IMAP_UNORDERED": (by_imap_unordered, lambda: alone(square, ints(1_000_000))),
    "MAP_TEXT": (by_map, lambda: alone(upper, items(text))),
    "MAP_TEXT_LENGTH": (by_map, lambda: alone(len, items(text))),
    "MAP_TEXT_200": (by_map, lambda: alone(upper, items(long_text, LONG_ITEMS))),
    "MAP_CHINESE": (by_map, lambda: alone(upper, items(chinese))),
    "MAP_SALES": (by_map, sales),
    "IMAP_INTS": (by_imap, lambda: alone(square, ints(ITEMS))),
    "IMAP_TEXT": (by_imap, lambda: alone(upper, items(text))),
    "IMAP_SALES": (by_imap, sales),
}


def at(send, pool, function, values, chunk_size):
    some = values if chunk_size or send is by_map else values[:SINGLE_ITEMS]
    return brief(len(some), lambda: send(pool, function, some, chunk_size))


def note(chunk_size, name):
    return "at " + str(chunk_size or "default") + (", " + name if name else "")


def best(row, pool):
    """The samples at the best chunk size, and which it was."""
    send, variants = ROWS[row]
    cells = [
        (at(send, pool, function, values, chunk_size), note(chunk_size, name))
        for name, function, values in variants()
        for chunk_size in CHUNK_SIZES
    ]
    return max(cells, key=lambda cell: statistics.median(cell[0]))
