from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.load.times import TimeReader, reader_for
from domain.refusal import Refusal

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2016, 3, 4, 23, 59, 58, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "text",
    [
        "2016-03-04 23:59:58", "2016/3/4 23:59:58", "2016-03-04T23:59:58", "2016-03-04T23:59:58.000", "20160304235958",
        "2016年3月4日 23时59分58秒", "03/04/2016 11:59:58 PM", "3/4/16 23:59:58", "2016-03-04T23:59:58Z",
        "2016-03-04 23:59:58 UTC", "2016-03-05T07:59:58+08:00", "1457135998", "1457135998000",
    ],
)  # fmt: skip
def test_as_people_and_programs_write_it(text: str) -> None:
    assert TimeReader(UTC).read(text) == MOMENT


def test_local_times_are_of_the_zone() -> None:
    assert TimeReader(SHANGHAI).read("2016-03-05 07:59:58") == MOMENT


@pytest.mark.parametrize(
    ("sample", "month"), [(["03/04/2016"], 3), (["03/04/2016", "25/12/2016"], 4), (["03.04.2016"], 4)]
)
def test_day_first_only_where_proved(sample: list[str], month: int) -> None:
    read = reader_for("date", sample, UTC).read(sample[0])
    assert datetime.fromtimestamp(read, UTC).month == month


def test_a_column_that_says_utc_is_in_utc() -> None:
    assert reader_for("time_utc", [], SHANGHAI).read("2016-03-04 23:59:58") == MOMENT


@pytest.mark.parametrize(("text", "code"), [("", "no_time"), (" ", "no_time"), ("yesterday", "wrong_time"),
                                            ("13/13/2016", "wrong_time"), ("2016-02-30", "wrong_time")])  # fmt: skip
def test_what_is_no_time_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        TimeReader(UTC).read(text)
    assert refused.value.code == code


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_every_moment_comes_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    assert TimeReader(UTC).read(moment.isoformat(" ")) == moment.replace(tzinfo=UTC).timestamp()


@given(st.text(max_size=40))
def test_nothing_but_a_refusal_comes_of_nonsense(text: str) -> None:
    try:
        float(TimeReader(UTC).read(text))
    except Refusal as refusal:
        assert refusal.sentence
