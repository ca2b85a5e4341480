"""What a tagged PDF says of its structure: the elements, and the way back to them from what is drawn."""

from collections.abc import Iterator
from typing import Any

from fpdf.annotations import PDFAnnotation
from fpdf.structure_tree import NumberTree, StructElem, StructureTreeBuilder
from fpdf.syntax import PDFObject

FIRST_LINK = 100_000  # in the tree of parents, above the number of any page


class Element(StructElem):
    """A structure element that may hold others and may have attributes. Leaves hold one marked-content number."""

    __slots__ = ("attributes", "holder", "on_page")

    def __init__(
        self, tag: str, parent: StructElem, page: int, *, alt: str | None = None, attributes: str = ""
    ) -> None:
        super().__init__(f"/{tag}", parent, [], page_number=page, alt=alt)
        self.attributes = attributes
        self.holder = parent
        self.on_page = page

    def serialize(self, obj_dict: Any = None, _security_handler: Any = None) -> str:  # noqa: ARG002
        """Written out here because fpdf2 looks through every attribute of every element, a third of the whole work."""
        kids = " ".join(_kid(kid) for kid in self.k)
        alt = f" /Alt {self.alt.serialize()}" if self.alt is not None else ""
        attributes = f" /A {self.attributes}" if self.attributes else ""
        page = f" /Pg {self.pg.ref}" if self.pg is not None else ""
        return (
            f"{self.id} 0 obj\n<</Type /StructElem /S {self.s} /P {self.p.ref} /K [{kids}]{page}{alt}{attributes}>>\n"
            "endobj"
        )


def _kid(kid: Any) -> str:
    if isinstance(kid, PDFAnnotation):
        return f"<</Type /OBJR /Obj {kid.ref}>>"
    return str(kid) if isinstance(kid, int) else str(kid.ref)


class ParentTree(NumberTree):
    """From the numbers of pages to the elements of their marked content, and from those of links to their element."""

    __slots__ = ("of_links",)

    def __init__(self) -> None:
        super().__init__()
        self.of_links: list[Element] = []

    def serialize(self, obj_dict: Any = None, _security_handler: Any = None) -> str:  # noqa: ARG002
        pages = (f"{page} [{' '.join(each.ref for each in elements)}]" for page, elements in self.nums.items())
        links = (f"{number} {each.ref}" for number, each in enumerate(self.of_links, start=FIRST_LINK))
        return f"{self.id} 0 obj\n<</Nums [{' '.join([*pages, *links])}]>>\nendobj"


class Tree(StructureTreeBuilder):
    """Counts marked content per page as it comes, and lists nested elements too."""

    def __init__(self) -> None:
        super().__init__()
        self.parents = self.struct_tree_root.parent_tree = ParentTree()
        self.elements: list[Element] = []
        self.leaves: dict[int, int] = {}

    def add(self, element: Element) -> None:
        element.holder.k.append(element)
        self.elements.append(element)

    def add_content(self, element: Element, page: int) -> tuple[int, int]:
        """Give `element` a marked content more, and return its number on the page and the page's in the tree."""
        number = self.leaves.get(page, 0)
        self.leaves[page] = number + 1
        element.k.append(number)
        page_number = self.spid_per_page_number.setdefault(page, len(self.spid_per_page_number))
        self.parents.nums[page_number].append(element)
        return number, page_number

    def __iter__(self) -> Iterator[PDFObject]:
        yield self.struct_tree_root
        yield self.doc_struct_elem
        yield self.struct_tree_root.parent_tree
        yield from self.elements
