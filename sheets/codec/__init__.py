"""The sheet codec: raw cells → typed frames, each bad cell named by its address."""

from sheets.checks import check_across
from sheets.codec.decode import Decoded, decode, empty_frame, missing_of, reporting_zone, typed_frame

__all__ = ["Decoded", "check_across", "decode", "empty_frame", "missing_of", "reporting_zone", "typed_frame"]
