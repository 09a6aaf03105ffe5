"""What lines say that stand in an article and are none of it: labels of other posts, promotions, facts on the post."""

from __future__ import annotations

import re

OTHERS = re.compile(
    r"(?:"
    r"(?:related|similar|recommended|popular|trending|latest|recent|more|further|other|featured|"
    r"top)\s(?:\w+\s){0,2}(?:posts?|articles?|stor(?:y|ies)|news|reads?|reading|content|links?|topics?|"
    r"resources?|blogs?|guides?|insights?|podcasts?)"
    r"|related|related topics|you (?:may|might|could|’ll|'ll|will) (?:also )?(?:like|love|enjoy|be "
    r"interested).*|you may also.*|more (?:from|on|in|about|like)\b.*|read (?:more|next|also|this next)\b.*|"
    r"up next|also read|see also|don[’']t miss.*|what to read next|keep reading|next article|previous article"
    r"|about (?:the )?authors?|about (?:me|us)|author|written by.*|meet the author|share(?: this)?(?: post| "
    r"article| story| page| on)?.*|spread the (?:word|love)|follow us.*|connect with us.*|contact us.*|get in "
    r"touch.*|stay (?:up to date|in touch|connected|informed|ahead)\b.*"
    r"|subscribe\b.*|newsletter.*|sign up\b.*|join (?:our|the)\b.*|leave a (?:reply|comment).*|(?:\d+ "
    r")?comments?(?: \(\d+\))?|no comments.*|post a comment.*|join the (?:conversation|discussion).*|tags?|"
    r"topics|categories|filed under.*|posted in.*|navigation|post navigation|table of contents|in this "
    r"article|on this page|support (?:us|our)\b.*|donate.*|advertisement"
    r"|(?:empfohlene|neue|aktuelle|ähnliche) (?:beiträge|artikel|themen).*|verwandte (?:beiträge|artikel|"
    r"themen).*|das könnte (?:sie|dich|euch|ihnen) auch.*|auch interessant.*|weitere (?:artikel|beiträge|"
    r"themen|informationen|infos|meldungen|nachrichten|news|links|inhalte)\b.*|weiterführende[rs]? "
    r"(?:informationen|links?|artikel).*|weiterlesen|lese-?tipps?|link-?tipps?|mehr (?:zum thema|themen|zu|aus"
    r"|von|artikel|lesen)\b.*|lesen sie "
    r"(?:auch|mehr|hier).*|lies auch.*|zum (?:thema|weiterlesen).*|auch (?:lesen|auf|spannend)\b.*|(?:unsere |"
    r"redaktionelle )?empfehlungen\b.*|vorschau\b.*|unterstützen?\b.*|jetzt spenden.*|passend dazu.*|mehr "
    r"dazu.*"
    r"|über (?:den|die) autor(?:in|en)?.*|kommentare?.*|schreibe? einen kommentar.*|(?:artikel|beitrag|seite) "
    r"(?:teilen|drucken|empfehlen).*|teilen(?: sie)?.*|teile (?:diesen|dies).*|diesen (?:artikel|beitrag) "
    r"teilen.*|(?:diesen |den )?(?:artikel|beitrag) mit (?:anderen|freunden) teilen.*|schlagw(?:ort|orte"
    r"|örter).*|themen|stichworte|newsletter.*|folgen sie.*|jetzt (?:abonnieren|"
    r"anmelden).*|die neuesten.*|neueste beiträge.*|beitrags-?navigation|inhaltsverzeichnis|inhalt|anzeige|"
    r"meistgelesen.*|aktuelle (?:beiträge|meldungen|artikel|news).*|downloads?|zurück(?: zur| zum| zu)?\b.*|"
    r"back to\b.*|ansprechpartner.*|pressekontakt.*|kontakt"
    r"|articles? (?:similaires?|liés?|connexes?|récents?).*|à lire (?:aussi|également).*|lire aussi.*|sur le "
    r"même (?:sujet|thème).*|partager.*|laisser un commentaire.*|commentaires?.*|à propos de l[’']auteur.*"
    r"|(?:artículos|entradas|noticias|posts?) (?:relacionad[oa]s|similares|recientes).*|temas relacionados.*|"
    r"(?:te|le|les) puede(?:n)? interesar.*|también te puede.*|comparte.*|compartir.*|deja (?:un|una) "
    r"(?:comentario|respuesta).*|comentarios?.*|sobre el autor.*|lee también.*"
    r"|articoli (?:correlati|simili|recenti).*|leggi anche.*|potrebbe(?:ro)? interessarti.*|condividi.*|"
    r"lascia un commento.*|commenti.*"
    r"|artigos relacionados.*|leia (?:também|mais).*|compartilhe.*|deixe um comentário.*|lees (?:ook|meer|"
    r"verder).*|gerelateerde? .*|reacties.*|deel dit.*|læs også.*|les også.*|läs (?:också|mer|även).*|lue "
    r"myös.*|czytaj (?:także|też|również).*|podobne.*|přečtěte si.*|související.*|читайте (?:также|ещё).*|"
    r"похожие.*|関連記事.*|相关.*"
    r")\s*[:.…»›!]*",
    re.I,
)  # fmt: skip
LINK_LINE = re.compile(
    r"^\W*(?:read (?:more|also|next)|also read|see also|related|more|watch|listen|lesen sie|lies auch|mehr "
    r"(?:dazu|zum)|siehe auch|auch interessant|das könnte|zum (?:weiterlesen|nachlesen)|lire aussi|à lire|"
    r"voir aussi"
    r"|lee también|leer más|(?:te|le|les) puede|vea también|mire|mehr (?:lesen|\w+ (?:auf|bei|von))|weiter (?:zu"
    r"|lesen)"
    r"|dowiedz się|zobacz (?:też|także)|leggi anche|leia (?:também|mais)|lees (?:ook|meer"
    r"|verder)|læs også|les "
    r"også|läs också|lue myös|czytaj (?:także|też)|читайте также|tags?|filed under|posted in|schlagw[oö]rter|"
    r"kategorien?|categor(?:y|ies)|themen)\b",
    re.I,
)
CREDIT = re.compile(
    r"\W*(?:fotos?|photos?|images?|bild(?:er|quelle|nachweis)?|pictures?|grafik|illustration(?:en)?|"
    r"screenshot|credits?|crédit(?:os?)?|quelle|source|fuente|fonte|copyright|©|\(c\)|imagen|foto de|via)"
    r"(?:\s(?:by|von|credit|de|di|courtesy|:))?\s?[:/©]?\s.{2,80}|.{0,40}(?:getty images|shutterstock|"
    r"istock\w*|pixabay|unsplash|pexels|picture[- ]alliance|fotolia|adobe ?stock|depositphotos|imago|dpa|afp|"
    r"reuters|epa|ap photo)\W*.{0,20}",
    re.I,
)
PROMOTION = re.compile(
    r"\W*(?:(?:please )?(?:subscribe (?:to|now|today|for)|sign up (?:for|to|now|today|here)|follow (?:us|me|"
    r"our|@|(?:[\w’']+ ){1,4}on (?:facebook|twitter|instagram|x|youtube|linkedin|tiktok|pinterest|mastodon|bluesky"
    r"|threads|google|telegram)\b)|join our\b|download (?:the|our) (?:\w+ ){0,3}app)|for the latest (?:news|stories|"
    r"updates)\b"
    r"|to (?:view|read|continue reading) (?:the|this) (?:full|entire|whole|rest)|already (?:a (?:subscriber|"
    r"member)|have an account\b)|first[- ]time subscribers|if you[’']re (?:seeing this message"
    r"|already a subscriber)|get (?:the|"
    r"our) (?:latest|best|newsletter)"
    r"|as an amazon associate|(?:this|our) (?:post|article|page|site|blog) (?:may )?contains? affiliate|"
    r"products are chosen independently|we (?:may )?(?:earn|receive) (?:a )?(?:small )?commission|"
    r"(?:purchases|buying) (?:made )?through (?:our )?links"
    r"|jetzt (?:hier )?(?:kostenlos )?(?:registrieren|anmelden|abonnieren|downloaden|bestellen|lesen|"
    r"teilnehmen)|hier (?:kostenlos |geht[’']?s )?(?:anmelden|abonnieren|zum newsletter)|(?:folgen sie|"
    r"folgt?) (?:uns|mir)\b|abonnieren sie\b|(?:melde dich|melden sie sich)\b.{0,60}newsletter"
    r"|suscr[íi]bete|s[íi]guenos|inscreva-se|assine (?:a|o|nossa)|abonnez-vous|inscrivez-vous|suivez[- ]nous|"
    r"iscriviti|seguici|schrijf je in|volg ons|zapisz się|obserwuj nas"
    r"|(?:recommended |empfohlener )?(?:external content|externer inhalt|contenu externe)\W*$|an dieser stelle"
    r" (?:findest|finden|ist|wird)\b.{0,60}\bextern|um (?:deine|ihre) (?:persönlichen )?daten zu schützen"
    r"|(?:dieser inhalt|this (?:content|embed|video))\b.{0,60}\b(?:hosted by|bereitgestellt|geladen|blocked"
    r"|blockiert)"
    r"|mit (?:dem )?(?:klick|laden|aufruf)\b.{0,40}\b(?:akzeptieren|stimmen|erklären)"
    r"|(?:advertisement|anzeige|werbung)\s?(?:[-–—:]|,\s?enthält)|article continues (?:below|after)"
    r"|(?:this|the) (?:article|story|content) is (?:exclusive|only|available)\b.{0,30}\b(?:subscribers|members)"
    r"|(?:um|bitte|you (?:must|need|have)|please|vous devez|sie müssen|du musst|debes?"
    r"|devi)\b.{0,90}\b(?:eingeloggt|angemeldet"
    r"|einloggen|logged in|log ?in|connectée?|iniciar sesión|registrad[oa])\b.{0,60}$"
    r"|we independently (?:test|review|research|select)|we are (?:a )?reader[- ]supported"
    r"|.{2,40}\bis supported by commissions"
    r"|unterstützen sie (?:diese|unsere|uns)\b|unterstützt? (?:unsere?|mich|uns)\b|if you enjoyed (?:reading )?this"
    r"|wenn (?:ihnen|dir|euch) (?:unser|der|dieser|mein) (?:artikel|beitrag|text)\b.{0,30}gef|powered by\b"
    # the foot of a post in WordPress's own themes
    r"|this (?:entry|post|article) was (?:posted|published|filed|written) (?:on \w+day|(?:on|in|by|under)\b.{0,160}"
    r"\b(?:bookmark|filed|tagged|permalink))|dieser (?:beitrag|eintrag|artikel) wurde\b.{0,160}"
    r"(?:veröffentlicht|abgelegt|geschrieben|publiziert)\W|cette entrée a été publiée|ce(?:t article"
    r"| contenu) a été publié"
    r"|(?:esta entrada|este artículo) (?:fue publicad[oa]|se publicó)|(?:questa voce|questo articolo) è stat[oa]"
    r" (?:pubblicat|inserit)|dit bericht (?:is|werd) geplaatst|est[ea] (?:post|entrada|artigo) foi publicad"
    r"|ten wpis został (?:opublikowany|dodany)|(?:detta inlägg|dette (?:innlegget|indlæg)|denne artikkelen)\b.{0,12}"
    r"\b(?:publicerad|publisert|postad|udgivet|publicerades|postades)|tämä artikkeli julkaistiin"
    r"|thank(?:s| you) for your feedback|(?:was|is|did you find) this (?:article|page|post|answer|content) helpful"
    r"|(?:war|ist) (?:diese[rs]?) (?:artikel|beitrag|seite|inhalt|antwort) hilfreich|cet article vous a-t-il"
    r"|(?:es werden|showing|displaying|viewing)\b.{0,30}\b\d+ ?(?:-|–|to|bis|through) ?\d+ (?:of|von)\b"
    r"|zum vergrößern (?:bitte )?(?:auf|klicken|anklicken)|(?:zum vergrößern )?(?:auf das|aufs) (?:bild"
    r"|foto) (?:klicken|tippen)"
    r"|click (?:on )?(?:the |any |an? )?(?:image|photo|picture)s? (?:to|for) (?:enlarge|view|zoom|see|open|a larger)"
    r"|cliquez sur (?:l[’']image|la photo) pour|clic(?:a|k|ca)? (?:en|sulla|en la|na) (?:la )?(?:imagen|foto"
    r"|immagine|imagem) para"
    r"|(?:jetzt )?zum (?:kostenlosen )?newsletter\b|bei den (?:verlinkungen|links) handelt es sich um"
    r"|\W*enthält (?:affiliate|werbung)|dieser (?:artikel|beitrag) (?:kann|enthält)\b.{0,40}(?:affiliate|links"
    r"|werbung))",
    re.I,
)
"""What asks for something instead of telling something."""
ABOUT = re.compile(
    r"(?:(?:estimated )?(?:reading|read) time\b.{0,30}|lesezeit\b.{0,30}|"
    r"\W*\d{1,3}\s?(?:-\s?)?(?:min(?:ute)?s?|mins?\.|minutos?|minuti|minuten)\.?(?:\s(?:read|de lecture|de "
    r"lectura|di lettura|lesezeit|reading time|leestijd))?"
    r"|(?:categor(?:y|ies)|kategorien?|tags?|filed under|posted in|schlagw(?:ort|örter|orte)|rubrik|"
    r"stichworte)\s?:.{0,70}"
    r"|(?:last )?(?:updated|modified|published|reviewed|zuletzt|aktualisiert|veröffentlicht|geändert|"
    r"stand)\b[^\d]{0,24}\d[\w\s,.:/-]{3,30}(?:\s(?:by|von|par|por|da|door)\s[^.]{2,40}\.?)?"
    r"|(?:(?:posted|published|written|submitted|filed|veröffentlicht|geschrieben|verfasst|eingestellt|publié|rédigé"
    r"|posté|écrit|escrito|publicado|pubblicato|scritto|inserito|geplaatst|geschreven|skrevet|publicerad|dodano)\s"
    r"(?:by|on|at|in|under|von|am|um|par|le|dans|por|el|da|il|door|op|av|den|przez)\b|par\s|von\s"
    r"|by\s)[^.]{2,50}?\d[^a-z]?"
    r"[\w\s,.:/@|•·-]{2,40}"
    r"|(?:©|\(c\)|copyright)\s.{0,70}|.{0,60}\ball rights reserved\W*|.{0,40}\balle rechte vorbehalten\W*"
    r"|(?:share|teilen|tweet|pin it|print|drucken|e-?mail|copy link|link kopieren|weiterlesen|read more|show "
    r"more|mehr anzeigen|nach oben|back to top|listen|anhören|save|merken|advertisement|anzeige|werbung|"
    r"sponsored|(?:bild|foto|image|photo|caption|bildunterschrift) (?:anzeigen|schließen|vergrößern|öffnen)"
    r"(?: bild (?:schließen|verkleinern))?|(?:show|hide|view|open|close|enlarge|expand|zoom) (?:caption|image"
    r"|photo|picture)"
    r"(?: hide caption)?|enlarge this image|loading slideshow|tell us why|jump to (?:recipe|review|comments"
    r"|content))\W*)",
    re.I,
)
COMMISSION = re.compile(
    r"\b(?:we|i|us|me|\w+ may)\b[^.]{0,40}\b(?:earn|receive|get|make|paid)\b[^.]{0,40}\bcommissions?\b"
    r"|\b(?:purchases?|links?)\b[^.]{0,40}\bearn (?:us|me)\b"
    r"|\b(?:wir|ich|uns|mir)\b[^.]{0,60}\bprovision(?:en)?\b|\b(?:nous|je)\b[^.]{0,60}\bcommission\b"
    r"|\b(?:recib|gan|obten)\w+[^.]{0,40}\bcomisi[oó]n\b",
    re.I,
)
"""What a paragraph says that tells of sold links, in the first person."""
BOUGHT = re.compile(r"link|affiliate|purchase|product|\bbuy|\bkauf|provision|achat|compra|feature|shop", re.I)
"""What such a paragraph speaks of too."""
