"""Days as the law counts them: dates in Asia/Bishkek, instants in UTC, ends exclusive."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BISHKEK = ZoneInfo("Asia/Bishkek")
SATURDAY = 5

MONTHS = {
    "ky": (
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
    ).split(),
    "ky_of": (
        "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры"
    ).split(),
    "ru": (
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    ).split(),
    "ru_alone": (
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"
    ).split(),
    "en": (
        "January February March April May June July August September October November December"
    ).split(),
}

WEEKDAYS = {
    "ky": "дүйшөмбү шейшемби шаршемби бейшемби жума ишемби жекшемби".split(),
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}


def start_of(day: date) -> datetime:
    """The first instant of a day in Bishkek, in UTC."""
    return datetime.combine(day, time(), BISHKEK).astimezone(UTC)


def at_hour(day: date, hour: int) -> datetime:
    """The instant of an hour of a day in Bishkek."""
    return start_of(day) + timedelta(hours=hour)


def end_of(day: date) -> datetime:
    """The instant at which a day in Bishkek is over (exclusive end), in UTC."""
    return start_of(day + timedelta(days=1))


def day_of(instant: datetime) -> date:
    """The day in Bishkek an instant belongs to."""
    return instant.astimezone(BISHKEK).date()


def last_day_before(end: datetime) -> date:
    """The last day in Bishkek before an exclusive end, as people say it: "until 25 November"."""
    return day_of(end - timedelta(microseconds=1))


def days_left(now: datetime, end: datetime) -> int:
    """How many days after today still have time before an exclusive end; 0 on the last day."""
    return (last_day_before(end) - day_of(now)).days


def in_words(day: date, language: str, *, year: bool = False) -> str:
    """A day for running text: "25-ноябрь", "25 ноября"; with its year where asked."""
    month = MONTHS.get(language, MONTHS["en"])[day.month - 1]
    if language == "ky":
        return f"{day.year}-жыл, {day.day}-{month}" if year else f"{day.day}-{month}"
    if language == "ru":
        return f"{day.day}\u00a0{month}" + (f" {day.year}\u00a0года" if year else "")
    return f"{day.day} {month}" + (f" {day.year}" if year else "")


def month_in_words(day: date, language: str) -> str:
    """The month of a day with its year, as a heading: "2026-жыл, ноябрь", "ноябрь 2026 года"."""
    if language == "ky":
        return f"{day.year}-жыл, {MONTHS['ky'][day.month - 1]}"
    if language == "ru":
        return f"{MONTHS['ru_alone'][day.month - 1]} {day.year}\u00a0года"
    return f"{MONTHS['en'][day.month - 1]} {day.year}"


def on_paper(day: date, language: str) -> str:
    """A day as official papers write it: "2026-жылдын 25-ноябры", "25 ноября 2026 года"."""
    if language == "ky":
        return f"{day.year}-жылдын {day.day}-{MONTHS['ky_of'][day.month - 1]}"
    return in_words(day, language, year=True)


def weekday(day: date, language: str) -> str:
    """The name of the day of the week."""
    return WEEKDAYS.get(language, WEEKDAYS["en"])[day.weekday()]


def clock(instant: datetime) -> str:
    """The time of day in Bishkek: "09:05"."""
    return instant.astimezone(BISHKEK).strftime("%H:%M")


def hour_of(instant: datetime) -> datetime:
    """The instant cut to its hour: what may be kept of the time of a vote."""
    return instant.replace(minute=0, second=0, microsecond=0)


def full_minute(instant: datetime) -> datetime:
    """The first full minute not before an instant: what a clock without seconds may promise."""
    cut = instant.replace(second=0, microsecond=0)
    return cut if cut == instant else cut + timedelta(minutes=1)
