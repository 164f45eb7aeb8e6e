"""The people of the demo desk, all of them invented, and the speakers of its articles, all of them real."""

from claims.states import Role, SpeakerKind

#: (username, name, roles)
PEOPLE = [
    ("wren", "Wren Hollis", [Role.WRITER]),
    ("leyla", "Leyla Brandt", [Role.CHECKER]),
    ("tom", "Tom Adeyemi", [Role.CHECKER]),
    ("ben", "Ben Okoro", [Role.REVIEWER]),
    ("rosa", "Rosa Lindqvist", [Role.REVIEWER]),
    ("lena", "Lena Fischer", [Role.LEGAL]),
    ("chris", "Chris Morgan", [Role.CHIEF]),
    ("olga", "Olga Novak", [Role.OBSERVER]),
]
#: Staff, and no more: signs nothing off, writes no claim.
ADMIN = ("ada", "Ada Quist")

AZERBAIJAN, ARMENIA = "Azerbaijan", "Armenian side"
SIDES = [ARMENIA, AZERBAIJAN]

ALIYEV = "Ilham Aliyev"
AZ_MOD = "Ministry of Defence of Azerbaijan"
AM_MOD = "Ministry of Defence of Armenia"
PROSECUTORS = "Prosecutor General’s Office of Armenia"
ARMENIANS = "The Armenian side"
STEPANYAN = "Shushan Stepanyan"
HOVHANNISYAN = "Artsrun Hovhannisyan"
POGHOSYAN = "Vahram Poghosyan"
HARUTYUNYAN = "Arayik Harutyunyan"
NK_MOD = "Ministry of Defence of Artsakh"
WARGONZO = "WarGonzo"
MINISTERS = "The foreign ministers of Armenia and Azerbaijan"

#: name: (kind, description, side or "")
SPEAKERS = {
    ALIYEV: (SpeakerKind.PERSON, "President of Azerbaijan", AZERBAIJAN),
    AZ_MOD: (SpeakerKind.ORGANISATION, "", AZERBAIJAN),
    AM_MOD: (SpeakerKind.ORGANISATION, "", ARMENIA),
    PROSECUTORS: (SpeakerKind.ORGANISATION, "", ARMENIA),
    ARMENIANS: (SpeakerKind.GROUP, "As printed; nobody is named", ARMENIA),
    STEPANYAN: (SpeakerKind.PERSON, "Spokeswoman of Armenia’s Ministry of Defence", ARMENIA),
    HOVHANNISYAN: (SpeakerKind.PERSON, "Representative of Armenia’s Ministry of Defence", ARMENIA),
    POGHOSYAN: (SpeakerKind.PERSON, "Spokesman of the president of Artsakh (de facto)", ARMENIA),
    HARUTYUNYAN: (SpeakerKind.PERSON, "President of Artsakh (de facto)", ARMENIA),
    NK_MOD: (SpeakerKind.ORGANISATION, "De facto ministry", ARMENIA),
    WARGONZO: (SpeakerKind.PUBLICATION, "Telegram channel of Russian reporters, who travelled with the ministry", ""),
    MINISTERS: (SpeakerKind.GROUP, "Zohrab Mnatsakanyan and Jeyhun Bayramov", ""),
}
