from tests.services.conftest import world  # noqa: F401
