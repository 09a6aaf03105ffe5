"""The names of weekdays, in front of a date in figures: "Tue, 10/04/2011" is in October, for 10 April was a Sunday."""

from __future__ import annotations

import re

from .months import folded

_NAMES = (
    "monday mon montag lundi lun lunes lunedi segunda seg maandag mandag mån måndag poniedziałek pon pondělí pondelok"
    " hétfő luni понедельник пн понеделник понеділок Δευτέρα pazartesi senin",
    "tuesday tue tues dienstag mardi martes martedi terça ter dinsdag tirsdag tir tis tisdag wtorek úterý utorok"
    " kedd marți вторник вт вівторок Τρίτη salı selasa",
    "wednesday wed mittwoch mercredi miércoles mié mercoledi quarta woensdag onsdag ons środa středa streda szerda"
    " miercuri среда ср сряда середа Τετάρτη çarşamba rabu",
    "thursday thu thur thurs donnerstag jeudi jeu jueves jue giovedi gio quinta donderdag torsdag torstai czwartek"
    " čtvrtek štvrtok csütörtök joi четверг чт четвъртък четвер Πέμπτη perşembe kamis",
    "friday fri freitag vendredi ven viernes vie venerdi sexta vrijdag fredag fre perjantai piątek pátek piatok"
    " péntek vineri пятница пт петък пʼятниця Παρασκευή cuma jumat",
    "saturday sat samstag sonnabend samedi sam sábado sáb sabato zaterdag lørdag lör lördag lauantai sobota szombat"
    " sâmbătă суббота сб събота субота Σάββατο cumartesi sabtu",
    "sunday sun sonntag dimanche dim domingo dom domenica zondag søndag sön söndag sunnuntai niedziela neděle nedeľa"
    " vasárnap duminică воскресенье вс неделя неділя Κυριακή pazar minggu",
)
"""Monday first. Short forms that mean another day elsewhere are missing: Romance "mar" and "mer", Nordic "man"."""
_DAYS = {folded(name): number for number, line in enumerate(_NAMES) for name in line.split()}
_LAST_WORD = re.compile(r"([^\W\d_]+)(?:-feira)?[\s.,]{1,3}$")


def weekday_before(text: str) -> int | None:
    """The weekday that a text ends with, 0 for Monday; None if its last word is none."""
    found = _LAST_WORD.search(text)
    return _DAYS.get(folded(found[1])) if found else None
