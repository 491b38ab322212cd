"""What a CSV file may look like: encodings and separators are recognised, and lines keep their numbers."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kpi_core.errors import InputError
from sheets.importer.exports import Export, read_export

RUSSIAN = ["Волга", "Ладога и партнёры", "Мир", "Ёлка", "ООО «Ромашка»", "ЗАО", "Щит"]
VIETNAMESE = ["Công ty Sen Vàng", "Nguyễn Thị Hương", "Hà Nội", "Phở", "Lê", "Đà Nẵng", "Gạo Tám Thơm"]
WESTERN = ["Müller", "Café Crème", "Søren Østergård", "Señor", "Société Générale"]
ASCII = [f"Client {number}" for number in range(5000)]
_TONES = "\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING TILDE}\u0309\N{COMBINING DOT BELOW}"


def as_1258(text: str) -> bytes:
    """Write Vietnamese as windows-1258 does: letters composed but for the tones, which follow."""

    def letter(char: str) -> str:
        parts = normalize("NFD", char)
        bare = normalize("NFC", "".join(part for part in parts if part not in _TONES))
        return bare + "".join(part for part in parts if part in _TONES)

    return "".join(char if _fits(char) else letter(char) for char in text).encode("cp1258")


def _fits(char: str) -> bool:
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        return False
    return True


@pytest.fixture
def read(tmp_path: Path):
    def read(content: bytes | str) -> Export:
        file = tmp_path / "export.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_export(file)

    return read


def clients(names: list[str]) -> str:
    return "Id,Client\r\n" + "".join(f"{number},{name}\r\n" for number, name in enumerate(names))


def names_of(export: Export) -> list[str]:
    return [record.fields["Client"] for record in export.records]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("names", [RUSSIAN, VIETNAMESE, ["Acme"]])
def test_it_reads_unicode_with_and_without_a_mark(read, encoding: str, names: list[str]) -> None:
    assert names == names_of(read(clients(names).encode(encoding)))


@pytest.mark.parametrize("name", RUSSIAN)
def test_it_knows_russian_by_one_name(read, name: str) -> None:
    assert [name] == names_of(read(clients([name]).encode("cp1251")))


def test_it_knows_the_russian_of_older_programs_by_some_names(read) -> None:
    names = [name for name in RUSSIAN if "«" not in name]
    assert names == names_of(read(clients(names).encode("koi8_r")))


@pytest.mark.parametrize("name", VIETNAMESE)
def test_it_knows_vietnamese_by_one_name(read, name: str) -> None:
    assert [name] == names_of(read(as_1258(clients([name]))))


@pytest.mark.parametrize("name", WESTERN)
def test_western_names_are_not_taken_for_russian(read, name: str) -> None:
    assert [name] == names_of(read(clients([name]).encode("cp1252")))


def test_it_knows_a_long_file_by_the_few_names_at_its_end(read) -> None:
    assert [*ASCII, *RUSSIAN] == names_of(read(clients([*ASCII, *RUSSIAN]).encode("cp1251")))
    assert [*ASCII, "Lê"] == names_of(read(as_1258(clients([*ASCII, "Lê"]))))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("id,name\n1,Acme\n", ["id", "name"]),
        ("id;name;sum\n1;Acme, Bamboo, Volga;1.234,5\n", ["id", "name", "sum"]),
        ("id;name, short, full, legal;sum\n1;Acme;2,5\n", ["id", "name, short, full, legal", "sum"]),
        ("id\tname, short\tsum\n1\tAcme\t2,5\n", ["id", "name, short", "sum"]),
        ("id|name|sum\n1|Acme, Inc|2\n2|B; C|3\n", ["id", "name", "sum"]),
        ('"id","name"\n"1","a;b;c"\n"2","x\ny;z"\n', ["id", "name"]),
        ('"id";"name, full";"notes"\n"1";"Acme";"a,b"\n', ["id", "name, full", "notes"]),
        ("id\n1\n2\n", ["id"]),
        ("id;name\n", ["id", "name"]),
        ("sep=;\nid;name,full\n1;a\n", ["id", "name,full"]),
        ('"sep=|"\r\nid|name\r\n', ["id", "name"]),
    ],
)
def test_it_tells_what_separates_the_columns(read, text: str, columns: list[str]) -> None:
    export = read(text)
    assert columns == export.columns
    assert {} == export.misfits


def test_of_two_columns_with_one_name_the_first_counts(read) -> None:
    assert [{"id": "1", "name": "Acme"}] == [record.fields for record in read("id,name,name\n1,Acme,Volga\n").records]


def test_lines_count_from_the_files_first(read) -> None:
    assert [3, 5] == [record.line for record in read("sep=;\nid;name\n1;a\n\n2;b\n").records]


def test_a_field_may_hold_a_mails_whole_body(read) -> None:
    assert [200_000] == [len(record.fields["body"]) for record in read(f"id,body\n1,{'x' * 200_000}\n").records]


def test_accents_written_after_their_letters_are_composed(read) -> None:
    assert [normalize("NFC", "Hà Nội")] == names_of(read(clients([normalize("NFD", "Hà Nội")])))


@pytest.mark.parametrize("start", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_it_says_when_a_file_is_a_workbook(read, start: bytes) -> None:
    with pytest.raises(InputError, match=r"export.csv: this is a workbook or an archive, not CSV; save .* as CSV"):
        read(start + bytes(range(256)))


def test_it_says_when_a_file_is_no_text(read) -> None:
    with pytest.raises(InputError, match=r"export.csv: the file's encoding is not known; save it as UTF-8"):
        read(b"\x89PNG\x00\x00\xd8\x00\xff")


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(alphabet='a;,\t|"\r\n\0 =sép', max_size=60).map(lambda text: f"sep={text}".encode("utf-16-le")),
    )
)
@example(b'"\r"')
@example(b"sep=,\n\n\na,b\n")
@example(b"\xff\xfe\x00")
def test_whatever_a_file_holds_it_is_read_or_refused(read, content: bytes) -> None:
    with suppress(InputError):
        read(content)


def test_a_refusal_is_one_line(read) -> None:
    with pytest.raises(InputError) as error:
        read('id,name\n1,"a"\n"2"x\ny,b\n')
    assert "\n" not in str(error.value)
