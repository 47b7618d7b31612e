"""Pictures from outside made harmless: decoded, turned upright, stripped of everything but the image, encoded anew."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from domain.refusal import Refusal

#: Bytes of one picture as it comes in.
LARGEST = 10 * 1024 * 1024
#: Pixels of a picture that is still decoded: the best phones make 50 million.
MOST_PIXELS = 64_000_000
#: The longer side of what is kept.
LONGEST_SIDE = 1920
QUALITY = 84
_FORMATS = ("JPEG", "PNG", "WEBP")


def cleaned(content: bytes) -> bytes:
    """A JPEG of the picture without EXIF, comments or anything hidden behind it.

    Raises Refusal ``too_large`` or ``not_a_picture``. Takes up to half a second of CPU: call it off the event loop."""
    if len(content) > LARGEST:
        raise Refusal("too_large", f"A picture may have {LARGEST // 1024 // 1024} MB.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise Refusal("too_large", f"A picture may have {MOST_PIXELS // 1_000_000} million pixels.")
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=QUALITY)
        return out.getvalue()
    except Refusal:
        raise
    # Pillow's decoders raise whatever the damaged bytes lead them into.
    except Exception as error:
        raise Refusal("not_a_picture", "Send a JPEG, PNG or WebP picture; this could not be read as one.") from error
