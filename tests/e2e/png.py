"""Small PNGs: a picture of a page needs few colours, and then a quarter of the bytes."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from playwright.sync_api import Page

_COLOURS, _NEIGHBOURS_BITS = 256, 3
_PIXELS = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
  let bytes = "";
  for (let at = 0; at < data.length; at += 0x8000) bytes += String.fromCharCode(...data.subarray(at, at + 0x8000));
  return [picture.width, picture.height, btoa(bytes)];
}"""


def small(png: bytes, page: Page) -> bytes:
    """Return an opaque PNG with a palette of its most frequent colours; the browser decodes it."""
    width, height, encoded = page.evaluate(_PIXELS, base64.b64encode(png).decode())
    pixels = np.frombuffer(base64.b64decode(encoded), np.uint8).reshape(-1, 4)[:, :3]
    colours, index, counts = np.unique(pixels, axis=0, return_inverse=True, return_counts=True)
    frequent_first = np.argsort(-counts, kind="stable")
    # One colour of each neighbourhood, or a gradient would get none.
    _, first = np.unique(colours[frequent_first] >> _NEIGHBOURS_BITS, axis=0, return_index=True)
    palette = colours[frequent_first[np.sort(first)[:_COLOURS]]]
    distances = ((colours[:, None].astype(int) - palette[None].astype(int)) ** 2).sum(axis=2)
    rows = distances.argmin(axis=1).astype(np.uint8)[index.ravel()].reshape(height, width)
    unfiltered = np.insert(rows, 0, 0, axis=1).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", zlib.compress(unfiltered, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
