"""XML that only holds elements and text, read with limits: no document types, no own entities, no great depth."""

from __future__ import annotations

from xml.parsers import expat

import msgspec

from domain.refusal import Refusal

MOST_ELEMENTS = 20_000
DEEPEST = 20


class Element(msgspec.Struct):
    """One element. ``name`` without its namespace; ``text`` its own words, stripped."""

    name: str
    namespace: str
    text: str = ""
    children: list[Element] = []

    def all(self, name: str) -> list[Element]:
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> str:
        """The text of the first child of this name, empty when there is none."""
        return next((child.text for child in self.children if child.name == name), "")


def read_xml(body: bytes) -> Element:
    """The root element. Raises Refusal ``malformed``."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.words
    parser.StartDoctypeDeclHandler = reader.doctype
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: an encoding nobody knows
        raise Refusal("malformed", f"This is not XML: {error}.") from None
    if reader.root is None:
        raise Refusal("malformed", "This XML holds nothing.")
    return reader.root


class _Reader:
    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def start(self, name: str, _: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise Refusal("malformed", "This XML has too many elements or is nested too deep.")
        namespace, _separator, local = name.rpartition(" ")
        element = Element(local, namespace)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _: str) -> None:
        element = self._open.pop()
        element.text = element.text.strip()

    def words(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def doctype(self, *_: object) -> None:
        raise Refusal("malformed", "XML with a document type is not taken here; send the alert alone.")
