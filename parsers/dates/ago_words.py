"""The words of relative dates in the languages whose months ``months`` knows: "3 days ago", "vor 2 Stunden".

A language has its units from second to year (forms divided by ``|``), what stands before or behind "3 days", and its
words for today, yesterday and the day before.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .months import folded

UNITS = ("second", "minute", "hour", "day", "week", "month", "year")

_WORDS = {
    "en": "second|seconds|sec|secs|s minute|minutes|min|mins hour|hours|hr|hrs|h day|days|d week|weeks|wk|wks|w "
    "month|months|mo|mos year|years|yr|yrs|y / / ago "
    "/ today|just_now|moments_ago yesterday day_before_yesterday",
    "de": "sekunde|sekunden|sek minute|minuten|min stunde|stunden|std tag|tage|tagen woche|wochen monat|monate|monaten "
    "jahr|jahre|jahren / vor / / heute|gerade_eben gestern vorgestern",
    "fr": "seconde|secondes|sec minute|minutes|min|mn heure|heures|h jour|jours|j semaine|semaines|sem mois "
    "an|ans|année|années / il_y_a|y_a / / aujourd’hui|à_l’instant hier avant-hier",
    "es": "segundo|segundos minuto|minutos|min hora|horas|h día|días semana|semanas mes|meses año|años "
    "/ hace / atrás / hoy ayer anteayer|antes_de_ayer|antier",
    "it": "secondo|secondi minuto|minuti|min ora|ore giorno|giorni settimana|settimane mese|mesi anno|anni "
    "/ / fa|or_sono / oggi ieri l’altro_ieri|altro_ieri",
    "pt": "segundo|segundos minuto|minutos|min hora|horas|h dia|dias semana|semanas mês|meses ano|anos "
    "/ há|faz / atrás / hoje ontem anteontem",
    "nl": "seconde|seconden minuut|minuten|min uur|uren|u dag|dagen|dgn week|weken maand|maanden jaar|jaren "
    "/ / geleden / vandaag|zojuist gisteren eergisteren",
    "sv": "sekund|sekunder minut|minuter|min timme|timmar|tim dag|dagar|dygn vecka|veckor månad|månader år "
    "/ för / sedan / idag|i_dag igår|i_går i_förrgår|förrgår",
    "da": "sekund|sekunder minut|minutter|min time|timer|t dag|dage|døgn uge|uger måned|måneder år "
    "/ for / siden / idag|i_dag igår|i_går i_forgårs|forgårs",
    "nb": "sekund|sekunder minutt|minutter|min time|timer|t dag|dager|døgn uke|uker måned|måneder|mnd år "
    "/ for / siden / idag|i_dag igår|i_går i_forgårs|forgårs",
    "fi": "sekunti|sekuntia|s minuutti|minuuttia|min tunti|tuntia|h|t päivä|päivää|pv|pvä|pvää viikko|viikkoa|vk|vko "
    "kuukausi|kuukautta|kk vuosi|vuotta|v / / sitten / tänään eilen toissapäivänä",
    "is": "sekúndu|sekúndum mínútu|mínútum klukkustund|klukkustundum|klukkutíma|klukkutímum|klst degi|dögum viku|vikum "
    "mánuði|mánuðum ári|árum / fyrir / síðan / í_dag í_gær í_fyrradag",
    "pl": "sekundę|sekundy|sekund|sek minutę|minuty|minut|min godzinę|godziny|godzin|godz dzień|dni "
    "tydzień|tygodnie|tygodni miesiąc|miesiące|miesięcy rok|lata|lat / / temu / dziś|dzisiaj wczoraj przedwczoraj",
    "cs": "sekundou|sekundami minutou|minutami hodinou|hodinami dnem|dny týdnem|týdny měsícem|měsíci rokem|roky|lety "
    "/ před / / dnes včera předevčírem",
    "sk": "sekundou|sekundami minútou|minútami hodinou|hodinami dňom|dňami týždňom|týždňami mesiacom|mesiacmi "
    "rokom|rokmi / pred / / dnes včera predvčerom",
    "hr": "sekundu|sekunde|sekundi minutu|minute|minuta|min sat|sata|sati dan|dana tjedan|tjedna|tjedana "
    "mjesec|mjeseca|mjeseci godinu|godine|godina / prije / / danas jučer prekjučer",
    "sl": "sekundo|sekundama|sekundami minuto|minutama|minutami uro|urama|urami dnevom|dnevoma|dnevi "
    "tednom|tednoma|tedni mesecem|mesecema|meseci letom|letoma|leti / pred / / danes včeraj predvčerajšnjim",
    "sr": "секунду|секунде|секунди|sekundu|sekunde|sekundi минут|минута|minut|minuta сат|сата|сати|sat|sata|sati "
    "дан|дана|dan|dana недељу|недеље|недеља|nedelju|nedelje|nedelja месец|месеца|месеци|mesec|meseca|meseci "
    "годину|године|година|godinu|godine|godina / пре|pre / / данас|danas јуче|juče прекјуче|prekjuče",
    "hu": "másodperccel perccel órával nappal héttel hónappal évvel / / ezelőtt / ma tegnap tegnapelőtt",
    "ro": "secundă|secunde minut|minute|min oră|ore zi|zile săptămână|săptămâni lună|luni an|ani "
    "/ acum|în_urmă_cu / în_urmă / azi|astăzi ieri alaltăieri",
    "bg": "секунда|секунди минута|минути|мин час|часа ден|дни|дена седмица|седмици месец|месеца година|години "
    "/ преди / / днес вчера завчера|онзи_ден",
    "ru": "секунду|секунды|секунд|сек минуту|минуты|минут|мин час|часа|часов|ч день|дня|дней|дн "
    "неделю|недели|недель|нед месяц|месяца|месяцев|мес год|года|лет / / назад|тому_назад "
    "/ сегодня|только_что вчера позавчера",
    "uk": "секунду|секунди|секунд хвилину|хвилини|хвилин|хв годину|години|годин|год день|дні|днів "
    "тиждень|тижні|тижнів місяць|місяці|місяців рік|роки|років / / тому|назад|тому_назад "
    "/ сьогодні|щойно вчора|учора позавчора",
    "be": "секунду|секунды|секунд хвіліну|хвіліны|хвілін гадзіну|гадзіны|гадзін дзень|дні|дзён тыдзень|тыдні|тыдняў "
    "месяц|месяцы|месяцаў год|гады|гадоў / / таму|назад|таму_назад / сёння ўчора|учора пазаўчора",
    "el": "δευτερόλεπτο|δευτερόλεπτα λεπτό|λεπτά ώρα|ώρες ημέρα|ημέρες|μέρα|μέρες εβδομάδα|εβδομάδες μήνα|μήνες "
    "χρόνο|χρόνια|έτος|έτη / πριν|πριν_από / πριν / σήμερα χθες|χτες προχθές|προχτές",
    "tr": "saniye dakika|dk saat|sa gün hafta ay yıl|sene / / önce|evvel / bugün dün evvelsi_gün|önceki_gün",
    "et": "sekund|sekundi|sekundit minut|minuti|minutit tund|tunni|tundi päev|päeva nädal|nädala|nädalat kuu|kuud "
    "aasta|aastat / / tagasi|eest / täna eile üleeile",
    "lv": "sekundes|sekundēm minūtes|minūtēm stundas|stundām dienas|dienām nedēļas|nedēļām mēneša|mēnešiem "
    "gada|gadiem / pirms / / šodien vakar aizvakar",
    "lt": "sekundę|sekundes|sekundžių minutę|minutes|minučių valandą|valandas|valandų dieną|dienas|dienų "
    "savaitę|savaites|savaičių mėnesį|mėnesius|mėnesių metus|metų / prieš / / šiandien vakar užvakar",
    "ca": "segon|segons minut|minuts hora|hores dia|dies setmana|setmanes mes|mesos any|anys / fa / / avui ahir "
    "abans-d’ahir|abans_d’ahir|despús-ahir",
    "gl": "segundo|segundos minuto|minutos hora|horas día|días semana|semanas mes|meses ano|anos "
    "/ hai|fai|hai_xa / atrás / hoxe onte antonte",
    "eu": "segundo minutu ordu egun aste hilabete|hil urte / duela|orain_dela / / gaur atzo herenegun",
    "cy": "eiliad munud|funud awr diwrnod|ddiwrnod|dydd|niwrnod wythnos mis|fis blynedd|mlynedd|flynedd|flwyddyn "
    "/ / yn_ôl / heddiw ddoe echdoe",
    "ga": "soicind|shoicind nóiméad|nóiméid uair|uaire|huaire lá seachtain|seachtaine|seachtainí mí|mhí "
    "bliain|bhliain|bliana|bhliana / / ó_shin / inniu inné arú_inné",
    "sq": "sekondë|sekonda minutë|minuta orë ditë javë muaj vit|vjet / / më_parë / sot dje pardje",
    "id": "detik menit|mnt jam hari minggu|pekan bulan tahun "
    "/ / yang_lalu|lalu|yg_lalu / hari_ini kemarin kemarin_dulu|kemarin_lusa",
    "ms": "saat minit jam hari minggu bulan tahun / / yang_lalu|lalu|lepas / hari_ini semalam kelmarin",
    "tl": "segundo minuto oras araw linggo buwan taon / / ang_nakalipas|na_ang_nakalipas|ang_nakaraan|ang_nakararaan "
    "/ ngayong_araw kahapon",
    "eo": "sekundo|sekundoj minuto|minutoj horo|horoj tago|tagoj semajno|semajnoj monato|monatoj jaro|jaroj "
    "/ antaŭ / / hodiaŭ hieraŭ antaŭhieraŭ",
    "ar": "ثانية|ثوان|ثواني دقيقة|دقائق ساعة|ساعات يوم|يوما|أيام أسبوع|أسابيع شهر|شهرا|أشهر|شهور "
    "سنة|سنوات|عام|عاما|أعوام / منذ|قبل / مضت / اليوم أمس|البارحة",
    "he": "שניה|שנייה|שניות דקה|דקות שעה|שעות יום|ימים שבוע|שבועות חודש|חודשים שנה|שנים / לפני / / היום אתמול שלשום",
    "fa": "ثانیه دقیقه ساعت روز هفته ماه سال / / پیش|قبل / امروز دیروز پریروز",
    "hi": "सेकंड|सेकेंड|सेकंड मिनट घंटा|घंटे|घण्टे दिन हफ़्ते|हफ्ते|सप्ताह महीना|महीने|माह साल|वर्ष / / पहले|पूर्व / आज",
    "bn": "সেকেন্ড মিনিট ঘন্টা|ঘণ্টা দিন সপ্তাহ মাস বছর / / আগে|পূর্বে / আজ গতকাল",
    "ta": "வினாடி|வினாடிகள்|விநாடி|வினாடிகளுக்கு நிமிடம்|நிமிடங்கள்|நிமிடத்திற்கு|நிமிடங்களுக்கு "
    "மணிநேரம்|மணிநேரத்திற்கு|மணிநேரங்களுக்கு நாள்|நாட்கள்|நாளுக்கு|நாட்களுக்கு வாரம்|வாரங்கள்|வாரத்திற்கு|வாரங்களுக்கு "
    "மாதம்|மாதங்கள்|மாதத்துக்கு|மாதத்திற்கு|மாதங்களுக்கு ஆண்டு|ஆண்டுகள்|ஆண்டிற்கு|ஆண்டுகளுக்கு|வருடங்களுக்கு "
    "/ / முன்|முன்பு / இன்று நேற்று",
    "vi": "giây phút giờ|tiếng ngày tuần tháng năm / / trước / hôm_nay hôm_qua hôm_kia",
}
"""Language → units / before / behind / today, yesterday, the day before; ``_`` stands for a blank."""

ONE = frozenset(map(folded, "a an one ein eine einem einer un une uno una um uma een en et ett egy mot".split()))
"""What stands for 1."""
BETWEEN = frozenset(
    map(folded, "and und et y e en og och ja i a և de od din około etwa ca about över mehr als".split())
)
"""What may stand between two amounts, or an amount and its unit: "1 Jahr und 3 Monaten", Romanian "20 de minute"."""
ELSEWHERE = frozenset(map(folded, ("hier", "ma", "sot", "dje", "ieri", "hoy", "pre", "vakar", "hari ini")))
"""Words for days that are other words in other languages: they count on pages of their own language only."""

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """The folded words of one language."""

    units: dict[str, str]
    single: frozenset[str]
    """The first form of each unit, which may stand without a number: "rok temu"."""
    before: tuple[Phrase, ...]
    behind: tuple[Phrase, ...]
    days: dict[Phrase, int]
    """How many days before today."""


@cache
def words_of(language: str) -> Words | None:
    """The words of a language, by its first two or three letters."""
    line = _WORDS.get(_ALIASES.get(language, language))
    if line is None:
        return None
    units, before, behind, days = (part.split() for part in line.split("/"))
    assert len(units) == len(UNITS)
    return Words(
        units={word: unit for unit, forms in zip(UNITS, units, strict=True) for word in _forms(forms)},
        single=frozenset(_forms(forms)[0] for forms in units),
        before=_phrases(before),
        behind=_phrases(behind),
        days={phrase: back for back, forms in enumerate(days) for phrase in _phrases([forms])},
    )


def _forms(forms: str) -> list[str]:
    return [folded(form) for form in forms.split("|")]


def _phrases(said: list[str]) -> tuple[Phrase, ...]:
    """Phrases as their words, the longest first."""
    found = [tuple(form.split("_")) for forms in said for form in forms.split("|")]
    return tuple(sorted((tuple(map(folded, phrase)) for phrase in found), key=len, reverse=True))


_ALIASES = {"no": "nb", "nn": "nb", "bs": "hr", "sh": "hr", "mk": "bg", "fil": "tl", "in": "id", "iw": "he"}
LANGUAGES = tuple(_WORDS)
