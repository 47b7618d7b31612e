from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from backend.photos import LARGEST, Photos
from domain.refusal import Refusal

pytestmark = pytest.mark.asyncio


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "#336699").save(content, form)
    return content.getvalue()


@pytest.mark.parametrize(("form", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp")])
async def test_a_picture_comes_back_as_it_was(tmp_path: Path, form: str, suffix: str) -> None:
    photos = Photos(tmp_path)
    key = await photos.keep(picture(form))
    assert key.endswith(suffix)
    assert await photos.read(key) == picture(form)
    assert await photos.keep(picture(form)) == key
    assert [path.name for path in tmp_path.iterdir()] == [key]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(50),
        b"<svg onload=alert(1)>",
        picture()[:-200],
        picture("PNG")[:40],
        b"\xff\xd8\xff" + bytes(99),
    ],
)
async def test_what_is_no_whole_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        await Photos(tmp_path).keep(content)
    assert refused.value.code == "not_a_picture"
    assert list(tmp_path.iterdir()) == []


async def test_too_many_bytes_or_pixels_are_refused(tmp_path: Path) -> None:
    huge = io.BytesIO()
    Image.new("1", (9000, 9000)).save(huge, "PNG")
    for content in (bytes(LARGEST + 1), huge.getvalue()):
        with pytest.raises(Refusal) as refused:
            await Photos(tmp_path).keep(content)
        assert refused.value.code == "too_large"


@pytest.mark.parametrize("key", ["", "x.jpg", "../secret", "/etc/passwd", "0" * 24 + ".gif", "0" * 24 + ".jpg", "\0"])
async def test_any_string_may_be_asked_for(tmp_path: Path, key: str) -> None:
    (tmp_path / "secret").write_text("no")
    assert await Photos(tmp_path / "photos").read(key) is None


async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    photos = Photos(tmp_path / "photos")
    (tmp_path / "photos").rmdir()
    with pytest.raises(Refusal) as refused:
        await photos.keep(picture())
    assert refused.value.code == "not_durable"
