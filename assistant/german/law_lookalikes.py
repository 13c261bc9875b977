"""Words that only look like a law, or like a mistyped one; data only, read by `law_names`."""

from __future__ import annotations

OTHER_LAWS = """
ABAG AEntG AKG ArbGG ArbZRG AStG AufenthV BApO BASIG BayDiG BBiG BBKG BBodSchV BetrAVG BetrVRG BfNatSchG
BFSGV BGebG BinSchG BLG BNDG BRKG BStV BUKG Bundeswahlgesetz CSCG DRG EgVG EIGV EMVG ERegG ESVG EuWG GaFG GasNEV
GATTG GBVfg GDNG GEIG GemHKVO GemKVO GenDG GenTG GeoBG GGV GSG GVV HWG IVSG KARG KDVG KHNG KMMV
Kommunalwahlgesetz KSpG KStG KVAV KVKG KVWG KWMV Landesjagdgesetz Landeswahlgesetz LkSG LwVfG NatSchAG
NiSG NpSG PassV PatG PatV PAuswV PodG PostG PStTG RED-G ResG SBG SEAG StAbwG StBAG StPOEG SZAG UErgG UmstG
UmwG URaG VBVG VerlG VermG VGG VVG WaffRG WoEigG WoFÜG WoGV WpPG WUFG
"""
"""Of the 6,900 abbreviations and short titles of federal law, and of some of the Länder, those that a typing error
would turn into a law of the table: they must not be "corrected". tests/german/test_laws.py works them out."""

NO_LAWS = """
AG GmbH GbR eG eV KG OHG SE BGH BFH BAG BSG BVerfG BVerwG EuGH EuG OVG VGH VG LG OLG StGH
BGBl GVBl GVOBl ABl BT BR LT EU EG EWG UN US USA UK DIN ISO EN IT KI IKT ID IP TV PC PDF CSV URL QR
PV PKW LKW ÖPNV SPNV BImA KMU NGO MVZ VHS THW OK EUR TEUR CO KW MW GW BGF KITA OB TOP SPD CDU CSU FDP
AfD BSW DGB DStGB DST KGSt BSI BfDI LfDI LfD
TEIL SGEI DAWI Verordnung Rechtsverordnung Tagesordnung Größenordnung Rechtsordnung Rangordnung
"""
"""Courts, bodies, gazettes, units and general words in the form of a law."""
