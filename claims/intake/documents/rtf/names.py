"""What the control words of an .rtf say of the group that they begin: whose words it has, or that it has none."""

from claims.text.numerals import listed

#: Groups whose words are those around them, although they begin with a star, which says to pass over what is unknown.
READ = frozenset(listed("moMath moMathPara mmath nesttableprops shpinst do ud"))
#: Groups of a list: what belongs to it stands in groups of its own within it.
LISTS = frozenset(
    listed("fonttbl stylesheet colortbl info filetbl listtable listoverridetable revtbl rsidtbl xmlnstbl latentstyles")
)
#: Groups that hold a few words or codes, which are no part of the text. None of them has a paragraph's end in it.
FEW = frozenset(
    listed(
        "author background bkmkend bkmkstart buptim category comment company creatim datafield datastore doccomm"
        " docvar falt ffdeftext ffentrymcr ffexitmcr ffformat ffhelptext ffl ffname ffstattext fldtype fname fontemb"
        " fontfile formfield generator hlinkbase keycode keywords linkval list listlevel listname listoverride"
        " listpicture leveltext levelnumbers liststylename manager mmathPict objalias objclass objdata objname objsect"
        " objtime oldcprops oldpprops oldsprops oldtprops oleclsid operator panose password passwordhash pgp pgptbl"
        " picprop pict pn pnseclvl pntxta pntxtb printim private propname protend protstart revtim rxe sp staticval"
        " subject svb tc template themedata colorschememapping title txe userprops windowcaption"
        " writereservation writereservhash xe xform atnicn atntime atnparent nonshppict shppict protusertbl"
    )
) | frozenset(listed("mfPr mrPr mctrlPr mnaryPr mdPr mradPr msSubPr msSupPr msSubSupPr maccPr mbarPr mgroupChrPr"))
#: Groups with paragraphs of their own that are no part of the text.
MANY = frozenset(listed("aftncn aftnsep aftnsepc ftncn ftnsep ftnsepc nonesttables htmltag"))
HEADS = frozenset(listed("header headerf headerl headerr footer footerf footerl footerr"))
#: What ends a group of a list that is not closed.
BEGINS_TEXT = frozenset(listed("pard plain sectd viewkind"))
KINDS = {
    "title": "headline",
    "subtitle": "standfirst",
    "quote": "quote",
    "quotations": "quote",
    "intense quote": "quote",
} | dict.fromkeys(("caption", "illustration", "figure", "table", "drawing"), "caption")
