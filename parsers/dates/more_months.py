"""The names of the months in languages that few blogs are written in, named as in the Unicode CLDR; see ``months``.

They count on pages that say their language; without it only those do that no Latin or Cyrillic letters write, for
"may" is October in Duala and "mae" is May in Breton.
"""

from __future__ import annotations

LINES = {
    "af": "januarie februarie maart|mrt april mei junie julie augustus september oktober november desember",
    "am": "ጃንዋሪ|ጃን ፌብሩዋሪ|ፌብ ማርች ኤፕሪል ሜይ ጁን ጁላይ ኦገስት ሴፕቴምበር ኦክቶበር ኖቬምበር ዲሴምበር",
    "ast": "xineru febreru marzu abril mayu xunu xunetu|xnt agostu setiembre ochobre payares avientu",
    "az": "yanvar fevral mart aprel may iyun|iyn iyul|iyl avqust sentyabr oktyabr noyabr dekabr",
    "br": "genver cʼhwevrer|chwevrer meurzh ebrel mae mezheven gouere eost gwengolo here du kerzu|kzu",
    "dsb": "januar|januara februar|februara měrc|měrca apryl|apryla maj|maja junij|junija julij|julija awgust|awgusta"
    " september|septembra oktober|oktobra nowember|nowembra december|decembra",
    "fo": "januar februar mars apríl mai juni juli august september oktober november desember",
    "fy": "jannewaris febrewaris maart|mrt april maaie|mai juny july augustus septimber oktober novimber desimber",
    "gd": "faoilleach|fhaoilleach gearran|ghearran màrt|mhàrt giblean|ghiblean cèitean|chèitean ògmhios|t-ògmhios"
    " iuchar|t-iuchar lùnastal sultain|t-sultain dàmhair samhain|t-samhain dùbhlachd",
    "gu": "જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટેમ્બર ઑક્ટોબર નવેમ્બર ડિસેમ્બર",
    "hsb": "januar|januara februar|februara měrc|měrca apryl|apryla meja|meje junij|junija julij|julija awgust|awgusta"
    " september|septembra oktober|oktobra nowember|nowembra december|decembra",
    "hy": "հունվար|հունվարի|հնվ փետրվար|փետրվարի|փտվ մարտ|մարտի|մրտ ապրիլ|ապրիլի մայիս|մայիսի|մյս հունիս|հունիսի|հնս"
    " հուլիս|հուլիսի|հլս օգոստոս|օգոստոսի|օգս սեպտեմբեր|սեպտեմբերի հոկտեմբեր|հոկտեմբերի նոյեմբեր|նոյեմբերի"
    " դեկտեմբեր|դեկտեմբերի",
    "ka": "იანვარი|იანვარს თებერვალი|თებერვალს მარტი|მარტს აპრილი|აპრილს მაისი|მაისს ივნისი|ივნისს ივლისი|ივლისს"
    " აგვისტო|აგვისტოს სექტემბერი|სექტემბერს ოქტომბერი|ოქტომბერს ნოემბერი|ნოემბერს დეკემბერი|დეკემბერს",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "km": "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    "kn": "ಜನವರಿ|ಜನ ಫೆಬ್ರವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್|ಆಗ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್",
    "ky": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "lb": "januar februar mäerz abrëll mee juni juli august september oktober november dezember",
    "lo": "ມັງກອນ|ມ.ກ ກຸມພາ|ກ.ພ ມີນາ|ມ.ນ ເມສາ|ມ.ສ ພຶດສະພາ|ພ.ພ ມິຖຸນາ|ມິ.ຖ ກໍລະກົດ|ກ.ລ ສິງຫາ|ສ.ຫ ກັນຍາ|ກ.ຍ ຕຸລາ|ຕ.ລ"
    " ພະຈິກ|ພ.ຈ ທັນວາ|ທ.ວ",
    "ml": "ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മേയ്|മെയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ്|ഓഗ സെപ്റ്റംബർ ഒക്ടോബർ|ഒക്‌ടോബർ|ഒക്ടോ നവംബർ ഡിസംബർ",
    "mr": "जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट|ऑग सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर",
    "mt": "jannar frar marzu april mejju ġunju lulju awwissu settembru ottubru novembru diċembru",
    "my": "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
    "nds": "januaar februaar märz april mai juni juli august september oktober|oktover november dezember",
    "ne": "जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
    "oc": "genièr febrièr març abril mai junh julhet agost setembre octòbre novembre decembre",
    "pa": "ਜਨਵਰੀ|ਜਨ ਫ਼ਰਵਰੀ|ਫਰਵਰੀ|ਫ਼ਰ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ|ਅਗ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ",
    "ps": "جنوري فبروري|فېبروري مارچ اپریل مۍ جون جولای اګست سېپتمبر|سپتمبر اکتوبر نومبر دسمبر",
    "rm": "schaner favrer mars avrigl matg zercladur fanadur avust settember october november december",
    "si": "ජනවාරි|ජන පෙබරවාරි මාර්තු අප්‍රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර්|ඔක් නොවැම්බර් දෙසැම්බර්",
    "so": "janaayo|jannaayo febraayo maarso|mar abriil maayo juun|jun luulyo|lul agosto|ogosto|ogs sebtembar|sebteembar"
    " oktoobar noofeembar|nof diseembar",
    "sw": "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
    "te": "జనవరి|జన ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జులై|జూలై ఆగస్టు|ఆగస్ట్|ఆగ సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్",
    "tg": "январ|январи феврал|феврали март|марти апрел|апрели май|майи июн|июни июл|июли август|августи"
    " сентябр|сентябри октябр|октябри ноябр|ноябри декабр|декабри",
    "tk": "ýanwar fewral mart aprel maý iýun iýul awgust sentýabr oktýabr noýabr dekabr",
    "tt": "гыйнвар февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "ur": "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    "uz": "yanvar|январ fevral|феврал mart|март aprel|апрел may|май iyun|iyn|июн iyul|iyl|июл avgust|август"
    " sentyabr|sentabr|сентябр oktyabr|oktabr|октябр noyabr|ноябр dekabr|декабр",
    "yi": "יאַנואַר פֿעברואַר מערץ אַפּריל מיי יוני יולי אויגוסט סעפּטעמבער אקטאבער נאוועמבער דעצעמבער",
    "zu": "januwari februwari mashi ephreli meyi juni julayi agasti septhemba okthoba novemba disemba",
}
"""Twelve groups a language, in the form of ``months``."""
