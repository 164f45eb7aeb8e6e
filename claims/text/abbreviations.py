"""What a full stop behind a word means in each language: data for claims/text/lines.py.

For each language, words as they are printed, without their last full stop. A word in small letters may also begin with
a capital. `TITLES` belong to what follows them. `NUMBERED` belong to a number that follows them. `MAY_END` end a
sentence only if one of the `OPENERS`, words that often begin a sentence, follows them.
"""

from claims.text.numerals import listed

type Words = dict[str, frozenset[str]]


def _by_language(**words: str) -> Words:
    return {language: frozenset(listed(one)) for language, one in words.items()}


TITLES = _by_language(
    en=(
        "Mr Mrs Ms Mx Messrs Dr Drs Prof Rev Fr Hon Msgr Sen Sens Rep Reps Gov Govs Pres Amb Sec Supt Insp Det Atty Dep"
        " Adm Gen Brig Col Lt Maj Capt Cpt Cmdr Cdr Comdr Sgt Cpl Pvt Pfc Ens St Ste Mt Ft Pt v vs approx ca cf viz"
        " incl"
        " excl esp e.g i.e"
    ),
    fr=(
        "Ch Ph Th Cl Chr gén Gal Cdt Cne Lt M MM Mme Mmes Mlle Mlles Me Mgr dr drs Pr prof Ste St av bd cf env ex"
        " p.ex c.-à-d réf tél"
    ),
    de=(
        "Dr Prof Hr Fr Frl Hrn Dipl Ing med jur phil rer Abg Präs nat theol habil"
        " Gen Hptm Oberst Lt St bzw ca cf etwa evtl ggf inkl exkl insb sog"
        " vgl z.B z d.h u.a z.T i.d.R o.ä s.o s.u zzgl abzgl bes gem geb gest ehem Bsp Tel zw jew dt österr amerik"
    ),
    es=(
        "sr sra srta sres sras dr dra dres prof profa lic ing arq D Dña Da Ud Uds Vd Vds Mons Gral Gen Cnel Cap Tte"
        " Sgto"
        " dip sen Sto Sta S Fr p.ej ej aprox cf vs Av Avda Pdte Pte Dpto Excmo Ilmo Hno Hnos"
    ),
    it="sig sigg sigra sig.ra sig.na dott dr dott.ssa prof prof.ssa avv ing arch geom rag on sen Gen Col mons S Ss cav"
    " cfr es ca circa vs v ecc.ra p.es",
    pt="sr sra srs sras dr dra drs prof profa eng arq D Exmo Exma Gen Cel Cap Ten Sgt Sto Sta S Av R aprox cf ex p.ex"
    " vs dep sen ver gov pres Min Pe",
    nl="dhr mevr mw mej dr drs ir ing mr prof ds gen kol kapt st ca cf bijv bv nl o.a d.w.z t.w incl excl m.n zgn resp",
    pl="dr hab prof inż mgr gen płk ppłk mjr kpt por ppor ks św ul al pl np tzw tj ok m.in im bp abp red zob por wg"
    " dyr pos sen mec prez prok sędz lek adw doc",
    ru=(
        "им г-н г-жа проф акад доц д-р ген полк подп кап ул просп пер пл пос дер обл р-н св т.н т.е напр см ок"
        " т.к деп губ пом тов гр зам зав нач инж чл чл.-корр корр ред сост"
    ),
    uk="ім п проф акад доц д-р ген полк вул просп пл смт обл св т.зв т.д.н напр див пор бл зам тов гр м с р-н ред",
    tr=(
        "dr prof doç Yrd av Hz Uzm Öğr Gör Arş Org Kor Tüm Tuğ Gen Alb Yb Bnb Yzb Üstğm Tğm Bşk Mah Cad Sok Blv bkz"
        " örn yak vb.g krş çev haz St Müh Mim Ecz Op"
    ),
    az="prof dos akad gen polk kap c x məs bax təqr küç pros rəh müəl red tərt s.ə",
    ka="ბ ქ პროფ აკად დოქ გენ პოლკ ქ ქუჩ გამზ მაგ იხ წმ ე.ი",
    hy="պրոֆ ակադ դոկ գեն գնդ փող պող օր տես Պր Տկն ս",
    sv="dr prof hr fr bl.a t.ex d.v.s s.k ca jfr inkl exkl fil med tekn kand gen st f.d resp",
    da="dr prof hr fr bl.a f.eks d.v.s s.k ca jf jfr inkl ekskl cand gen st mag pga pgl kgl kl ang vedr fhv",
    nb="dr prof hr fr bl.a f.eks dvs s.k ca jf inkl ekskl cand gen st pga kgl kl ang vedr mht",
    fi="dr prof esim mm ts ns ks vrt n tri toht kenr kapt pyh ent s.o mr mrs",
    cs="dr ing mgr mudr judr phdr bc prof doc gen plk pplk mjr kpt por sv ul nám tř např tzv tj cca mj resp p pí sl"
    " popř"
    " event vč",
    sk="dr ing mgr mudr judr phdr bc prof doc gen plk sv ul nám napr tzv t.j cca resp p pí popr vrát",
    ro="dl dna d-na d-l dlui dr prof ing av gen col lt mr cpt sf str bd nr ex cca cf vs aprox",
    hu="dr prof ifj id özv gen ezr szt ún pl kb ill v.ö vö ui u.n",
    el="κ κκ κα δρ δρα καθ στρ στρατ αγ αγ π.χ δηλ βλ πρβλ λ.χ οδ λεωφ",
    ar="د أ م ص",
    he="ד״ר פרופ גב מר",
    hi="डॉ श्री प्रो पं मो स्व कु रु सं ले",
)

#: English, too, for a page, a paragraph or a figure; the number may be Roman.
NUMBERED = _by_language(
    en="no nos p pp vol vols ch chap art arts para paras sec secs fig figs est nr b c d fl pt ver ed r op Ex",
    fr="no nos n p pp art chap fig vol t § al env v",
    de="Nr Nrn S Bd Bde Abs Art Kap Abb Tab Aufl Ziff Rn Anm Str Jg H Hs Tel Az",
    es="n nº núm núms pág págs p pp art arts cap caps fig vol tel t",
    it="n nn p pp pag pagg art artt cap fig vol tel sez",
    pt="n nº p pp pág págs art arts cap fig vol tel",
    nl="nr nrs p pp blz art hfst fig afb vol tel",
    pl="nr s str art ust pkt poz rozdz rys tab tel t par",
    ru="№ с стр ст ч п пп рис табл т тт гл кв д корп тел разд вып",
    uk="№ с стор ст ч п пп рис табл т гл кв буд тел розд",
    tr="s no md bl böl şek cilt tel kat",
    az="s səh № m b şək tel",
    sv="nr s sid kl kap art bil tel fig",
    da="nr s kap art bil tlf fig stk",
    nb="nr s kap art tlf fig",
    fi="n:o nro s kpl luku kuva puh",
    cs="č s str čl odst kap obr tab tel sv",
    sk="č s str čl ods kap obr tab tel",
    ro="nr p pag art alin cap fig vol tel",
    hu="sz o old fej tel",
    el="αρ σ σελ άρ κεφ εικ τηλ",
)

_MONTHS = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
MAY_END = _by_language(
    en=(
        f"{_MONTHS} Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun Inc Ltd Corp Co Cos Bros LLC PLC plc Jr Sr Esq etc"
        " deg temp max avg ret dept Dept Assn Univ Inst Intl Natl Ave Blvd Rd Hwy Bldg Ala Ariz Ark Calif Colo"
        " Conn Del Fla Ga Ill Ind"
        " Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Tenn Tex Va Vt Wash Wis Wyo al Ph.D"
    ),
    fr="etc col cap dép sén janv févr avr juill sept oct nov déc min hab éd Cie S.A Sté apr J.-C",
    de="usw etc Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez Mo Di Mi Do Sa So Std Min Mio Mrd Tsd Co"
    " Jh Jhd Chr Mill Stk Inh Verf Hrsg jr sen",
    es="etc ene feb mar abr may jun jul ago sept oct nov dic min hab EE UU EE.UU a.C d.C Cía S.A Jr ed",
    it="ecc etc gen feb mar apr mag giu lug ago sett ott nov dic min ab a.C d.C S.p.A",
    pt="etc jan fev mar abr mai jun jul ago set out nov dez min hab a.C d.C Cia Ltda S.A",
    nl="enz etc jan feb mrt apr jun jul aug sept okt nov dec min mln mld jl jr N.V B.V Chr",
    pl="itd itp etc r rr w ww godz min sek tys mln mld br ub n.e p.n.e pn wt śr czw pt sob ndz os szt",
    ru=(
        "г гг в вв л тыс млн млрд трлн руб коп долл евр ч мин сек чел шт экз т т.д т.п др пр янв"
        " февр мар апр июн июл авг сент окт нояб дек пн вт ср чт пт сб вс н.э"
    ),
    uk="р рр ст тис млн млрд трлн грн коп дол хв сек чол шт екз т т.д т.п ін січ лют бер квіт трав"
    " черв лип серп верес жовт листоп груд н.е",
    tr="vb vs vd Ltd Şti A.Ş Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara dk sn M.Ö M.S yy",
    az="və.s s i il min mln mlrd yan fev mar apr iyn iyl avq sen okt noy dek man qəp nəf b.e e.ə",
    ka="წ წწ სს ათ მლნ მლრდ და.ა.შ ე.წ",
    hy="թ թթ հզ մլն մլրդ դր և.այլն մ.թ",
    sv="etc osv m.m m.fl jan febr apr aug sept okt nov dec tim min kr milj mkr mån tis ons tors fre lör sön",
    da="etc osv m.m m.v m.fl jan feb apr aug sept okt nov dec min kr mio mia man tirs ons tors fre lør søn",
    nb="etc osv m.m m.v m.fl jan feb apr aug sept okt nov des min kr mill mrd man tirs ons tors fre lør søn",
    fi="jne yms ym tms tammi helmi min kpl milj mrd v vk ma ti ke to pe la su eKr jKr eaa",
    cs="atd apod aj led úno bře dub kvě čvn čvc srp zář říj lis pro hod min sek tis mil mld Kč n.l př.n.l s.r.o a.s",
    sk="atď apod hod min sek tis mil mld n.l pr.n.l s.r.o a.s",
    ro="etc ș.a ian febr mart apr iun iul aug sept oct nov dec min mil mld lei loc î.Hr d.Hr S.A S.R.L",
    hu="stb jan febr márc ápr jún júl aug szept okt nov dec min e m mrd Ft fő Kft Rt Zrt i.e i.sz",
    el="κ.λπ κλπ κ.ά κ.α π.μ μ.μ Ιαν Φεβ Μαρ Απρ Ιουν Ιουλ Αυγ Σεπτ Οκτ Νοε Δεκ χλμ κιλ εκ εκατ δισ χιλ ευρ μ.Χ π.Χ",
    he="וכו",
    hi="कि.मी कि.ग्रा मि से",
)

OPENERS = _by_language(
    en=(
        "a an the this that these those he she it they we you i his her its their our my there here then when while"
        " where what who which why how if in on at as after before since for from with by but and or so yet however"
        " meanwhile nobody nothing no not none some many most more all both each every any few several another other"
        " others one two three four five six seven eight nine ten dozens scores hundreds thousands millions billions"
        " is are was were did does do has have had can could will would may might should must let until once although"
        " though because despite during under about also only even just now today yesterday still later earlier"
    ),
    fr=(
        "le la les l un une des du de ce cet cette ces il elle ils elles on nous vous je tu son sa ses leur leurs notre"
        " mais et ou donc or ni car en dans sur à au aux pour par avec après avant depuis quand si qui que quoi où"
        " comment pourquoi puis alors ainsi cependant selon aucun plusieurs deux trois c qu d"
    ),
    de=(
        "der die das den dem des ein eine einer eines er sie es wir ihr ich du man sein seine ihre unser dieser diese"
        " dieses aber und oder doch denn in im am an auf bei mit nach vor seit für von zu zum zur wenn als wie was wer"
        " wo warum dann da dort hier heute gestern jetzt nun niemand nichts kein keine viele alle einige zwei drei"
        " trotzdem danach"
    ),
    es=(
        "el la los las un una unos unas lo este esta estos estas ese esa eso él ella ellos ellas nosotros yo tú"
        " usted su"
        " sus nuestro pero y o ni en de del al a con por para sin sobre según desde hasta cuando si como qué quién"
        " dónde luego entonces después antes también no nadie nada muchos todos dos tres fue es era hay"
    ),
    it=(
        "il lo la i gli le l un una uno questo questa questi queste egli ella lui lei loro noi voi io suo sua ma e o né"
        " in nel nella di del a al con per da su secondo dopo prima quando se come che chi dove poi allora non nessuno"
        " nulla molti tutti due tre è era"
    ),
    pt=(
        "o a os as um uma uns umas este esta estes estas esse essa ele ela eles elas nós eu você seu sua mas e ou"
        " nem em"
        " no na de do da com por para sem sobre segundo desde até quando se como que quem onde depois antes então não"
        " ninguém nada muitos todos dois três é era foi"
    ),
    nl="de het een dit dat deze die hij zij ze wij we ik jij u zijn haar hun maar en of in op aan bij met na voor sinds"
    " van toen als wanneer wie wat waar hoe dan daar hier niemand niets geen veel alle twee drie",
    pl="on ona ono oni one my wy ja ty to ten ta te ci jego jej ich nasz ale i a lub w we na z ze po przed od do dla"
    " u o"
    " gdy kiedy jeśli jak co kto gdzie potem wtedy nie nikt nic wielu wszyscy dwa trzy był była było jest",
    ru=(
        "он она оно они мы вы я ты это этот эта эти тот та те его её ее их наш но и а или в во на с со по после до от"
        " из для у о об при за если когда как что кто где почему потом затем тогда здесь там не ни никто ничто нет да"
        " многие все два две три был была было были есть"
    ),
    uk="він вона воно вони ми ви я ти це цей ця ці той та те його її їх наш але і й а або в у на з із зі по після до"
    " від"
    " для про при за якщо коли як що хто де потім тоді тут там не ні ніхто ніщо так багато всі два дві три був була",
    tr="o bu şu onlar biz siz ben sen onun bunun ve ama fakat ancak bir iki üç her hiç kimse çok bütün tüm sonra önce"
    " daha eğer ne kim nerede neden nasıl değil evet hayır böyle şimdi bugün dün",
    az="o bu onlar biz siz mən sən onun bunun və amma lakin ancaq bir iki üç hər heç çox bütün sonra əvvəl əgər nə kim"
    " harada niyə necə bəli xeyr indi bu gün dünən",
    sv="den det de en ett han hon vi ni jag du sin hans hennes deras men och eller i på av med efter före sedan för"
    " från"
    " när om som vad vem var då där här ingen inget många alla två tre är denna detta dessa",
    da="den det de en et han hun vi i jeg du hans hendes deres men og eller på af med efter før siden for fra når hvis"
    " som hvad hvem hvor da der her ingen intet mange alle to tre er denne dette disse",
    nb="den det de en et han hun vi dere jeg du hans hennes deres men og eller i på av med etter før siden for fra når"
    " hvis som hva hvem hvor da der her ingen mange alle to tre er denne dette disse",
    fi="hän he se ne tämä nämä tuo me te minä sinä mutta ja tai jos kun kuin mitä kuka missä sitten siellä täällä ei"
    " kukaan mikään monet kaikki kaksi kolme on oli",
    cs="on ona ono oni ony my vy já ty to ten ta ti jeho její jejich ale a nebo v ve na z ze po před od do pro u o když"
    " jestli jak co kdo kde potom pak ne nikdo nic mnoho všichni dva tři byl byla bylo je",
    sk="on ona ono oni ony my vy ja ty to ten tá tí jeho jej ich ale a alebo v vo na z zo po pred od do pre u o keď ak"
    " ako čo kto kde potom nie nikto nič mnoho všetci dva tri bol bola bolo je",
    ro="el ea ei ele noi voi eu tu un o acest această aceste lui dar și sau în pe la cu după înainte din pentru de când"
    " dacă cum ce cine unde apoi atunci nu nimeni nimic mulți toți doi trei este era a au",
    hu="a az egy ez ezek azok ő ők mi ti én te de és vagy ha mikor hogy mi ki hol akkor ott itt nem senki semmi sok"
    " minden két három volt van",
    el="ο η το οι τα τον την του της των ένας μια ένα αυτός αυτή αυτό αυτοί εμείς εσείς εγώ εσύ αλλά και ή στο στη στην"
    " σε από με για μετά πριν όταν αν πώς τι ποιος πού τότε εκεί εδώ δεν κανείς τίποτα πολλοί όλοι δύο τρεις είναι"
    " ήταν",
)

#: Languages whose words are listed under another one.
SAME_AS = {"no": "nb", "nn": "nb"}

#: Languages that write an ordinal, and a day of a date, as a number with a full stop.
ORDINALS = frozenset(listed("de da nb fi cs sk pl hu sl hr sr bs mk et lv lt is fo lb tr eu"))
#: Words before a number that is no ordinal: page 5.
LABELS = _by_language(
    de="Seite Kapitel Artikel Nummer Nr Paragraf Absatz Punkt Platz Rang Stufe Band Teil Zimmer Raum Gleis Linie",
    da="side kapitel artikel nummer nr punkt plads bind del",
    nb="side kapittel artikkel nummer nr punkt plass bind del",
    fi="sivu luku artikla numero nro kohta sija osa",
    cs="strana stránka kapitola článek číslo bod odstavec díl",
    sk="strana kapitola článok číslo bod odsek diel",
    pl="strona rozdział artykuł numer nr punkt ustęp tom część",
    hu="oldal fejezet szám cikk pont",
    tr="sayfa madde bölüm numara no cilt kat sıra kapı oda",
)
