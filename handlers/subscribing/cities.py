"""What cities and countries are called in the languages of the interface, and in which time zone they lie.

Names are those of Unicode's locale data (Babel); `LARGE` adds large cities that time zones are not named for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from handlers.catalogue import LANGUAGES, Language
from threads.zones import ZoneName, number_of, offset_at, offset_in, place_key

LARGE = {
    "Asia/Tehran": "Isfahan Esfahan اصفهان Mashhad مشهد Shiraz شیراز Tabriz تبریز Karaj کرج Qom قم Ahvaz اهواز",
    "Asia/Kabul": "Herat هرات Mazar-e-Sharif Kandahar قندهار",
    "Asia/Riyadh": "Jeddah جدة Mecca مكة Medina المدينة Dammam الدمام",
    "Africa/Cairo": "Alexandria الإسكندرية Giza الجيزة",
    "Africa/Casablanca": "Rabat الرباط Marrakesh مراكش Fes فاس Tangier طنجة",
    "Asia/Baghdad": "Basra البصرة Mosul الموصل Erbil أربيل",
    "Asia/Dubai": "Abu_Dhabi أبوظبي Sharjah الشارقة",
    "Asia/Damascus": "Aleppo حلب Homs حمص",
    "Asia/Kolkata": "Mumbai Delhi New_Delhi Bengaluru Bangalore Chennai Hyderabad Pune Ahmedabad",
    "Asia/Karachi": "Lahore Islamabad Peshawar",
    "Asia/Shanghai": "Beijing Peking Shenzhen Guangzhou Chengdu Wuhan",
    "Asia/Tokyo": "Osaka Kyoto Nagoya Sapporo Fukuoka",
    "Asia/Seoul": "Busan Incheon",
    "Asia/Ho_Chi_Minh": "Hanoi Da_Nang",
    "Asia/Jakarta": "Bandung Surabaya",
    "Europe/Istanbul": "Ankara Izmir Bursa",
    "Europe/Berlin": "Munich München Hamburg Cologne Köln Frankfurt Stuttgart Leipzig Dresden",
    "Europe/Madrid": "Barcelona Valencia Seville Bilbao",
    "Europe/Rome": "Milan Milano Naples Turin Florence",
    "Europe/Paris": "Lyon Marseille Toulouse Nice",
    "Europe/London": "Manchester Birmingham Edinburgh Glasgow Cardiff Leeds",
    "Europe/Amsterdam": "Rotterdam The_Hague Utrecht",
    "Europe/Zurich": "Geneva Bern Basel",
    "Europe/Warsaw": "Krakow Gdansk Wroclaw",
    "Europe/Kyiv": "Lviv Kharkiv Odesa",
    "Europe/Moscow": "Saint_Petersburg St_Petersburg Kazan",
    "Europe/Stockholm": "Gothenburg Malmo",
    "America/New_York": "Boston Washington Philadelphia Miami Atlanta Baltimore Orlando",
    "America/Chicago": "Houston Dallas Austin Minneapolis New_Orleans Saint_Louis",
    "America/Denver": "Salt_Lake_City Albuquerque",
    "America/Los_Angeles": "San_Francisco San_Diego Seattle Portland Las_Vegas Sacramento San_Jose",
    "America/Toronto": "Ottawa Montreal Quebec",
    "America/Edmonton": "Calgary",
    "America/Sao_Paulo": "Rio_de_Janeiro Brasilia Belo_Horizonte Curitiba",
    "America/Mexico_City": "Guadalajara Puebla",
    "America/Argentina/Buenos_Aires": "Rosario",
    "Africa/Lagos": "Abuja Kano",
    "Africa/Johannesburg": "Cape_Town Pretoria Durban",
    "Australia/Sydney": "Canberra",
    "Pacific/Auckland": "Wellington Christchurch",
}
"""Cities by zone, divided by spaces; `_` stands for a space in a name."""
MAIN = tuple(
    f"{region}/{city}"
    for region, cities in {
        "Europe": "London Paris Berlin Madrid Rome Istanbul Moscow Kyiv Amsterdam Stockholm Warsaw Athens Lisbon",
        "Asia": "Tehran Dubai Riyadh Baghdad Kabul Karachi Kolkata Dhaka Shanghai Tokyo Seoul Singapore Jakarta Manila "
        "Bangkok Damascus Beirut Jerusalem Amman Tashkent Yangon Kathmandu Hong_Kong Ho_Chi_Minh",
        "Africa": "Cairo Casablanca Lagos Nairobi Johannesburg Algiers Tunis Khartoum Addis_Ababa Accra",
        "America": "New_York Chicago Denver Phoenix Los_Angeles Anchorage Toronto Mexico_City Bogota Lima Santiago "
        "Sao_Paulo Argentina/Buenos_Aires Caracas Halifax St_Johns Noronha",
        "Atlantic": "Reykjavik Azores Cape_Verde",
        "Australia": "Sydney Perth Brisbane Adelaide Darwin Lord_Howe",
        "Pacific": "Auckland Honolulu Fiji Tongatapu Kiritimati Chatham Noumea Guam Marquesas Pago_Pago",
    }.items()
    for city in cities.split()
)
"""The zones that come first where several can be meant, the most usual ones first."""
SAMPLES = 26
"""Two weeks apart: zones whose clocks agree at all of them are one for who asks for a country."""

_NOWHERE = ("Etc/", "SystemV/")


class Cities:
    """The zones there are, and the names by which they are found. Making one reads files: not inside the event loop."""

    def __init__(self) -> None:
        aliases: Mapping[str, str] = get_global("zone_aliases")
        territories: Mapping[str, str] = get_global("zone_territories")
        known = available_timezones()
        self._zones = sorted(
            (ZoneName(zone) for zone in known & territories.keys() if not zone.startswith(_NOWHERE)), key=_rank
        )
        self._locales = {language.code: Locale.parse(language.code) for language in LANGUAGES}
        self._numbers = {number_of(zone): zone for zone in self._zones}
        self._places: dict[str, list[ZoneName]] = {}
        for zone in self._zones:
            self._add(zone, [_last(zone), *(self._city(zone, code) for code in self._locales)])
        for large, cities in LARGE.items():
            self._add(ZoneName(large), [city.replace("_", " ") for city in cities.split()])
        for alias, canonical in aliases.items():
            if canonical in self._numbers.values():
                self._add(ZoneName(canonical), [_last(alias)])
        self._cities = frozenset(self._places)
        for zone in self._zones:
            countries = (str(locale.territories[territories[zone]]) for locale in self._locales.values())
            self._add(zone, [country for country in countries if place_key(country) not in self._cities])

    def _add(self, zone: ZoneName, names: Iterable[str]) -> None:
        for name in names:
            zones = self._places.setdefault(place_key(name), [])
            if zone not in zones:
                zones.append(zone)

    @property
    def places(self) -> dict[str, list[ZoneName]]:
        """The zones of each place by its key."""
        return self._places

    def name(self, zone: ZoneName, language: Language) -> str:
        """What the city of a zone is called; of an offset its own name."""
        return str(zone) if offset_in(zone) is not None else self._city(zone, language.code)

    def numbered(self, number: int) -> ZoneName | None:
        """The zone behind a number in callback data; None when there is none."""
        return self._numbers.get(number)

    def offsets(self, now: datetime) -> list[int]:
        """The minutes ahead of UTC that some city's clock is now, the most behind first."""
        return sorted({offset_at(zone, now) for _, zone in _clocks(self._zones)})

    def at_offset(self, minutes: int, now: datetime) -> list[ZoneName]:
        """The zones whose clocks are so far ahead of UTC now, the most usual first."""
        return [name for name, zone in _clocks(self._zones) if offset_at(zone, now) == minutes]

    def apart(self, zones: Sequence[ZoneName], now: datetime) -> list[ZoneName]:
        """Those of the zones whose clocks differ some time in the coming year; the most usual of each."""
        if len(zones) < 2:
            return list(zones)
        kept: dict[tuple[int, ...], ZoneName] = {}
        for name, clock in _clocks(zones):
            kept.setdefault(tuple(offset_at(clock, now + timedelta(weeks=2 * n)) for n in range(SAMPLES)), name)
        return list(kept.values())

    def _city(self, zone: str, code: str) -> str:
        city = self._locales[code].time_zones.get(zone, {}).get("city")
        return str(city) if city else _last(zone).replace("_", " ")


@cache
def cities() -> Cities:
    """The one that there is, made when it is first wanted: not inside the event loop."""
    return Cities()


def _clocks(zones: Iterable[ZoneName]) -> Iterator[tuple[ZoneName, ZoneInfo]]:
    """Every zone's clock, not kept: hundreds of them are looked at once and then wanted no more."""
    return ((zone, ZoneInfo.no_cache(zone)) for zone in zones)


def _rank(zone: str) -> tuple[int, str]:
    return (MAIN.index(zone) if zone in MAIN else len(MAIN), zone)


def _last(zone: str) -> str:
    return zone.rpartition("/")[2]
