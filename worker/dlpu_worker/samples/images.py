"""One picture file → one float tensor, by the declared preprocessing."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from dlpu_worker.samples.layout import ImageLayout, Preprocess

_MAX_PIXELS = 60_000_000
_FORMATS = ("JPEG", "PNG", "BMP")


class UndecodableError(Exception):
    """The file is not a picture that can be read safely."""


def decode_image(path: Path) -> Image.Image:
    """Upright 8-bit gray or RGB; transparency is dropped, 16-bit values are scaled to 8."""
    Image.MAX_IMAGE_PIXELS = _MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as image:
                upright = ImageOps.exif_transpose(image)
                return _to_8_bit(upright)
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError) as error:
        raise UndecodableError(str(error)) from error


def _to_8_bit(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.asarray(image).astype(np.float64)
        return Image.fromarray(np.clip(np.rint(values / 257), 0, 255).astype(np.uint8), "L")
    if image.mode in ("L", "RGB"):
        return image.copy()
    if image.mode in ("1", "LA", "La"):
        return image.convert("L")
    return image.convert("RGB")


def fit_image(image: Image.Image, width: int, height: int, preprocess: Preprocess) -> Image.Image:
    """Bring a picture to the model's size by the declared policy."""
    size, policy = (width, height), preprocess["resize"]
    if image.size == size:
        return image
    if policy == "none":
        raise UndecodableError(
            f"it is {image.width}x{image.height}, the model takes {width}x{height}"
        )
    if policy == "stretch":
        return image.resize(size, Image.Resampling.BILINEAR)
    if policy == "center-crop":
        return ImageOps.fit(image, size, Image.Resampling.BILINEAR)
    level = round(preprocess["pad"])
    color = level if image.mode == "L" else (level,) * 3
    return ImageOps.pad(image, size, Image.Resampling.BILINEAR, color=color)


def image_tensor(image: Image.Image, layout: ImageLayout, preprocess: Preprocess) -> np.ndarray:
    """Pixels as float32 in the model's channel order and layout, not yet normalized."""
    mode = "L" if preprocess["color"] == "gray" or layout["channels"] == 1 else "RGB"
    fitted = fit_image(image.convert(mode), layout["width"], layout["height"], preprocess)
    pixels = np.asarray(fitted, np.float32).reshape(layout["height"], layout["width"], -1)
    if preprocess["color"] == "bgr":
        pixels = pixels[..., ::-1]
    missing = layout["channels"] - pixels.shape[2]
    if missing > 0:  # Gray into three channels, or an opaque fourth one.
        filler = pixels[..., :1] if pixels.shape[2] == 1 else np.full_like(pixels[..., :1], 255)
        pixels = np.concatenate([pixels, *[filler] * missing], axis=2)
    return pixels.transpose(2, 0, 1) if layout["channels_first"] else pixels
