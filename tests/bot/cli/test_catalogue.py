import json

from kpi_core.catalogue import KPIS


def test_it_prints_every_kpi_as_a_record(amber):
    found = json.loads(amber("kpis", "--json").out)
    assert [kpi.key for kpi in KPIS] == [record["key"] for record in found]
    assert ["key", "names", "unit", "direction", "window", "additive", "scale", "offset", "formula", "tables", "seeds",
            "version"] == list(found[0])  # fmt: skip
    assert ["en", "vi", "ru"] == list(found[0]["names"])


def test_it_prints_the_catalogue_for_people(amber):
    assert "nps" in amber("kpis").out
