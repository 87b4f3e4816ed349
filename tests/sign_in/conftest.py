from tests.sign_in.doors import fresh_limits

__all__ = ["fresh_limits"]
