"""Parse the parts of documents that are XML, and take out of markup what no text has."""

from typing import Any

from lxml import etree

from claims.text.normalise import without_noncharacters


def parsed(part: bytes) -> Any:
    """Return the root of a part of a document, cleaned. Nothing outside of it is read. Raises XMLSyntaxError."""
    return cleaned(etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)))


def cleaned(root: Any) -> Any:
    """Take code points that are no characters out of a tree, and return it: here they mark places in its words."""
    for element in root.iter():
        if element.text and not element.text.isascii():
            element.text = without_noncharacters(element.text)
        if element.tail and not element.tail.isascii():
            element.tail = without_noncharacters(element.tail)
        if isinstance(element.tag, str):
            for name, value in element.attrib.items():
                if not value.isascii():
                    element.set(name, without_noncharacters(value))
    return root
