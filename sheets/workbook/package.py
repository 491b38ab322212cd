"""The parts of an .xlsx file: a zip of XML files that name each other."""

from __future__ import annotations

import itertools
import posixpath
import struct
from copy import copy
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

    from lxml.etree import _Element

_TYPES_PART = "[Content_Types].xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LOCAL_HEADER_BYTES = 30
_DATA_DESCRIPTOR = 0x08
# A book of 100,000 rows is 50 MB of XML: level 2 packs it in a quarter of the default's time, to nearly the same size.
_PACKING_LEVEL = 2


def parsed(xml: bytes) -> _Element:
    """Parse a part that comes from outside: no entities, no network, no comments. Raises XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True)
    return etree.fromstring(xml, parser)


def serialised(root: _Element) -> bytes:
    """Return a part's bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _like(root: _Element, name: str) -> str:
    """Return a tag of the namespace that the root has."""
    return root.tag[: root.tag.index("}") + 1] + name


class Relation(NamedTuple):
    """One part naming another: what the other is ("worksheet", "table") and its name in the zip."""

    kind: str
    part: str


class Damaged(Exception):
    """The file lacks what every workbook has."""


class Package:
    """One .xlsx file in memory. `put` replaces or adds parts; `write` copies all others as they are, still packed."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._zip = ZipFile(BytesIO(content))
        self._unpacked: dict[str, bytes] = {}
        self._changed: dict[str, bytes] = {}
        self.workbook_part = self._only("", "officeDocument")
        self.workbook = parsed(self.part(self.workbook_part))

    def __contains__(self, part: str) -> bool:
        return part in self._changed or part in self._zip.NameToInfo

    def part(self, name: str) -> bytes:
        """Return a part's bytes. Raises Damaged when there is no such part."""
        if name not in self:
            raise Damaged(name)
        if name in self._changed:
            return self._changed[name]
        if name not in self._unpacked:
            self._unpacked[name] = self._zip.read(name)
        return self._unpacked[name]

    def put(self, name: str, content: bytes) -> None:
        """Replace or add a part; the same content again is no change."""
        if name not in self or self.part(name) != content:
            self._changed[name] = content

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._changed)

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return the parts that a part names, by relation id; "" is the whole package."""
        file = relations_file(part)
        if file not in self:
            return {}
        folder = posixpath.dirname(part)
        return {
            relation.get("Id", ""): Relation(
                posixpath.basename(relation.get("Type", "")),
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
            )
            for relation in parsed(self.part(file))
            if relation.get("TargetMode") != "External"
        }

    def related(self, part: str, kind: str) -> list[str]:
        """Return the names of the parts of one kind that a part names."""
        return [relation.part for relation in self.relations(part).values() if relation.kind == kind]

    def _only(self, part: str, kind: str) -> str:
        found = self.related(part, kind)
        if not found:
            raise Damaged(kind)
        return found[0]

    @property
    def styles_part(self) -> str:
        """The name of the part with the cells' styles."""
        return self._only(self.workbook_part, "styles")

    @property
    def sheets(self) -> Mapping[str, str]:
        """The worksheets, in order: {title: part}."""
        relations = self.relations(self.workbook_part)
        found = {}
        for sheet in self.workbook.iterfind("{*}sheets/{*}sheet"):
            relation = relations.get(next(str(value) for key, value in sheet.items() if str(key).endswith("}id")))
            if relation is not None and relation.kind == "worksheet":
                found[sheet.get("name", "")] = relation.part
        return found

    def defined_name(self, name: str) -> str:
        """Return what a defined name of the whole book says, a text without its quotes; "" when there is none."""
        for defined in self.workbook.iterfind("{*}definedNames/{*}definedName"):
            if defined.get("name") == name:
                return (defined.text or "").lstrip("=").strip('"')
        return ""

    @property
    def counts_from_1904(self) -> bool:
        """Whether dates are counted from 1904, as old Macs did."""
        return any(p.get("date1904") in {"1", "true"} for p in self.workbook.iterfind("{*}workbookPr"))

    def add_sheet(self, title: str, xml: bytes) -> None:
        """Add a worksheet behind the others."""
        part = self.add_part("worksheets/sheet{}.xml", xml, _SHEET_TYPE)
        relation_id = self.relate(self.workbook_part, "worksheet", part)
        sheets = list(self.workbook.iterfind("{*}sheets/{*}sheet"))
        sheet = sheets[-1].makeelement(sheets[-1].tag, name=title)
        sheet.set("sheetId", str(max(int(other.get("sheetId", "0")) for other in sheets) + 1))
        sheet.set(self.relation_attribute, relation_id)
        sheets[-1].addnext(sheet)
        self.put(self.workbook_part, serialised(self.workbook))

    def add_part(self, name: str, content: bytes, content_type: str) -> str:
        """Add a part beside the workbook's, "worksheets/sheet{}.xml" with the next free number; return its name."""
        folder = posixpath.dirname(self.workbook_part)
        names = (posixpath.join(folder, name.format(number)) for number in itertools.count(1))
        part = next(free for free in names if free not in self)
        self.put(part, content)
        types = parsed(self.part(_TYPES_PART))
        types.append(types.makeelement(_like(types, "Override"), PartName=f"/{part}", ContentType=content_type))
        self.put(_TYPES_PART, serialised(types))
        return part

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part name another, of a kind such as "worksheet"; return the relation's id."""
        file = relations_file(part)
        xml = self.part(file) if file in self else f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode()
        relations = parsed(xml)
        known = {relation.get("Id", "") for relation in relations}
        relation_id = next(i for n in itertools.count(1) if (i := f"rId{n}") not in known)
        kinds = f"{self.relation_attribute[1 : self.relation_attribute.index('}')]}/{kind}"
        relations.append(
            relations.makeelement(_like(relations, "Relationship"), Id=relation_id, Type=kinds, Target=f"/{target}")
        )
        self.put(file, serialised(relations))
        return relation_id

    @property
    def relation_attribute(self) -> str:
        """The attribute by which an element names a relation: strict files have another namespace than usual ones."""
        sheet = next(self.workbook.iterfind("{*}sheets/{*}sheet"))
        return next(str(key) for key in sheet.keys() if str(key).endswith("}id"))  # noqa: SIM118  # an element, no dict

    def define_name(self, name: str, content: str) -> None:
        """Give a defined name of the whole book this content."""
        names = self.workbook.find("{*}definedNames")
        if names is None:
            names = etree.Element(f"{self.namespace}definedNames")
            before = [self.workbook.find(f"{{*}}{tag}") for tag in ("sheets", "functionGroups", "externalReferences")]
            next(element for element in reversed(before) if element is not None).addnext(names)
        defined = next((known for known in names if known.get("name") == name), None)
        if defined is None:
            defined = etree.SubElement(names, f"{self.namespace}definedName", name=name)
        defined.text = content
        self.put(self.workbook_part, serialised(self.workbook))

    @property
    def namespace(self) -> str:
        """The namespace of the workbook's own elements, in braces: strict files have another than usual ones."""
        return self.workbook.tag[: -len("workbook")]

    def write(self, file: IO[bytes]) -> None:
        """Write the package with its changes."""
        with ZipFile(file, "w") as target:
            for info in self._zip.infolist():
                if info.filename not in self._changed:
                    self._copy_packed(info, target)
            for name, content in self._changed.items():
                target.writestr(ZipInfo(name), content, ZIP_DEFLATED, _PACKING_LEVEL)

    def _copy_packed(self, info: ZipInfo, target: ZipFile) -> None:
        # zipfile has no call for this: the entry's packed bytes go over as they are, under a header of the same facts.
        source = self._zip.fp
        if source is None or target.fp is None:
            raise ValueError("the zip is closed")
        source.seek(info.header_offset)
        name_bytes, extra_bytes = struct.unpack("<HH", source.read(_LOCAL_HEADER_BYTES)[26:])
        source.seek(name_bytes + extra_bytes, 1)
        packed = source.read(info.compress_size)
        entry = copy(info)
        entry.header_offset = target.start_dir
        entry.flag_bits &= ~_DATA_DESCRIPTOR
        target.fp.seek(target.start_dir)
        target.fp.write(entry.FileHeader() + packed)
        target.filelist.append(entry)
        target.NameToInfo[entry.filename] = entry
        target.start_dir = target.fp.tell()


def relations_file(part: str) -> str:
    """Return the name of the part that lists what `part` names."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
