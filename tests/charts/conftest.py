from __future__ import annotations

import pytest

from report.charts.lettering import Lettering
from report.compose.charts import lettering_of
from report.compose.galley import House
from report.compose.themes import theme_of


@pytest.fixture(scope="session")
def lettering(house: House) -> Lettering:
    """The faces of the house, open for drawings."""
    return lettering_of(house.faces, theme_of(house.styles, None).display_families)
