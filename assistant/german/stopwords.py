"""Function words in folded spelling (see `analysis.fold`)."""

GERMAN = frozenset(
    """aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf
    aus bei beim bin bis bist da dabei damit dann das dass dein deine dem den denn der des dich die dies diese
    diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer
    fur gegen gibt hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer
    im in indem ins ist ja jede jedem jeden jeder jedes jetzt kann kein keine keinem keinen keiner konnen konnte
    machen man manche mein meine meinem meinen meiner mich mir mit muss mussen nach nicht nichts noch nun nur ob
    oder ohne schon sehr sein seine seinem seinen seiner seit sich sie sind so soll sollen sollte solche sondern
    sonst uber um und uns unser unsere unserem unseren unserer unter viel vom von vor war waren warum was weil
    welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wo wollen wollte wurde
    wurden zu zum zur zwar zwischen""".split()
)

ENGLISH = frozenset(
    """a about after all also am an and any are as at be because been before being but by can could did do does
    doing for from had has have having he her here him his how i if in into is it its just me more most my no
    nor not of off on once only or other our out over own same she should so some such than that the their them
    then there these they this those through to too under until up very was we were what when where which while
    who whom why will with would you your""".split()
)
