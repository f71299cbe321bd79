"""Which languages words can be marked as.

In: what an author wrote as a language. Out: the tag as BCP 47 writes it. The rule: a tag is put together from a table,
so that nothing of an author's own text gets into an attribute, where readers don't see it.
"""

from __future__ import annotations

LANGUAGES = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
    te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    ckb cmn kmr pcm prs rmy sco syl tig yue""".split()  # noqa: SIM905 - a list of strings is harder to read
)
"""ISO 639-1, and of ISO 639-3 what is spoken in Britain and has no shorter code: Sorani, Mandarin, Kurmanji, Nigerian
Pidgin, Dari, Romani, Scots, Sylheti, Tigre, Cantonese."""
REGIONS = frozenset("AT AU BE BR CA CH CN DE ES FR GB HK IE IN IR MX NG NL PK PT RO TR TW US ZA".split())  # noqa: SIM905 - likewise
"""The countries whose way of a language may be named; for others the language alone has to do."""


def read_language(written: str) -> str:
    """Return a language with its country where one is given, as in "cy" or "pt-BR"; "" where it is not known."""
    language, dash, region = written.partition("-")
    language, region = language.lower(), region.upper()
    if language not in LANGUAGES or (dash and region not in REGIONS):
        return ""
    return f"{language}-{region}" if dash else language
