from __future__ import annotations

import pytest

from report.charts import Lettering
from report.compose.charts import lettering_of
from report.compose.galley import House


@pytest.fixture(scope="session")
def lettering(house: House) -> Lettering:
    """The faces of the house, open for drawings."""
    return lettering_of(house.faces)
