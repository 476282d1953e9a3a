"""What one request may bring."""

import pytest
from django.test import Client

from returnhub.service.limits import MOST

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(("announced", "refused"), [(MOST, False), (MOST + 1, True)])
def test_a_body_larger_than_any_page_takes_is_refused_before_it_is_read(announced: int, refused: bool):
    answer = Client().generic("POST", "/sign-in/", b"", CONTENT_LENGTH=str(announced))
    assert (answer.status_code == 413) is refused
