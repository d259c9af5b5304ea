"""What countries are called beside the names of Unicode: names of ISO 3166-1 and of the United
Nations, names that were changed not long ago, short names, and parts of a country that have no
code of their own there. A name that could mean two countries (Congo, Korea, America) does not stand
here: a wrong country is worse than none."""

from __future__ import annotations

ALIASES = {
    "AE": "UAE|U.A.E.|Emirates|Emirati Arabi",
    "AG": "Antigua",
    "AX": "Åland|Aland|Ahvenanmaa",
    "BA": "Bosnia|BiH|Bosnien",
    "BL": "Saint Barth|St Barts|St Barths",
    "BN": "Brunei Darussalam",
    "BO": "Bolivia, Plurinational State of|Plurinational State of Bolivia",
    "BQ": "Bonaire, Sint Eustatius and Saba|Bonaire, St Eustatius and Saba|Bonaire",
    "BS": "The Bahamas",
    "BY": "Belorussia|Byelorussia|Weißrussland|Biélorussie|Bielorrusia|Bielorussia|Белоруссия",
    "CC": "Cocos Islands|Keeling Islands",
    "CD": "Congo, Democratic Republic of the|Congo, the Democratic Republic of the|DR Congo|DRC"
    "|D.R.C."
    "|Democratic Republic of the Congo|Democratic Republic of Congo|Congo-Kinshasa|Congo (Kinshasa)"
    "|Congo (DRC)|Zaire|République démocratique du Congo|RDC",
    "CG": "Republic of the Congo|Republic of Congo|Congo-Brazzaville|Congo (Brazzaville)"
    "|Congo (Republic)|République du Congo",
    "CI": "Ivory Coast|Cote d'Ivoire|Elfenbeinküste|Costa de Marfil|Costa d'Avorio|Costa do Marfim"
    "|Ivoorkust|Republic of Côte d'Ivoire",
    "CN": "People's Republic of China|PRC|P.R. China|PR China|Mainland China|中华人民共和国"
    "|中國大陸|中国大陆|中國",
    "CV": "Cabo Verde",
    "CZ": "Czech Republic|The Czech Republic|Česká republika|Tschechische Republik"
    "|République tchèque|República Checa|Repubblica Ceca|Tsjechische Republiek",
    "DE": "Federal Republic of Germany|Bundesrepublik Deutschland|BRD",
    "DO": "República Dominicana|Dominican Rep.",
    "EH": "Sahrawi Arab Democratic Republic",
    "FK": "Falkland Islands (Malvinas)|Falklands|Malvinas",
    "FM": "Federated States of Micronesia|Micronesia, Federated States of|FSM",
    "FO": "Faroes|Faeroe Islands",
    "GB": "UK|U.K.|Great Britain|Britain|GB|G.B.|England|Scotland|Wales|Northern Ireland"
    "|United Kingdom of Great Britain and Northern Ireland|The United Kingdom|Großbritannien"
    "|Schottland|Grande-Bretagne|Angleterre|Écosse|Gran Bretaña|Inglaterra|Escocia|Gran Bretagna"
    "|Inghilterra|Scozia|Grã-Bretanha|Reino Unido|Engeland|Groot-Brittannië|Storbritannien|영국"
    "|英國|イングランド|Англия|Великобритания|Wielka Brytania|Anglia|İngiltere|Vương quốc Anh",
    "GF": "Guyane|Guyane française",
    "GM": "The Gambia",
    "GR": "Hellas|Hellenic Republic|Ελλάς",
    "GS": "South Georgia and the South Sandwich Islands|South Georgia",
    "HK": "Hong Kong|Hongkong|HK|H.K.|Hong Kong SAR|香港|홍콩|ホンコン|Гонконг|Hồng Kông|ฮ่องกง"
    "|هونغ كونغ|הונג קונג|Χονγκ Κονγκ|हांगकांग|হংকং|Hongkongas|Honkongas|Honkonga",
    "HM": "Heard Island and McDonald Islands",
    "IE": "Republic of Ireland|Éire|Irish Republic|Eire",
    "IR": "Iran, Islamic Republic of|Islamic Republic of Iran|Persia",
    "KN": "St Kitts",
    "KP": "Korea, Democratic People's Republic of|Democratic People's Republic of Korea|DPRK"
    "|D.P.R.K."
    "|North Korea|Korea, North|Nordkorea|Corée du Nord|북한|朝鲜|北朝鮮|北韓",
    "KR": "Korea, Republic of|Republic of Korea|South Korea|S. Korea|Korea, South|Korea (South)|ROK"
    "|R.O.K.|Republik Korea|Südkorea|Corée du Sud|한국|남한|대한민국|韓國|南韓|대한 민국|韩国|南韩",
    "LA": "Lao People's Democratic Republic|Lao PDR|Lao",
    "LY": "Libyan Arab Jamahiriya",
    "MD": "Moldova, Republic of|Republic of Moldova",
    "MF": "Saint Martin (French part)",
    "MK": "Macedonia|North Macedonia, Republic of|Republic of North Macedonia|FYROM|Mazedonien"
    "|Macédoine|Македонија|Makedonija",
    "MM": "Burma|Myanmar|Birma|Birmanie|Birmania|Republic of the Union of Myanmar",
    "MO": "Macau|Macao|Macau SAR|Macao SAR|澳门|澳門|마카오|マカオ|Макао|Ma Cao|มาเก๊า|ماكاو|מקאו",
    "NL": "Holland|The Netherlands|Nederlands|Kingdom of the Netherlands|Holanda|Hollande|Olanda"
    "|Голландия|네덜란드|オランダ",
    "PH": "The Philippines|Pilipinas",
    "PN": "Pitcairn",
    "PS": "Palestine|Palestine, State of|State of Palestine|Palestina|Palästina|فلسطين",
    "RE": "La Réunion|Reunion Island",
    "RU": "Russian Federation|The Russian Federation|Российская Федерация|РФ|Russische Föderation"
    "|Fédération de Russie|Federación de Rusia",
    "SH": "Saint Helena, Ascension and Tristan da Cunha|St Helena",
    "SJ": "Svalbard",
    "SK": "Slovak Republic|Slovenská republika",
    "SM": "Republic of San Marino",
    "ST": "São Tomé|Sao Tome",
    "SX": "Sint Maarten (Dutch part)|St Maarten|Saint Maarten",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland|Kingdom of Eswatini|eSwatini|Swasiland",
    "TC": "Turks and Caicos",
    "TF": "French Southern and Antarctic Lands",
    "TL": "East Timor|Timor Leste|Osttimor|Timor oriental",
    "TH": "ประเทศไทย",
    "TR": "Turkey|Republic of Türkiye|Republic of Turkey",
    "TT": "Trinidad|Tobago|Trinidad Tobago",
    "TW": "Taiwan, Province of China|Taiwan, R.O.C.|Taiwan ROC|Republic of China|臺灣|台灣"
    "|中華民國",
    "TZ": "Tanzania, United Republic of|United Republic of Tanzania",
    "UM": "United States Minor Outlying Islands|US Minor Outlying Islands",
    "US": "USA|U.S.|U.S.A.|United States of America|The United States|The United States of America"
    "|The US|The USA|Estados Unidos de América|EE. UU.|EE.UU.|EEUU|E.U.A.|EUA|États-Unis d'Amérique"
    "|Vereinigte Staaten von Amerika|Stati Uniti d'America|Estados Unidos da América"
    "|Verenigde Staten van Amerika|Amerikas förenta stater|США|Соединённые Штаты Америки"
    "|Сполучені Штати"
    "|ABD|Amerika Birleşik Devletleri|美国|美國|아메리카 합중국|アメリカ|アメリカ合衆国|米国|Hoa Kỳ"
    "|สหรัฐ|สหรัฐอเมริกา|الولايات المتحدة الأمريكية|ארצות הברית|ארה״ב",
    "VA": "Vatican|Holy See|The Holy See|Holy See (Vatican City State)|Vatican City State|Vatikan",
    "VC": "Saint Vincent|Saint Vincent and the Grenadines|St Vincent and the Grenadines",
    "VE": "Venezuela, Bolivarian Republic of|Bolivarian Republic of Venezuela",
    "VG": "Virgin Islands, British|Virgin Islands (British)|BVI",
    "VI": "Virgin Islands, U.S.|Virgin Islands (U.S.)|US Virgin Islands|USVI",
    "VN": "Viet Nam|Socialist Republic of Vietnam|Việt Nam",
    "ZA": "RSA|Republic of South Africa|Suid-Afrika|Sudáfrica",
}
"""Code -> names, by ``|``."""
