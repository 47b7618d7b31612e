"""Names for what a city says of itself: the keys of ``figures`` in its profile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

#: Figures that are shares (0..1), shown in per cent.
_SHARES = frozenset({"settled_share", "satisfaction"})


def figure_name(key: str) -> str:
    """What a figure counts, in the language of the running program; a key nobody named is shown as it is."""
    return _names().get(key) or key.replace("_", " ")


def figure_value(key: str, value: float) -> str:
    """A figure as people write it: 1,245,294, or 98.6 % for a share."""
    if key in _SHARES:
        return f"{value * 100:.1f}".rstrip("0").rstrip(".") + " %"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _names() -> dict[str, str]:
    return {
        "residents": QCoreApplication.translate("CityFigures", "Residents"),
        "registered": QCoreApplication.translate("CityFigures", "Registered on the residents' platform"),
        "districts": QCoreApplication.translate("CityFigures", "Districts"),
        "streets": QCoreApplication.translate("CityFigures", "Streets and towns"),
        "villages": QCoreApplication.translate("CityFigures", "Villages and communities"),
        "grids": QCoreApplication.translate("CityFigures", "Grids"),
        "departments": QCoreApplication.translate("CityFigures", "Departments"),
        "district_departments": QCoreApplication.translate("CityFigures", "Departments on the district platform"),
        "cameras": QCoreApplication.translate("CityFigures", "Video feeds"),
        "full_time": QCoreApplication.translate("CityFigures", "Full-time people"),
        "legal_affairs_part_time": QCoreApplication.translate("CityFigures", "Part-time legal-affairs grid workers"),
        "managed_estates": QCoreApplication.translate("CityFigures", "Estates with a managing company"),
        "unmanaged_estates": QCoreApplication.translate("CityFigures", "Estates without a managing company"),
        "work_items": QCoreApplication.translate("CityFigures", "Items of the work list"),
        "incident_classes": QCoreApplication.translate("CityFigures", "Classes of incidents"),
        "items_a_day": QCoreApplication.translate("CityFigures", "Items a day"),
        "satisfaction": QCoreApplication.translate("CityFigures", "Satisfaction"),
        "public_services": QCoreApplication.translate("CityFigures", "Public services"),
        "services_without_visit": QCoreApplication.translate("CityFigures", "Services without a visit"),
        "online_items": QCoreApplication.translate("CityFigures", "Online items"),
        "settled_share": QCoreApplication.translate("CityFigures", "Online items settled"),
        "subsystems": QCoreApplication.translate("CityFigures", "Subsystems"),
        "clue_categories": QCoreApplication.translate("CityFigures", "Categories of clues"),
        "platforms": QCoreApplication.translate("CityFigures", "Linked platforms (city, district, street)"),
        "platform_parts": QCoreApplication.translate("CityFigures", "Parts of the city platform"),
        "platform_modules": QCoreApplication.translate("CityFigures", "Modules of the platform"),
        "platform_functions": QCoreApplication.translate("CityFigures", "Functions in one platform"),
        "standard_procedures": QCoreApplication.translate("CityFigures", "Standard procedures"),
        "inspection_departments": QCoreApplication.translate("CityFigures", "Departments with inspection templates"),
        "centre_levels": QCoreApplication.translate("CityFigures", "Levels of the centre"),
        "systems_shared": QCoreApplication.translate("CityFigures", "Systems joined"),
        "data_items_shared": QCoreApplication.translate("CityFigures", "Data items shared"),
        "business_kinds": QCoreApplication.translate("CityFigures", "Kinds of business finished in time"),
        "safety_indicators": QCoreApplication.translate("CityFigures", "Indicators of the safety index"),
        "risks_forecast": QCoreApplication.translate("CityFigures", "Kinds of risk forecast"),
        "risks_guided": QCoreApplication.translate("CityFigures", "Kinds of risk guided while they happen"),
        "risks_analysed": QCoreApplication.translate("CityFigures", "Kinds of risk analysed after"),
        "scan_minutes": QCoreApplication.translate("CityFigures", "Minutes for a scan of all cameras"),
        "linked_sources": QCoreApplication.translate("CityFigures", "Linked sources"),
        "deliberation_steps": QCoreApplication.translate("CityFigures", "Steps of deliberation"),
        "deliberation_topics": QCoreApplication.translate("CityFigures", "Kinds of topics deliberated"),
    }
