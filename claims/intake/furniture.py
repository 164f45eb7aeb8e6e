"""Recognise what a web page puts around an article: forms, buttons, notices, and notes on where the text came from.

A block must be short and match a pattern as a whole, because prose may begin like a notice. Leaving a block out is only
a proposal, and each block comes with its reason in words.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from claims.text.anchors.vocabulary import reports
from claims.text.notes import NOTE
from claims.text.numerals import listed

_LONGEST = 200  # characters; a longer block is prose

_FURNITURE = {
    "comment form": (
        r"leave (?:a|your) (?:reply|comment)\b.{0,40}",
        r"your e-?mail address will not be (?:published|shared)\b.*",
        r"required fields are marked\b.*",
        r"(?:post|submit|add|write|view)(?: (?:a|your|all))? comments?",
        r"(?:\d+|no) comments?(?: yet)?|comments?(?: \(\d+\))?:?|comments are closed\.?|\d+ (?:replies|responses)",
        r"(?:name|e-?mail|website|comment)\s*\*",
        r"save my name,? .*|notify me (?:of|by|when|via)\b.*",
        r"cancel reply|log ?in to (?:comment|reply|post)\b.*|you must be logged in\b.*",
        r"(?:the )?(?:opinions|views) expressed (?:in|by) (?:\w+ ){0,3}comments\b.*",
        r"comentar|deja (?:un|tu) comentario\b.*|(?:\d+ )?comentarios?(?: \(\d+\))?:?"
        r"|el contenido de los comentarios es (?:la opinión|responsabilidad)\b.*|no está permitido verter\b.*"
        r"|.{1,40} se reserva el derecho de (?:eliminar|borrar|moderar)\b.{0,20}\bcomentarios?\b.{0,40}",
        r"commenter|laisser un commentaire|(?:\d+ )?commentaires?(?: \(\d+\))?:?|votre adresse e-?mail ne sera pas\b.*",
        r"kommentieren|(?:schreib\w*|hinterlass\w*) (?:einen|ihren|deinen) kommentar|kommentar (?:schreiben|verfassen)"
        r"|(?:\d+ )?kommentare?(?: \(\d+\))?:?|(?:ihre|deine) e-?mail-adresse wird nicht\b.*",
        r"deixe (?:um|o seu|seu) comentário|(?:\d+ )?comentários?(?: \(\d+\))?:?"
        r"|o seu endereço de e-?mail não será\b.*",
        r"commenta|lascia un commento|(?:\d+ )?commenti(?: \(\d+\))?:?|il tuo indirizzo e-?mail non sarà\b.*",
        r"reageer|(?:plaats|geef) een reactie|(?:\d+ )?reacties?(?: \(\d+\))?:?",
        r"комментировать|(?:оставить|добавить) комментарий|(?:\d+ )?комментари(?:й|я|ев|и)(?: \(\d+\))?:?",
        r"yorum yap(?:ın)?|(?:\d+ )?yorum(?:lar)?(?: \(\d+\))?:?",
        r"(?:[اأ]ضف|اترك) تعليق.{0,20}|(?:\d+ )?(?:ال)?تعليقات?(?: \(\d+\))?:?"
        r"|الآراء الواردة (?:أدناه|هنا)\b.*|.{0,80}مراجعة التعليقات قبل نشرها.*",
        r"コメント(?:する|を書く)?(?: ?[（(]\d+[)）])?|(?:发表)?(?:评论|留言)(?: ?[（(]\d+[)）])?"
        r"|댓글(?: ?쓰기| ?\d+)?",
    ),
    "share buttons": (
        r"share(?: (?:this|via)\b.{0,40}| (?:on|with|to) (?:your|a|social|facebook|twitter|x|whatsapp|telegram"
        r"|pinterest|linkedin|reddit|vk|messenger|bluesky|mastodon|threads|e-?mail|friends?)\b.{0,30})?:?"
        r"|click to (?:share|e-?mail|print)\b.*",
        r"follow (?:us|me|him|her|them)(?: on .{0,40})?:?|@\w{2,30}(?: ?[·•|] ?.{0,20})?",
        r"teilen|partager|compartir|condividi|compartilhar|delen|dela|поделиться|поширити|paylaş|udostępnij",
        r"(?:tweet|facebook|twitter|x|whatsapp|telegram|pinterest|linkedin|reddit|vk|e-?mail|print)",
        r"copy link|link copied",
        r"save|like(?: this)?:?|loading(?:…|\.\.\.)?",
        r"(?:\d[\d.,]*k? )?(?:shares|views|likes|retweets)(?: [\d.,]+k?)?",
    ),
    "subscription notice": (
        r"subscribe(?: (?:now|today|here))?[.!]?|subscribe to (?:our|my|us)\b.*|(?:our )?newsletters?",
        r"(?:sign up|subscribe)\b.{0,80}\b(?:newsletters?|updates|alerts|inbox)\b.*",
        r"(?:sign up|sign in|log in|register)(?: (?:now|today|here))?[.!]?",
        r"become a (?:member|subscriber|patron)(?: (?:now|today|here))?[.!]?",
        r"support our (?:work|journalism|reporting)\b.*|download our app\b.*",
        r"(?:please )?donate(?: (?:now|here|today))?[.!]?",
        r"(?:jetzt |newsletter )?abonnieren[.!]?|abonnez-vous(?: à (?:nos?|notre|la)\b.{0,40})?[.!]?|s['’]abonner"
        r"|suscríbete(?: a\b.{0,40})?[.!]?"
        r"|assine(?: já| agora)?[.!]?|abbonati(?: ora| subito)?[.!]?|abonneer(?: je)?(?: nu)?[.!]?|abone ol(?:un)?"
        r"|подпи(?:шитесь|саться)(?: на (?:наш\w*|рассылку|канал|новости)\b.{0,40})?[.!]?",
        r"[［[](?:有料)?会員限定[］\]].*|(?:有料)?会員限定(?:記事)?|無料・有料プランを選択|会員の方はこちら",
    ),
    "cookie notice": (
        r"(?:we|this (?:web)?site) uses? cookies\b.*|(?:accept|reject|manage)(?: all)? cookies",
        r"cookies? (?:policy|settings|notice|consent)",
        r"by (?:continuing(?: to (?:use|browse|visit|access|navigate|read|surf|view))?|using|browsing|accessing)"
        r"(?: (?:on|in))?(?: (?:this|our|the) (?:web)?(?:site|page|service|app)| here)?,? (?:you|we)\b.{0,60}"
        r"\b(?:cookies|terms|polic(?:y|ies))\b.*",
    ),
    "advertisement": (
        r"anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|annons|реклама|reklam[ae]?",
        r"advertisements?|ads?|(?:sponsored|promoted)(?: content)?|(?:story|article) continues below.{0,30}",
    ),
    "links to other pages": (
        r"related(?: (?:articles?|posts?|stories|topics|content|news|reading))?:?",
        r"(?:read|see) (?:more|next|also)(?::.{0,150})?",
        r"more (?:stories|news|from .{1,40}|on this (?:story|topic)):?",
        r"you (?:may|might) also (?:like|be interested in).{0,40}",
        r"most (?:read|popular|viewed)|recommended(?: for you)?|trending(?: now)?|popular posts?|editors?['’] picks?",
        r"(?:previous|next)(?: (?:post|article|story))?(?::.{0,150})?|←.{0,150}|.{0,150}→",
        r"mehr zum thema|(?:lesen sie (?:auch|mehr)|auch interessant|(?:à )?lire aussi|sur le même (?:sujet|thème)"
        r"|le[ae] también|te puede interesar|noticias relacionadas|leggi anche|leia (?:também|mais)|lees ook"
        r"|läs (?:också|mer)|les også|læs også|читайте также|по теме|читайте також|ilgili haberler"
        r"|czytaj (?:też|także))(?: ?:.{0,150})?",
        r"(?:เรื่องที่เกี่ยวข้อง|ข่าวที่เกี่ยวข้อง|関連(?:記事|リンク)|相关(?:阅读|新闻|报道)|相關(?:閱讀|新聞)"
        r"|관련 ?기사|اقر[أا]و? أيض[اً]*"
        r"|مواضيع ذات صلة|संबंधित खबरें)(?:[ :：].{0,150})?",
        r"our standards:.{0,100}",
        r"skip to (?:main )?content|back to top|menu|home|search|close|toggle navigation",
        r"(?:[\w ]{2,20} [>›»] ){2,4}[\w ]{2,40}"
        r"|(?:home|start(?:seite)?|inicio|início|accueil|hem|hjem|forsiden|etusivu"
        r"|главная|головна|ana ?sayfa|strona główna|الرئيسية|首页|ホーム|홈) [>›»] [\w ]{2,40}",
    ),
    "copyright notice": (
        r"©.*|(?:copyright|\(c\)) (?:©|\(c\)|\d{4}).*|.{0,80}\ball rights reserved\.?",
        r"(?:privacy policy|terms (?:of|and) (?:use|service|conditions))(?: ?(?:[|·•&/,]|and\b).{0,40})?\.?",
    ),
    "note on a speech": (
        r"\W*(?:please )?(?:check against delivery|es gilt das gesprochene wort|seul le prononcé fait foi)\W*",
        r"\W*(?:as (?:delivered|prepared(?: for delivery)?)|embargoed until delivery)\W*",
    ),
    "tags": (r"(?:tags?|tagged|filed under|category|categories|topics|posted in|keywords):.*",),
    "reading time": (r"(?:estimated )?(?:reading time:? )?\d+ ?-?(?:min|minutes?)(?: read)?\.?(?: reading time)?",),
}
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?…。！？։।؟][\"'”’»」)\]]{0,3}\Z")
_CLAUSE = re.compile(r"[,;:：،、“”\"«»—–]")
_COMPARED = re.compile("[>›»]")
_OWNER = re.compile(r"©|\(c\)|\breserved\b|\b(?:ltd|inc|corp|llc|gmbh)\b", re.IGNORECASE)
_SMALL = frozenset(listed("by of the and for to a an in on all rights reserved"))
_BUTTON = re.compile(r"(?:share|copy|tweet|print|e-?mail|follow|like|save|subscribe|sign|log)\b", re.IGNORECASE)
#: Verbs of saying that are not among the English ones, and words that name who says it.
_SAYS = re.compile(
    r"shouted|heard|kept|according|dijo|dijeron|afirmó|declaró|según|dit|déclaré|affirmé|indiqué|selon|sagten?"
    r"|erklärten?|laut|zufolge|detto|dichiarato|secondo|disse|disseram|afirmou|segundo|zei|zeiden|volgens|sade"
    r"|säger|enligt|sier|sagde|ifølge|сказал\w?|заявил\w?|сообщил\w?|сказав|заявив|повідомив"
    r"|dedi|söyledi|açıkladı|powiedział\w?|oświadczył\w?"
    r"|قال|قالت|وقال|أعلن|\w{0,40}(?:述べた|話した|言った|말했다|밝혔다)",
    re.IGNORECASE,
)
#: What is a label or a link, and no sentence.
_LABELS = frozenset({"share buttons", "links to other pages", "tags"})
_HEADS = frozenset({"headline", "heading"})
_FEW_WORDS = 4
_WHY = tuple((why, re.compile("|".join(patterns), re.IGNORECASE)) for why, patterns in _FURNITURE.items())

_LIST_OF_LINKS = re.compile(
    r"(?:related .{3,10}|more (?:stories|news|from .{1,40}|on this .{4,8})|you (?:may|might) also .{4,40}|most .{4,8}"
    r"|recommended.{0,10}|trending.{0,5}|popular .{4,6}|editors?['’] picks?|mehr zum thema|sur le même .{5,6}"
    r"|noticias relacionadas|по теме|ilgili haberler):?",
    re.IGNORECASE,
)
#: The rows at the head of a mail: who it is from, what it is about, and the others.
_MAIL_ROWS = (
    ("from", "from von de da van från fra от від od kimden"),
    ("subject", "subject betreff objet asunto assunto oggetto onderwerp ämne emne тема temat konu"),
    ("other", "sent date to cc bcc reply-to importance attachments gesendet datum an kopie envoyé à fecha para data"),
    ("other", "enviado enviada inviato a verzonden aan skickat till sendt til отправлено дата кому копия надіслано"),
    ("other", "wysłano do dw gönderildi gönderilme tarih kime bilgi"),
)
_MAIL_LABELS = {label: row for row, labels in _MAIL_ROWS for label in listed(labels)}
_MAIL_LABEL = re.compile(r"[*_]{0,2}([^\W\d_]{1,12}(?:-to)?)(?: el)?[*_]{0,2} ?:[*_]{0,2} ")
_MAIL_BEGINS = re.compile(r"-{3,20}[^-]{3,60}-{3,20}|begin forwarded message:", re.IGNORECASE)
_LONGEST_MAIL = 2_000  # characters of a head that is one block
_MAIL = "head of a mail"
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_PIECE = r"(?:this (?:article|story|piece|report|post|text) )?(?:was |has been )?"
_CHAIN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_PIECE}(?:originally |first )?(?:published|posted|appeared) (?:first )?(?:by|in|on|at|from)"
        r" (?P<outlet>.+)",
        rf"{_PIECE}(?:re-?published|re-?printed|re-?posted|syndicated|cross-?posted)(?: here)?"
        r"(?: with (?:the )?permission)?(?: from| of| by) (?P<outlet>.+)",
        r"(?:submitted|contributed) by (?P<outlet>.+)",
        r"(?:authored|written) by (?P<author>.+?) via (?P<outlet>.+)",
        r"(?:original )?source: ?(?P<outlet>.+)",
        r"(?:h/t|via:?) (?P<outlet>.+)",
    )
)


def why_furniture(block: str) -> str:
    """Return why this block belongs to the page and not to the article; "" if it may belong to the article."""
    if len(block) > _LONGEST:
        return ""
    why = next((why for why, pattern in _WHY if pattern.fullmatch(block)), "")
    return "" if why and _is_sentence(block, why) else why


def reasons(blocks: Sequence[tuple[str, str]]) -> list[str]:
    """Return for each block, (kind, words), why it belongs to the page and not to the article; "" if it may not.

    What a cell says is a matter of its table, and an item one of its list: "Telegram" is no button beside a figure or
    among names of other kinds. A list is left out whole, and never where words lead to it.
    """
    found = ["" if kind in ("table_cell", NOTE) else why_furniture(words) for kind, words in blocks]
    at = 0
    for kind, run in groupby(kind for kind, _ in blocks):
        end = at + sum(1 for _ in run)
        if kind == "list_item" and not _is_list_of_page(blocks, found, at, end):
            found[at:end] = [""] * (end - at)
        at = end
    for at in _mail_heads(blocks):
        found[at] = _MAIL
    return found


def _mail_heads(blocks: Sequence[tuple[str, str]]) -> Iterator[int]:
    """Return the places of blocks that are the head of a mail, in one or in several: from whom, and about what."""
    at = 0
    rows = ["" if kind in ("table_cell", NOTE) else _mail_row(words) for kind, words in blocks]
    for inside, run in groupby(rows, key=bool):
        said = [*run]
        if inside and ("whole" in said or {"from", "subject"} <= {*said}):
            first = at - 1 if at and _MAIL_BEGINS.fullmatch(blocks[at - 1][1]) else at
            yield from range(first, at + len(said))
        at += len(said)


def _mail_row(block: str) -> str:
    """Return which row of a mail's head a block is; "whole" for all of it, "" for none."""
    if len(block) > _LONGEST_MAIL or not (first := _MAIL_LABEL.match(block)):
        return ""
    row = _MAIL_LABELS.get(first[1].lower(), "")
    if row == "from":
        others = {_MAIL_LABELS.get(one[1].lower(), "") for one in _MAIL_LABEL.finditer(block, first.end())}
        return "whole" if {"subject", "other"} <= others else row
    return row if len(block) <= _LONGEST else ""


def _is_list_of_page(blocks: Sequence[tuple[str, str]], found: Sequence[str], first: int, end: int) -> bool:
    """Return whether the items from ``first`` to ``end`` are buttons or links, all of one kind."""
    if not found[first] or len(set(found[first:end])) > 1:
        return False
    before = blocks[first - 1] if first and not found[first - 1] else None
    behind = blocks[end] if end < len(blocks) and not found[end] else None
    if before and before[0] not in _HEADS and (before[1][-1:] in ":：" or not _SENTENCE_END.search(before[1])):
        return len(before[1].split()) < _FEW_WORDS and before[1][-1:] not in ":："
    between = before and behind and _SENTENCE_END.search(before[1]) and _SENTENCE_END.search(behind[1])
    return not between or any(_BUTTON.match(words) for _, words in blocks[first:end])


def _is_sentence(block: str, why: str) -> bool:
    """Return whether what looks like furniture says something: it has a figure, somebody says it, or it ends."""
    words = _WORD.findall(block)
    ends = bool(_SENTENCE_END.search(block))
    if why == "copyright notice":
        # A notice names its owner; a sentence has words of its own: "Copyright 2020 rules bind 27 states."
        own = sum(word.islower() and word not in _SMALL for word in words)
        return ends and own > 1 and not _OWNER.search(block)
    clauses = [clause for clause in _CLAUSE.split(block)[1:] if not clause.lower().startswith(" you ")]
    if any(reports(word) or _SAYS.fullmatch(word) for clause in clauses for word in _WORD.findall(clause)):
        return True
    figure = any(map(str.isdigit, block))
    if why in _LABELS:
        return (ends and (len(words) >= _FEW_WORDS or figure)) or (figure and _COMPARED.search(block) is not None)
    return ends and figure and len(words) > _FEW_WORDS


def is_list_of_links(label: str) -> bool:
    """Return whether links to other pages stand below this label, each a line: "Related articles"."""
    return _LIST_OF_LINKS.fullmatch(label.strip()) is not None


def read_chain_note(block: str) -> tuple[str, str, str] | None:
    """Return (outlet, address, author) from a note on where the text came from, or None if it is no such note.

    Such notes are "Submitted by …" or "via … https://…". Each of the three may be "".
    """
    if len(block) > _LONGEST:
        return None
    block = " ".join(block.split()).strip(" ()[]*_")  # see read_date_line
    for pattern in _CHAIN:
        match = pattern.fullmatch(block)
        if match is None:
            continue
        named = match["outlet"]
        address = _ADDRESS.search(named)
        # "Via Baku, the trucks went north." is prose: a note has an address, or is short and not a sentence.
        words = len(named.split())
        if address is None and (words > 8 or words > 4 and named.endswith((".", "?", "!", "…"))):
            continue
        outlet = named[: address.start()] if address else named
        author = match.groupdict().get("author") or ""
        return outlet.strip(" ,.;:–—-|()[]"), address.group().rstrip(".,;)]") if address else "", author.strip(" ,")
    return None
