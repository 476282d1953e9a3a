from tests.service_database import database, setup_server

__all__ = ["database", "setup_server"]
