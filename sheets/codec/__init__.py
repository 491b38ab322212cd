"""The sheet codec: raw cells → typed frames, each bad cell named by its address."""

from sheets.codec.decode import Decoded, decode

__all__ = ["Decoded", "decode"]
