"""What buttons beside a comment say, and what a page tells only the author of a comment that is not yet approved."""

from __future__ import annotations

import re

ACTION = re.compile(
    r"[\W\d_]*(?:#|¶|∞|perma-?link|link|quote|cite|reply(?: to (?:this|\w+)(?: comment)?)?|respond|answer|edit"
    r"|delete|report|"
    r"flag|share|like|parent|permanent link|link to (?:this )?comment|comment link|top|up|down|good|bad|website"
    r"|e-?mail|"
    r"hide|show|collapse|antworten?|zitieren|bearbeiten|löschen|melden|kommentieren|répondre(?: à ce message)?|"
    r"citer|éditer|signaler|alerter|responder|citar|editar|eliminar|denunciar|rispondi|cita|modifica|elimina|"
    r"segnala|reageren|beantwoorden|citeer|svar|svara|odpowiedz|cytuj|ответить|цитировать|vastaa|válasz|yanıtla|"
    r"返信|回复|回覆|답글|답글달기|댓글쓰기|수정/삭제|신고|삭제|수정)?[\W\d_]*",
    re.I,
)
"""What a link or a button beside a comment says, and what says nothing: a number, a sign."""
_WAITING = (
    r"(?:your|this|the) comment (?:is|was|has been) (?:still )?(?:awaiting|waiting|pending|held|in)\b",
    r"(?:awaiting|pending) (?:moderation|approval)|comment awaiting\b",
    r"(?:dein|ihr|der|dieser) kommentar (?:wartet|muss|wird|ist|befindet)\b",
    r"(?:votre|ton|ce) commentaire (?:est )?(?:en attente|attend|sera)\b",
    r"(?:tu|su|este) comentario (?:está|espera|aguarda|queda)\b",
    r"(?:o )?(?:seu|teu|este) comentário (?:está|aguarda|espera)\b",
    r"(?:il tuo|questo|il) commento (?:è )?(?:in attesa|attende|deve)\b",
    r"(?:je|uw|jouw|deze) reactie (?:wacht|moet|is)\b",
    r"(?:din|denne|dit) kommentar(?:en)? (?:venter|väntar|afventer|inväntar|avventer)\b",
    r"(?:twój|ten) komentarz (?:oczekuje|czeka)\b|kommenttisi odottaa\b",
    r"(?:ваш )?комментарий (?:ожидает|на модерации)|(?:váš|tento) komentář (?:čeká|vyčkává)\b"
    r"|yorumunuz\b[^.!?]{0,60}onay",
    r"(?:あなたの)?(?:この)?コメントは.{0,12}承認(?:待ち|を待)|(?:您|你)?的?(?:评论|評論|留言)?(?:正在)?(?:等待审核|等待審核)",
    r"[^.!?]{0,20}(?:검토를 기다리|승인을 기다리|승인 대기)",
)
AWAITING = re.compile(rf"\W*(?:{'|'.join(_WAITING)})[^.!?]{{0,110}}\W{{0,3}}", re.I)
"""One sentence that begins so; it stands in no comment's text."""
