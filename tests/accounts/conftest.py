import pytest
from django.test import override_settings
from tests.service_database import database, setup_server

__all__ = ["database", "setup_server"]


@pytest.fixture(autouse=True)
def _passwords_are_hashed_fast():
    """A hash that is slow on purpose would be most of what these tests do."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield
