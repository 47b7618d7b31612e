"""What the desk knew just before leaving, as ``--report`` writes it."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import psutil

from desktop.frames import FrameTimes
from desktop.live_picture import LivePicture
from domain.positions import WORKER_STATES
from domain.worker import SILENT_AFTER, WorkerState


def write_report(path: Path, live: LivePicture, frames: FrameTimes, version: str) -> None:
    """Writes one JSON object; its keys stay stable."""
    path.write_text(json.dumps(report_of(live, frames, version), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def report_of(live: LivePicture, frames: FrameTimes, version: str) -> dict[str, Any]:
    """Everything the desk can say about itself, in plain JSON values."""
    picture, now = live.picture, live.now()
    incidents = list(picture.incidents.values())
    still_open = picture.open_incidents()
    positions = picture.positions
    on_duty = positions.state != WORKER_STATES.index(WorkerState.OFF_DUTY)
    fresh = positions.known & (now - positions.fixed_at <= SILENT_AFTER)
    return {
        "version": version,
        "city": picture.city.code,
        "time": now,
        "link": {"state": live.link.phase, "seq": picture.seq, "age_s": live.link.age_s},
        "regions": dict(Counter(region.level.value for region in picture.tree)),
        "workers": {
            "total": len(picture.workers),
            "on_duty": int(on_duty.sum()),
            "reporting": int((on_duty & fresh).sum()),
        },
        "incidents": {
            "open": len(still_open),
            "closed": len(incidents) - len(still_open),
            "by_stage": dict(Counter(incident.stage for incident in incidents)),
            "by_source": dict(Counter(incident.source.value for incident in incidents)),
            "overdue": sum(1 for incident in still_open if incident.deadline.due_at < now),
        },
        "cameras": len(picture.city.cameras),
        "applied_messages": live.counters.applied,
        "merged_positions": live.counters.merged,
        "dropped": dict(live.counters.dropped),
        "pending_commands": len(live.pending),
        "frames": {"painted": frames.painted, "p95_ms": frames.p95_ms()},
        "rss_mb": round(psutil.Process().memory_info().rss / 2**20, 1),
        "start_ms": frames.start_ms,
        "start_steps_ms": frames.steps,
    }
