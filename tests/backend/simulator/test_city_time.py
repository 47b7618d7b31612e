"""City time beside the backend: steady between readings, never believing a late one."""

from __future__ import annotations

from backend.simulator.city_time import CityTime
from domain.messages import Clock


class Monotonic:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


def test_it_runs_on_between_readings_at_the_citys_rate() -> None:
    clock = Monotonic()
    city = CityTime(Clock(1000.0, 60.0), clock)
    clock.now += 2.0
    assert city.now() == 1120.0
    assert city.real(120.0) == 2.0


def test_a_reading_that_took_long_does_not_turn_it_back_and_a_newer_one_corrects_it() -> None:
    clock = Monotonic()
    city = CityTime(Clock(1000.0, 1.0), clock)
    clock.now += 10.0
    city.heard(Clock(1009.2, 1.0))
    assert city.now() == 1010.0
    city.heard(Clock(1010.4, 1.0))
    assert city.now() == 1010.4


def test_a_backend_whose_clock_changed_is_believed() -> None:
    clock = Monotonic()
    city = CityTime(Clock(1000.0, 1.0), clock)
    city.heard(Clock(900.0, 1.0))
    assert city.now() == 900.0
    city.heard(Clock(900.0, 60.0))
    clock.now += 1.0
    assert city.now() == 960.0
