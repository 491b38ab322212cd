"""The sheet codec: raw cells → typed frames, each bad cell named by its address."""

from sheets.codec.decode import Decoded, decode, reporting_zone

__all__ = ["Decoded", "decode", "reporting_zone"]
