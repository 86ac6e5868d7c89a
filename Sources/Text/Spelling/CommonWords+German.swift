/// German, folded as match text is: `ä` is `a`, `ß` is `ss`.
extension CommonWords {
  static let germanFunctionWords = """
    der die das den dem des ein eine einen einem einer eines kein keine keinen keiner und oder aber wenn dass weil denn ich
    mich mir mein meine meinen meinem meiner dich dir dein deine sie ihr ihre ihren ihrem wir uns unser unsere euch euer
    eure ihn ihm ihnen sich man wer was wie wann warum wieso weshalb welche welcher welches wohin woher ist sind bin bist
    war waren sein hat habe haben hast hatte hatten wird werden wurde wurden kann kannst konnen konnte konnten konntet muss
    mussen musste soll sollen sollte will wollen wollte mochte mochten darf durfen gibt geben geht gehen gemacht machen mache
    nicht nichts noch schon nur auch sehr mehr immer wieder jetzt heute morgen gestern bald hier dort dann doch mal bitte
    danke hallo nein gerne fur von mit aus bei bis nach uber unter vor zum zur auf ohne gegen durch seit wegen zwischen
    dieser diese dieses diesen alles alle etwas jemand niemand einmal leider vielleicht schnell lange zuruck
    """

  static let germanWords = """
    am an ab da du er es im in ja ob so um wo zu abend acht alt amt andere anfang angst antwort apfel april arbeit arm art
    arzt auge august ausland auto baby bach bad bahn bahnhof ball bank bauch bauer baum bayern beginn bein beispiel berg
    beruf besser bett bier bild billig bitter blau bleiben blume blut boden bohne boot bose brauchen braun brief bringen brot
    bruder buch bus butter chef computer dach dame deutsch deutschland dezember dienstag ding doktor donnerstag dorf drei
    dumm dunkel dunn durst ecke ehe ehrlich ei eigentlich eimer einfach eis eltern ende eng enkel ente erde ernst erste
    essen fahren fahrrad falsch familie farbe fast februar fehler feier fein feld fenster ferien fertig fest fett feuer
    film finden finger firma fisch flasche fleisch fliegen flug fluss frage frau frei freitag freude freund frieden frisch
    froh fruh fruhling fuhren funf fuss fussball gabel ganz garten gast gebaude geburtstag gefahr gehirn geist gelb geld
    gemuse genau genug gern geschichte gesicht gestalt gesund gewicht gift glas glaube gleich gluck gold gott grad gras grau
    grenze gross grun grund gruppe gut haar hals hand handy hart hass haus haut heiraten heiss helfen hell hemd herbst herr
    herz hilfe himmel hinter hoch hochzeit hof hoffnung holz honig hose hotel hubsch huhn hund hunger hut idee insel jacke
    jahr januar juli jung junge juni kaffee kalt kampf karte kartoffel kase katze kaufen kennen kind kino kirche klar klasse
    kleid klein klug knie koch kochen kommen konig kopf korper kraft krank kreis krieg kuche kuchen kuh kunst kurz kuss
    lachen laden lampe land lang langsam laufen laut leben leer legen lehrer leicht leid lernen lesen letzte leute licht
    lieb liebe lied liegen links liste loch lohn los losung luft lugen lust machtig mal mann markt marz maschine mauer maus
    meer meinung meister mensch messer meter milch minute mittag mitte mittwoch monat mond montag morgens mude mund musik
    mutter nacht nachbar nackt name nase nass natur nebel nehmen nest nett neu neun nie norden november null obst ofen offen
    ohr oktober oma onkel opa ort osten papier park partei pass pause pferd pflanze pilz platz politik polizei post preis
    prima problem punkt quatsch rad radio rat raum recht rechts rede regen reich reif reise rennen rest richtig ring rock
    rosa rot rucken ruhe ruhig rund sache saft sagen salat salz samstag sand satt satz sauer schaf scheisse schicken schiff
    schlaf schlecht schlimm schloss schluss schmerz schmutzig schnee schneiden schon schrank schreiben schuh schuld schule
    schwach schwarz schwein schwer schwester schwimmen sechs see seele sehen seife seite sekunde selbst september setzen
    sieben silber singen sinn sitzen sohn sommer sonne sonntag spass spat spiel spielen sport sprache sprechen stadt stark
    stehen stein stern stimme stoff strand strasse streit stuck stuhl stunde sturm suchen suden suppe suss tag tante tanz
    tasche tasse tausend tee teil telefon teller teuer teufel text tief tier tisch tochter tod toll tomate tot tragen traum
    traurig treffen treppe trinken trocken tun tur turm uhr unfall urlaub vater vergessen verkehr verlieren verruckt
    verstehen viel vier vogel volk voll wagen wahl wahr wald wand warm warten waschen wasser wechsel weg weh weich weihnachten
    wein weise weiss weit welt wenig werk wetter wichtig wild wind winter wissen witz woche wohnen wohnung wolke wolle wort
    wunde wunsch wurst wut zahl zahlen zahn zehn zeichen zeigen zeit zeitung zelt zimmer zoll zucker zug zukunft zunge zwei
    zwiebel zwolf
    """
}
