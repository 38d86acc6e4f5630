"""Files that don't decode because of an item of a field (SPEC.md 1.3)."""

from __future__ import annotations

from typing import Iterator

from corpus.case import Case
from corpus.image import LAYOUTS, PAGE, Image
from corpus.nonconforming import ILL_FORMED

CUTS = {  # the item that the file ends in: how many bytes of it are left, what that is
    "label-size": ("label size", 1, "after the first of its two bytes"),
    "label": ("label", 260, "a byte short"),
    "type-size": ("type size", 1, "after the first of its two bytes"),
    "signature": ("signature", -1, "a byte short"),
    "write-buffer": ("write buffer", 0, "right before it"),
    "value": ("values", 3, "a byte short of its 4"),
    "second-buffer": ("values", 7, "a byte short of two values of 4"),
    "first-buffer": ("values", 4, "after the first of two values"),
}
BEFORE = {"label": "after the label size", "type size": "after the label"}

WIDE = {  # signatures of values that no page holds
    "text-of-a-page": (b"4096s", "a text as large as the file"),
    "text-largest": (b"999999999s", "the largest count"),
    "width-over-31-bits": (
        b"999999999s999999999s147483650s",
        "a value of 2 ** 31 bytes, negative in 32 bits",
    ),
    "width-over-32-bits": (
        b"999999999s" * 4 + b"294967301s",
        "a value of 2 ** 32 + 1 bytes, 1 in 32 bits",
    ),
    "width-over-33-bits": (b"999999999s" * 10, "a value of 9,999,999,990 bytes"),
}

LABEL = b"l" * 261
"""0105: no byte of the label size is 00, which alone at the end of a file ends the fields."""


def cases() -> Iterator[Case]:
    for layout, byte_order in LAYOUTS:
        yield from cuts(layout, byte_order)
    yield from sizes()
    yield from labels()
    yield from type_sizes()
    yield from write_buffers()


def cuts(layout: str, byte_order: str) -> Iterator[Case]:
    for name, (item, left, how) in CUTS.items():
        if layout == "char" and item == "type size":
            continue
        signature = b"hH" if layout == "typed" else b"I"
        left = len(signature) - 1 if left < 0 else left
        buffers = 1 if name == "value" else 2
        yield cut(name, how, layout, byte_order, item, left, signature, buffers)
    for item, where in BEFORE.items():
        if layout == "typed" or item != "type size":
            name = f"before-{item.replace(' ', '-')}"
            yield cut(name, f"right {where}", layout, byte_order, item, 0, b"I", 2)


def cut(
    name: str,
    how: str,
    layout: str,
    byte_order: str,
    item: str,
    left: int,
    signature: bytes,
    buffers: int,
) -> Case:
    """A page that ends with `left` bytes of an item."""
    field = (LABEL, signature, 0xFF if buffers == 1 else 0x01, b"\x01\x02\x03\x04" * buffers)
    kept = Image(layout, byte_order).items(*field).at[item] - 1 + left
    image = Image(layout, byte_order).fill(left=kept).items(*field)
    assert image.at[item] + left == PAGE < len(image.data)
    return Case(
        f"{layout}-{byte_order}-ends-in-{name}",
        f"the page ends inside of the second field's {item}: {how}",
        image.exact()[:PAGE],
        ("F1-FIELD-WHOLE",),
        error=(image.at[item], "F1-FIELD-WHOLE"),
    )


def broken(name: str, comment: str, clause: str, item: str, image: Image) -> Case:
    """A case whose last field has its fault in this item."""
    return Case(name, comment, image.pages(), (clause,), error=(image.at[item], clause))


def sizes() -> Iterator[Case]:
    whole = "F1-FIELD-WHOLE"
    to_the_end = b"x" * (PAGE - 3)
    image = cut_to_page(Image().items(to_the_end))
    comment = "a label that ends with the file: nothing is left for the type size"
    yield broken("label-to-the-end", comment, whole, "type size", image)
    image = cut_to_page(Image().items(to_the_end, label_size=PAGE - 2))
    comment = "a label size of one more than what is left of the file"
    yield broken("label-size-past-end-by-1", comment, whole, "label", image)
    comment = "the largest label size; no size may be added to an offset in 16 bits"
    yield broken("label-size-ffff", comment, whole, "label", Image().items(label_size=0xFFFF))
    comment = "the largest type size in a page"
    yield broken("type-size-ffff", comment, whole, "signature", Image().items(type_size=0xFFFF))
    comment = "a type size that is negative where somebody takes it for signed"
    yield broken("type-size-8000", comment, whole, "signature", Image().items(type_size=0x8000))
    for name, (signature, comment) in WIDE.items():
        yield broken(name, comment, whole, "values", Image().items(signature=signature))
    image = Image().items(b"a", b"999999999s999999999s147483651s", 0x00)
    comment = "two values of 2 ** 31 + 1 bytes, together 2 in 32 bits"
    yield broken("two-values-over-32-bits", comment, whole, "values", image)
    image = Image().items(b"l" * (PAGE - 23), b"bQ", 0xFF, b"\x01" * 15)
    comment = "bQ with 15 bytes left: the gap of 7 counts, so it is 16 wide"
    yield broken("tuple-gap-past-end", comment, whole, "values", image)


def cut_to_page(image: Image) -> Image:
    del image.data[PAGE:]
    return image


def labels() -> Iterator[Case]:
    for name, label in (
        ("only", b"\0"),
        ("first", b"\0label"),
        ("middle", b"la\0bel"),
        ("last", b"label\0"),
    ):
        comment = f"a NUL in a label: {name}"
        image = Image().items(label)
        yield broken(f"label-nul-{name}", comment, "F1-LABEL-NUL", "label", image)
    for name, (label, _text, what) in ILL_FORMED.items():
        if b"\0" in label:
            continue
        image = Image().items(label)
        comment = f"a label that is no UTF-8: {what}"
        yield broken(f"label-{name}", comment, "F1-LABEL-UTF8", "label", image)
    for layout, byte_order in LAYOUTS[1:]:
        name = f"{layout}-{byte_order}"
        image = Image(layout, byte_order).field("first", "I", "258").items(b"\xff", b"I")
        yield broken(
            f"{name}-label-ff", "in the second field", "F1-LABEL-UTF8", "label", image
        )
        image = Image(layout, byte_order).field("first", "I", "258").items(b"a\0", b"I")
        yield broken(
            f"{name}-label-nul-last", "in the second field", "F1-LABEL-NUL", "label", image
        )


def type_sizes() -> Iterator[Case]:
    for byte_order in ("little", "big"):
        image = Image("typed", byte_order).field("first", "I", "258")
        image.items(b"second", b"", 0xFF, b"", type_size=0)
        comment = "a type size of 0: no signature"
        name = f"typed-{byte_order}-type-size-0"
        yield broken(name, comment, "F1-TYPE-SIZE", "type size", image)


def write_buffers() -> Iterator[Case]:
    for byte, what in (
        (0x02, "one above the second buffer"),
        (0x03, "01 with another bit"),
        (0x7F, "ff without its high bit"),
        (0x80, "the high bit only"),
        (0xFE, "one below ff; XOR 1 makes it ff"),
    ):
        image = Image().items(write_buffer=byte, values=b"\x01" * 16)
        comment = f"a write buffer of {byte:02x}: {what}"
        yield broken(f"write-buffer-{byte:02x}", comment, "F1-WRITE-BUFFER", "write buffer", image)
    for layout, byte_order in LAYOUTS[1:]:
        image = Image(layout, byte_order).field("first", "I", "258")
        image.items(b"second", b"I", 0x02, b"\x01" * 8)
        name = f"{layout}-{byte_order}-write-buffer-02"
        comment = "a write buffer of 02 in the second field"
        yield broken(name, comment, "F1-WRITE-BUFFER", "write buffer", image)
