"""The backend as a process: how it begins, how it ends, and what it says when it cannot."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sqlite3
import stat
from pathlib import Path

import aiohttp
import msgspec
import psutil
import pytest

from backend.cityfile import save_pack
from domain.codec import decode_from_backend, encode
from domain.messages import PROTOCOL, Goodbye, Hello, Welcome
from tests.backend.served import first_line, note_of, prepare, refused, serving, start, why
from tests.domain.small_city import small_city

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(120)]


async def test_it_says_where_it_listens_and_leaves_a_private_note(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    process = await start(tmp_path)
    line = await first_line(process)
    note = note_of(tmp_path)
    assert line == f"listening on {note.url}"
    assert re.fullmatch(r"ws://127\.0\.0\.1:\d+/ws", note.url)
    assert stat.S_IMODE((folder / "backend.json").stat().st_mode) == 0o600
    assert note.pid == process.pid
    async with aiohttp.ClientSession() as http:
        async with http.get(f"{note.http}/ready") as answer:
            assert (answer.status, (await answer.json())["status"]) == (200, "ok")
        async with http.get(f"{note.http}/nowhere") as answer:
            assert (answer.status, (await answer.json())["code"]) == (404, "not_found")
        async with http.ws_connect(note.url) as desk:
            await desk.send_str(encode(Hello(PROTOCOL, "d", "", note.token)))
            assert isinstance(decode_from_backend((await desk.receive()).data), Welcome)
            await desk.receive()
            process.send_signal(signal.SIGTERM)
            goodbye = decode_from_backend((await desk.receive()).data)
            assert isinstance(goodbye, Goodbye) and goodbye.code == "stopping" and goodbye.retry
    _, errors = await process.communicate()
    assert process.returncode == 0, errors
    assert not (folder / "backend.json").exists()
    assert all("level=info" in line for line in errors.decode().splitlines())


async def test_tokens_and_epoch_outlive_a_kill(tmp_path: Path) -> None:
    prepare(tmp_path)
    process = await start(tmp_path)
    await first_line(process)
    before = note_of(tmp_path)
    process.kill()
    await process.communicate()
    async with serving(tmp_path) as (_, after):
        assert (after.token, after.fleet_token, after.epoch) == (before.token, before.fleet_token, before.epoch)
        assert after.pid != before.pid


async def test_a_restored_backup_gets_a_new_epoch(tmp_path: Path) -> None:
    prepare(tmp_path)
    async with serving(tmp_path) as (_, note):
        before = note.epoch
    async with serving(tmp_path, "--restored") as (_, note):
        assert note.epoch != before


async def test_it_leaves_by_itself(tmp_path: Path) -> None:
    prepare(tmp_path)
    process = await start(tmp_path, "--exit-after", "0.2")
    async with asyncio.timeout(30):
        await process.communicate()
    assert process.returncode == 0


async def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    prepare(tmp_path)
    process = await start(tmp_path, "--with-parent")
    await first_line(process)
    assert process.stdin is not None
    process.stdin.close()
    async with asyncio.timeout(30):
        await process.communicate()
    assert process.returncode == 0


async def test_a_second_one_on_the_same_folder_says_where_the_first_is(tmp_path: Path) -> None:
    prepare(tmp_path)
    async with serving(tmp_path) as (_, note):
        code, errors = await refused(tmp_path)
        assert code == 2 and len(errors) == 1 and note.url in errors[0]
        assert (await why(tmp_path)).code == "folder_taken"


async def test_a_port_in_use(tmp_path: Path) -> None:
    prepare(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        trouble = await why(tmp_path, "--port", port)
    assert trouble.code == "port_in_use" and "is in use by another program" in trouble.sentence
    assert (trouble.facts["host"], trouble.facts["port"]) == ("127.0.0.1", port)


async def test_a_host_that_is_not_this_machines(tmp_path: Path) -> None:
    prepare(tmp_path)
    code, errors = await refused(tmp_path, "--host", "203.0.113.7")
    assert code == 2 and len(errors) == 1 and "cannot listen" in errors[0]


async def test_a_city_nobody_knows(tmp_path: Path) -> None:
    trouble = await why(tmp_path, "--city", "atlantis")
    assert (trouble.code, trouble.facts["city"]) == ("unknown_city", "atlantis") and "gulou" in trouble.facts["known"]
    assert list(tmp_path.iterdir()) == []


async def test_another_seed_than_the_incidents_were_of(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    async with serving(tmp_path) as (_, note):
        assert note.seed == small_city().seed
    save_pack(folder, msgspec.structs.replace(small_city(), seed=9))
    trouble = await why(tmp_path)
    assert (trouble.code, trouble.facts["kept"], trouble.facts["wanted"]) == ("other_seed", "1", "9")


async def test_a_city_pack_cut_in_half(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    pack = (folder / "city.pack").read_bytes()
    (folder / "city.pack").write_bytes(pack[: len(pack) // 2])
    trouble = await why(tmp_path)
    assert (trouble.code, trouble.facts["file"]) == ("city_damaged", str(folder / "city.pack"))


async def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert (await why(tmp_path / "data")).code == "not_a_folder"


async def test_a_data_folder_that_may_not_be_made(tmp_path: Path) -> None:
    code, errors = await refused(Path("/proc/grid-command"), "--city", "gulou")
    assert code == 2 and len(errors) == 1 and "cannot be used" in errors[0]


async def test_a_corrupt_database_stays_until_it_is_set_aside(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    garbage = os.urandom(100_000)
    (folder / "city.sqlite").write_bytes(garbage)
    trouble = await why(tmp_path)
    assert (trouble.code, trouble.facts["file"]) == ("not_a_database", str(folder / "city.sqlite"))
    assert "--set-aside" in trouble.sentence and trouble.facts["said"]
    assert (folder / "city.sqlite").read_bytes() == garbage
    async with serving(tmp_path, "--set-aside"):
        pass
    (kept,) = folder.glob("city.sqlite.set-aside-*")
    assert kept.read_bytes() == garbage


async def test_a_locked_database(tmp_path: Path) -> None:
    folder = prepare(tmp_path)
    async with serving(tmp_path):
        pass
    other = sqlite3.connect(folder / "city.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    trouble = await why(tmp_path)
    other.close()
    assert (trouble.code, trouble.facts["said"]) == ("locked", "database is locked")


async def test_the_simulated_city_is_a_process_that_ends_with_the_backend(tmp_path: Path) -> None:
    prepare(tmp_path)
    process = await start(tmp_path, "--simulate", "60")
    await first_line(process)
    fleet = None
    while fleet is None:
        await asyncio.sleep(0.05)
        children = psutil.Process(process.pid).children()
        fleet = next((child for child in children if "backend.simulator" in child.cmdline()), None)
    process.kill()
    await process.communicate()
    await asyncio.to_thread(psutil.wait_procs, [fleet], 30)
    assert not fleet.is_running()


async def test_whoever_waits_for_news_is_answered_before_the_doors_close(tmp_path: Path) -> None:
    prepare(tmp_path)
    process = await start(tmp_path)
    await first_line(process)
    note = note_of(tmp_path)
    headers = {"Authorization": f"Bearer {note.fleet_token}"}
    async with aiohttp.ClientSession(note.http, headers=headers) as http:
        async with http.get("/health") as answer:
            seq = (await answer.json())["seq"]
        waiting = asyncio.create_task(http.get(f"/field/tasks?since={seq}&wait=30"))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        process.terminate()
        async with await waiting as answer:
            assert (answer.status, (await answer.json())["seq"]) == (200, seq)
    await process.communicate()
    assert process.returncode == 0


async def test_a_road_engine_nobody_knows(tmp_path: Path) -> None:
    trouble = await why(tmp_path, "--router", "graphhopper:http://127.0.0.1:1")
    assert trouble.code == "bad_router" and "graphhopper" in trouble.facts["said"]
    assert list(tmp_path.iterdir()) == []  # nothing was prepared for it


async def test_a_road_engine_that_is_away_keeps_nobody_from_working(tmp_path: Path) -> None:
    prepare(tmp_path)
    async with serving(tmp_path, "--router", "osrm:http://127.0.0.1:1") as (_, note):
        async with aiohttp.ClientSession() as http, http.get(f"{note.http}/ready") as answer:
            assert answer.status == 200
        async with aiohttp.ClientSession() as http, http.get(f"{note.http}/metrics") as answer:
            assert "grid_command_closed_roads 0.0" in await answer.text()


async def test_city_time_never_goes_back_over_kills(tmp_path: Path) -> None:
    prepare(tmp_path)
    seen = 0.0
    for _ in range(3):
        process = await start(tmp_path, "--simulate", "600")
        await first_line(process)
        async with aiohttp.ClientSession() as http, http.get(f"{note_of(tmp_path).http}/health") as answer:
            now = (await answer.json())["city_time"]
        assert now >= seen
        await asyncio.sleep(0.2)
        async with aiohttp.ClientSession() as http, http.get(f"{note_of(tmp_path).http}/health") as answer:
            seen = (await answer.json())["city_time"]
        process.kill()
        await process.communicate()
