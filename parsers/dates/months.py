"""The names of the months as blogs print them, by language: data for ``dates``.

Twelve groups a language, forms of one month joined by ``|`` (nominative first, then the cases that stand in dates and
abbreviations that are no beginning of the name). Every beginning of three letters or more is
understood too ("Okt.", "févr.", "sept"), unless it could be two months.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from .more_months import LINES

_NAMES = {
    "en": "january february march april may june july august september|sept october november december",
    "de": "januar|jänner februar|feber|feb märz|maerz|mrz april mai juni juli august september oktober "
    "november dezember",
    "fr": "janvier février|fevr mars avril mai juin juillet|juil août|aout septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart|mrt april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuu|tammikuuta helmikuu|helmikuuta maaliskuu|maaliskuuta huhtikuu|huhtikuuta toukokuu|toukokuuta"
    " kesäkuu|kesäkuuta heinäkuu|heinäkuuta elokuu|elokuuta syyskuu|syyskuuta lokakuu|lokakuuta marraskuu|marraskuuta"
    " joulukuu|joulukuuta",
    "is": "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    "pl": "styczeń|stycznia luty|lutego marzec|marca kwiecień|kwietnia maj|maja czerwiec|czerwca lipiec|lipca"
    " sierpień|sierpnia wrzesień|września październik|października listopad|listopada grudzień|grudnia",
    "cs": "leden|ledna únor|února březen|března duben|dubna květen|května červen|června|čvn červenec|července|čvc"
    " srpen|srpna září říjen|října listopad|listopadu prosinec|prosince",
    "sk": "január|januára február|februára marec|marca apríl|apríla máj|mája jún|júna júl|júla august|augusta"
    " september|septembra október|októbra november|novembra december|decembra",
    "hr": "siječanj|siječnja veljača|veljače ožujak|ožujka travanj|travnja svibanj|svibnja lipanj|lipnja srpanj|srpnja"
    " kolovoz|kolovoza rujan|rujna listopad|listopada studeni|studenoga|studenog prosinac|prosinca",
    "sl": "januar|januarja februar|februarja marec|marca april|aprila maj|maja junij|junija julij|julija avgust|avgusta"
    " september|septembra oktober|oktobra november|novembra december|decembra",
    "sr": "januar|januara|јануар|јануара februar|februara|фебруар|фебруара mart|marta|март|марта"
    " april|aprila|април|априла maj|maja|мај|маја jun|juna|juni|јун|јуна|јуни jul|jula|juli|јул|јула|јули"
    " avgust|avgusta|август|августа septembar|septembra|септембар|септембра oktobar|oktobra|октобар|октобра"
    " novembar|novembra|новембар|новембра decembar|decembra|децембар|децембра",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "ru": "январь|января февраль|февраля март|марта апрель|апреля май|мая июнь|июня июль|июля август|августа"
    " сентябрь|сентября октябрь|октября ноябрь|ноября декабрь|декабря",
    "uk": "січень|січня лютий|лютого березень|березня квітень|квітня травень|травня червень|червня липень|липня"
    " серпень|серпня вересень|вересня жовтень|жовтня листопад|листопада грудень|грудня",
    "be": "студзень|студзеня люты|лютага сакавік|сакавіка красавік|красавіка травень|траўня|май|мая чэрвень|чэрвеня"
    " ліпень|ліпеня жнівень|жніўня верасень|верасня кастрычнік|кастрычніка лістапад|лістапада снежань|снежня",
    "el": "ιανουάριος|ιανουαρίου φεβρουάριος|φεβρουαρίου μάρτιος|μαρτίου απρίλιος|απριλίου μάιος|μαΐου ιούνιος|ιουνίου"
    " ιούλιος|ιουλίου αύγουστος|αυγούστου σεπτέμβριος|σεπτεμβρίου οκτώβριος|οκτωβρίου νοέμβριος|νοεμβρίου"
    " δεκέμβριος|δεκεμβρίου",
    "tr": "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "lv": "janvāris|janvārī februāris|februārī marts|martā aprīlis|aprīlī maijs|maijā jūnijs|jūnijā jūlijs|jūlijā"
    " augusts|augustā septembris|septembrī oktobris|oktobrī novembris|novembrī decembris|decembrī",
    "lt": "sausis|sausio vasaris|vasario kovas|kovo balandis|balandžio gegužė|gegužės birželis|birželio liepa|liepos"
    " rugpjūtis|rugpjūčio rugsėjis|rugsėjo spalis|spalio lapkritis|lapkričio gruodis|gruodžio",
    "ca": "gener febrer març abril maig juny juliol agost|ag setembre octubre novembre desembre",
    "gl": "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
    "eu": "urtarrila|urtarrilak|urtarrilaren otsaila|otsailak|otsailaren martxoa|martxoak|martxoaren"
    " apirila|apirilak|apirilaren maiatza|maiatzak|maiatzaren ekaina|ekainak|ekainaren uztaila|uztailak|uztailaren"
    " abuztua|abuztuak|abuztuaren iraila|irailak|irailaren urria|urriak|urriaren azaroa|azaroak|azaroaren"
    " abendua|abenduak|abenduaren",
    "cy": "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
    "ga": "eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa|lúnasa meán_fómhair deireadh_fómhair "
    "samhain nollaig",
    "sq": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
    "id": "januari februari|pebruari maret april mei juni juli agustus|agt september oktober"
    " november|nopember desember",
    "ms": "januari februari mac april mei jun julai ogos september oktober november disember",
    "tl": "enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
    "eo": "januaro februaro marto aprilo majo junio julio aŭgusto septembro oktobro novembro decembro",
    "ar": "يناير|جانفي|كانون_الثاني فبراير|فيفري|شباط مارس|آذار أبريل|إبريل|أفريل|نيسان مايو|ماي|أيار يونيو"
    "|يونيه|يونية|جوان|حزيران يوليو|يوليه|يولية|يوليوز|جويلية|تموز أغسطس|غشت|أغشت|أوت|آب سبتمبر|شتنبر|شتمبر|أيلول"
    " أكتوبر|تشرين_الأول نوفمبر|نونبر|تشرين_الثاني ديسمبر|دجنبر|دجمبر|كانون_الأول",
    "he": "ינואר|בינואר פברואר|בפברואר מרץ|במרץ אפריל|באפריל מאי|במאי יוני|ביוני יולי|ביולי אוגוסט|באוגוסט"
    " ספטמבר|בספטמבר אוקטובר|באוקטובר נובמבר|בנובמבר דצמבר|בדצמבר",
    "fa": "ژانویه|ژانويه فوریه|فوريه مارس آوریل|آوريل مه|می ژوئن ژوئیه|ژوئيه|جولای اوت|آگوست"
    " سپتامبر اکتبر|اكتبر نوامبر دسامبر",
    "hi": "जनवरी|जन फ़रवरी|फरवरी|फ़र मार्च अप्रैल मई जून जुलाई|जुल अगस्त|अग सितंबर|सितम्बर|सित अक्टूबर|अक्तूबर|अक्टू"
    " नवंबर|नवम्बर|नव दिसंबर|दिसम्बर|दिस",
    "th": "มกราคม|ม.ค. กุมภาพันธ์|ก.พ. มีนาคม|มี.ค. เมษายน|เม.ย. พฤษภาคม|พ.ค. มิถุนายน|มิ.ย. กรกฎาคม|ก.ค. สิงหาคม|ส.ค."
    " กันยายน|ก.ย. ตุลาคม|ต.ค. พฤศจิกายน|พ.ย. ธันวาคม|ธ.ค.",
    "bn": "জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "ta": "ஜனவரி|ஜன பிப்ரவரி மார்ச் ஏப்ரல்|ஏப் மே ஜூன் ஜூலை ஆகஸ்ட்|ஆக செப்டம்பர் அக்டோபர்|அக் நவம்பர்|நவ டிசம்பர்",
    "vi": "tháng_một tháng_hai tháng_ba tháng_tư tháng_năm tháng_sáu tháng_bảy tháng_tám tháng_chín tháng_mười"
    " tháng_mười_một tháng_mười_hai",
}

_WIDESPREAD = frozenset(("en", "de", "fr", "es", "it", "pt", "nl"))
"""The first of the table: their abbreviations stand where a page does not tell its language."""
_LAST_CYRILLIC = "\u0530"
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "’": "", "'": ""})


def folded(word: str) -> str:
    """Lower case without accents: "Août" → "aout"."""
    word = word.casefold()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word)
        word = "".join(c for c in word if not unicodedata.combining(c)).translate(_PLAIN)
    return word.replace("'", "")


def _table(line: str) -> tuple[dict[str, int], dict[str, int]]:
    """The names of one language folded, and the beginnings of three letters or more that are of one month only."""
    table: dict[str, int] = {}
    short: dict[str, set[int]] = {}
    for month, group in enumerate(line.split(), 1):
        for name in group.split("|"):
            whole = folded(name.replace("_", " "))
            table[whole] = month
            for end in range(3, len(whole)):
                short.setdefault(whole[:end], set()).add(month)
    return table, {word: min(months) for word, months in short.items() if len(months) == 1 and word not in table}


def _tables() -> tuple[dict[str, dict[str, int]], dict[str, int], frozenset[str]]:
    by_language: dict[str, dict[str, int]] = {}
    names: dict[str, set[int]] = {}
    beginnings: dict[str, set[int]] = {}
    settled: set[str] = set()
    for language, line in _NAMES.items():
        table, short = _table(line)
        for word, month in table.items():
            names.setdefault(word, set()).add(month)
        for word, month in short.items():
            if word not in settled:
                beginnings.setdefault(word, set()).add(month)
        if language in _WIDESPREAD:
            # "mar" is March and not marraskuu, whoever else writes it; "lip" is July for Poles, June for Croats
            settled |= beginnings.keys()
        by_language[language] = table | short
    for line in LINES.values():
        for word, month in _table(line)[0].items():
            if word > _LAST_CYRILLIC and word not in beginnings:
                names.setdefault(word, set()).add(month)
    common = {word: min(months) for word, months in beginnings.items() if word not in names and len(months) == 1}
    common |= {word: min(months) for word, months in names.items() if len(months) == 1}
    return by_language, common, frozenset(names) | settled


@lru_cache(maxsize=len(LINES))
def _seldom(language: str) -> dict[str, int]:
    """The names of a language that few blogs are written in, none for those that are not known."""
    table, short = _table(LINES.get(language, ""))
    return table | short


BY_LANGUAGE, COMMON, _SAFE = _tables()
"""Folded name → month, of one language, and of all where they agree ("listopad" is October for Croats, November
for Poles); and which of these hold on a page in a language that is not known: "Mae" may be May."""

for _alias, _language in (("no", "nb"), ("nn", "nb"), ("bs", "hr"), ("sh", "sr"), ("mk", "bg"), ("fil", "tl")):
    BY_LANGUAGE[_alias] = BY_LANGUAGE[_language]


def month_of(word: str, languages: tuple[str, ...] = ()) -> int | None:
    """The number of the month that ``word`` names, None if it names none or could be two."""
    key = folded(word).rstrip(".׳॰")
    if key[:1] == "ל":
        key = key[1:]  # Hebrew: 19 לאוקטובר
    known = not languages
    for language in languages:
        name = language.partition("-")[0].partition("_")[0].lower()
        table = BY_LANGUAGE.get(name) or _seldom(name)
        if month := table.get(key):
            return month
        known = known or bool(table)
    return COMMON.get(key) if known or key in _SAFE else None
