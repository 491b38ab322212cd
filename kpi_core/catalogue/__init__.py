"""KPIS: the list, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from kpi_core.catalogue.base import BASE
from kpi_core.catalogue.engagement import ENGAGEMENT
from kpi_core.catalogue.money import MONEY
from kpi_core.catalogue.organic import ORGANIC
from kpi_core.catalogue.retention import RETENTION
from kpi_core.catalogue.sales import SALES
from kpi_core.catalogue.satisfaction import SATISFACTION
from kpi_core.catalogue.service import SERVICE
from kpi_core.catalogue.team import TEAM
from kpi_core.kpi import Kpi

KPIS: tuple[Kpi, ...] = (
    *SATISFACTION,
    *BASE,
    *RETENTION,
    *ORGANIC,
    *SALES,
    *ENGAGEMENT,
    *SERVICE,
    *MONEY,
    *TEAM,
)
BY_KEY: Mapping[str, Kpi] = {kpi.key: kpi for kpi in KPIS}
