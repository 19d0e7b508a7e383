"""The meaning of choices in forms: kinds of customers, titles, identity documents."""

from __future__ import annotations

from functools import cache

from sinch_order_cli.customers.words import bare

_GROUPS: dict[str, dict[str, str]] = {
    "company.kind": {
        "company": """company; business; corporate; corporation; legal entity; organisation;
            organization; enterprise; limited company; private limited; juristic person; empresa;
            pessoa juridica; persona juridica; unternehmen; firma; juristische person; entreprise;
            personne morale; societe; azienda; persona giuridica; bedrijf; foretag; virksomhed;
            firma prawna; osoba prawna; pravnicka osoba; private company; private profit;
            geschaftskunde; business customer; professional""",
        "soleTrader": """sole trader; sole proprietor; sole proprietorship; self employed;
            proprietorship; freelancer; einzelunternehmen; einzelunternehmer; einzelfirma;
            selbststandig; autonomo; trabajador autonomo; auto entrepreneur; micro entrepreneur;
            entreprise individuelle; ditta individuale; libero professionista; mei; eenmanszaak;
            zzp; enskild firma; enkeltmandsvirksomhed; jednoosobowa dzialalnosc gospodarcza;
            osvc""",
        "person": """person; individual; private; private person; private individual; consumer;
            natural person; personal; residential; pessoa fisica; persona fisica; privatperson;
            naturliche person; privatkunde; particulier; personne physique; particular; privato;
            osoba fizyczna; fyzicka osoba; privat""",
        "government": """government; public body; public sector; authority; state; behorde;
            public authority; governo; administration publique; administracion publica;
            pubblica amministrazione; overheid; myndighet""",
        "nonProfit": """non profit; not for profit; nonprofit; charity; ngo; association; verein;
            foundation; stiftung; ong; asociacion; associazione; association sans but lucratif;
            stichting; forening; fundacja; spolek""",
    },
    "title": {
        "mr": """mr; mister; herr; monsieur; m; sr; senor; senhor; signor; sig; dhr; de heer; pan;
            hr""",
        "ms": """ms; mrs; miss; frau; madame; mme; sra; senora; senhora; signora; sig ra; mevr;
            mevrouw; pani; fru; fr""",
        "dr": "dr; doctor; doktor; dra; dott",
    },
    "idType": {
        "passport": """passport; reisepass; pass; passeport; pasaporte; passaporte; passaporto;
            paspoort; pas; paszport""",
        "idCard": """id card; identity card; national id; national identity card; idcard; hkid;
            nric; dni; personalausweis; identitatskarte; carte d identite;
            carte nationale d identite; cedula; carta d identita; carta de identidad; cni;
            bilhete de identidade; cartao de cidadao; identiteitskaart; id kort; dowod osobisty;
            obcansky prukaz; rg; aadhaar; hong kong identity card""",
        "drivingLicence": """driving licence; drivers license; driver s license; driving license;
            driver s licence; fuhrerschein; permis de conduire; permiso de conducir; cnh; patente;
            patente di guida; rijbewijs; korkort; korekort; prawo jazdy; ridicsky prukaz""",
        "residencePermit": """residence permit; aufenthaltstitel; auslanderausweis; titre de sejour;
            permiso de residencia; nie; permesso di soggiorno; verblijfsvergunning; fin;
            uppehallstillstand; karta pobytu; povoleni k pobytu""",
    },
}

_STATES = {
    "AU": """ACT Australian Capital Territory; NSW New South Wales; NT Northern Territory;
        QLD Queensland; SA South Australia; TAS Tasmania; VIC Victoria; WA Western Australia""",
    "BR": """AC Acre; AL Alagoas; AP Amapá; AM Amazonas; BA Bahia; CE Ceará; DF Distrito Federal;
        ES Espírito Santo; GO Goiás; MA Maranhão; MT Mato Grosso; MS Mato Grosso do Sul;
        MG Minas Gerais; PA Pará; PB Paraíba; PR Paraná; PE Pernambuco; PI Piauí;
        RJ Rio de Janeiro; RN Rio Grande do Norte; RS Rio Grande do Sul; RO Rondônia; RR Roraima;
        SC Santa Catarina; SP São Paulo; SE Sergipe; TO Tocantins""",
    "CH": """AG Aargau; BE Bern; BL Basel-Landschaft; BS Basel-Stadt; FR Fribourg; GE Genève;
        LU Luzern; SG St. Gallen; TI Ticino; VD Vaud; VS Valais; ZG Zug; ZH Zürich""",
    "DE": """BW Baden-Württemberg; BY Bayern; BE Berlin; BB Brandenburg; HB Bremen; HH Hamburg;
        HE Hessen; MV Mecklenburg-Vorpommern; NI Niedersachsen; NW Nordrhein-Westfalen;
        RP Rheinland-Pfalz; SL Saarland; SN Sachsen; ST Sachsen-Anhalt; SH Schleswig-Holstein;
        TH Thüringen""",
    "US": """AL Alabama; AK Alaska; AZ Arizona; AR Arkansas; CA California; CO Colorado;
        CT Connecticut; DE Delaware; DC District of Columbia; FL Florida; GA Georgia; HI Hawaii;
        ID Idaho; IL Illinois; IN Indiana; IA Iowa; KS Kansas; KY Kentucky; LA Louisiana; ME Maine;
        MD Maryland; MA Massachusetts; MI Michigan; MN Minnesota; MS Mississippi; MO Missouri;
        MT Montana; NE Nebraska; NV Nevada; NH New Hampshire; NJ New Jersey; NM New Mexico;
        NY New York; NC North Carolina; ND North Dakota; OH Ohio; OK Oklahoma; OR Oregon;
        PA Pennsylvania; RI Rhode Island; SC South Carolina; SD South Dakota; TN Tennessee;
        TX Texas; UT Utah; VT Vermont; VA Virginia; WA Washington; WV West Virginia; WI Wisconsin;
        WY Wyoming""",
    "IT": "MI Milano; RM Roma; TO Torino; NA Napoli; FI Firenze; BO Bologna; VE Venezia; GE Genova",
}


@cache
def _meanings(group: str) -> dict[str, str]:
    return {
        bare(word): meaning
        for meaning, words in _GROUPS[group].items()
        for word in " ".join(words.split()).split(";")
    }


def meaning(group: str, text: str) -> str:
    """Return the meaning of a choice or value in a group; "" if unknown."""
    return _meanings(group).get(bare(text), "")


def same_state(country: str, text: str) -> tuple[str, ...]:
    """Return a state as code and name, the given one first; only itself if unknown."""
    for entry in " ".join(_STATES.get(country, "").split()).split(";"):
        code, _, name = entry.strip().partition(" ")
        if code and bare(text) in (bare(code), bare(name)):
            return (text, code, name)
    return (text,)
