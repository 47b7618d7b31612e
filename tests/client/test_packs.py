"""City packs kept by digest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from client.packs import MOST_PACKS, CityPacks


def test_what_is_written_is_read_by_its_digest(tmp_path: Path) -> None:
    packs = CityPacks(tmp_path / "packs")
    digest = packs.write(b"a city")
    assert packs.read(digest) == b"a city"
    assert packs.read("other") is None
    assert [file.name for file in (tmp_path / "packs").iterdir()] == [f"{digest}.pack"]


def test_a_damaged_pack_is_not_given_and_goes(tmp_path: Path) -> None:
    packs = CityPacks(tmp_path)
    digest = packs.write(b"a city")
    (tmp_path / f"{digest}.pack").write_bytes(b"a cit")
    assert packs.read(digest) is None
    assert list(tmp_path.iterdir()) == []


def test_only_the_last_few_stay(tmp_path: Path) -> None:
    packs = CityPacks(tmp_path)
    digests = []
    for number in range(MOST_PACKS + 2):
        digests.append(packs.write(f"city {number}".encode()))
        os.utime(tmp_path / f"{digests[-1]}.pack", (number, number))
    kept = [digest for digest in digests if packs.read(digest)]
    assert kept == digests[-MOST_PACKS:]


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "packs").write_bytes(b"")
    with pytest.raises(OSError):
        CityPacks(tmp_path / "packs").write(b"a city")
