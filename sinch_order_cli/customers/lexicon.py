"""The words that forms use for each fact, in nine languages and with national terms.

Each entry is a category and its phrases. Phrases are compared without accents, spaces and letter
case. A phrase starting with `=` must be the whole text, since it is a common word in another
language. Categories: a plain name is a concept (the value asked for), `@company` and `@ROLE` name
its owner, `#ROLE` the address, `use` the purpose of the number, `!` means that no fact matches the
field, `never` that only the user may answer it, and `-` has no meaning.
"""

from __future__ import annotations

from functools import cache

from sinch_order_cli.customers.words import bare

LEXICON: dict[str, str] = {
    # The company
    "tradingName": """trading name; trade name; trading as; doing business as; dba; brand name;
        nome fantasia; nom commercial; enseigne; nombre comercial; nome commerciale; insegna;
        handelsnaam; handelsname; geschaftsbezeichnung; geschaeftsbezeichnung; nazwa handlowa;
        obchodni nazev; binavn; bifirma; sarskilt foretagsnamn""",
    "companyName": """company name; legal entity name; registered name; entity name; corporate name;
        firmenname; firmenwortlaut; firmenbezeichnung; unternehmensname; razao social;
        denominacao social; firma social; raison sociale; denomination sociale; razon social;
        denominacion social; ragione sociale; denominazione sociale; bedrijfsnaam; statutaire naam;
        firmanaam; foretagsnamn; bolagsnamn; firmanamn; virksomhedsnavn; firmanavn; selskabsnavn;
        nazwa firmy; nazwa spolki; nazwa przedsiebiorstwa; obchodni firma; nazev spolecnosti;
        nazev firmy; organisation name; organization name; business name; name of business""",
    "legalName": "legal name; full legal name; registered legal name",
    "legalForm": """legal form; type of legal form; legal structure; business structure;
        entity type; type of entity; company type; type of company; rechtsform; gesellschaftsform;
        forme juridique; forma juridica; natureza juridica; tipo societario; forma giuridica;
        rechtsvorm; foretagsform; bolagsform; forma prawna; pravni forma; selskabsform;
        virksomhedsform; type of organisation; organisation type; organization type""",
    "registrationNumber": """registration number; company registration number; company number;
        business registration number; business number; company id; corporate number; crn; acn; abn;
        commercial register number; companies house number; chamber of commerce number; registry
        number; register number; cro number; cvr; cvr number; cvr nummer; cvr nr; uen; cin; siren;
        numero siren; ide; numero ide; rcs; numero rcs; kvk; kvk nummer; kvk number; hrb; hra;
        handelsregisternummer; firmenbuchnummer; registernummer; org nr; orgnr; organisation number;
        organisationsnummer; organization number; ondernemingsnummer; krs; numer krs; krs number;
        ico; numer rejestrowy; rea; numero rea; numero de registro; numero de registo;
        numero d immatriculation; numero di iscrizione; registration no; company registration no;
        incorporation number; cipc number; cipc registration number; business registration no""",
    "shapedNumber": "cif; nipc; nif; ruc; cuit; rfc",
    "uid": "uid",
    "uidNumber": "uid nummer; uid number",
    "registrationAuthority": """registration authority; register court; registergericht; registry;
        court of registration; register; registrar; amtsgericht; greffe; registro mercantil;
        conservatoria; camera di commercio; sad rejestrowy; rejstrikovy soud; place of registration;
        commercial register; companies register; company register; registering authority""",
    "registrationDate": """registration date; date of registration; date of incorporation;
        incorporation date; incorporated on; founded on; date founded; founding date; date of
        establishment; date established; grundungsdatum; gruendungsdatum; gegrundet am; date de
        creation; date d immatriculation; fecha de constitucion; data di costituzione; data de
        abertura; data de constituicao; data de fundacao; oprichtingsdatum; registreringsdatum;
        data rejestracji; datum vzniku; datum zalozeni; stiftelsesdato; date of formation""",
    "incorporationCountry": """country of incorporation; country of registration; incorporation
        country; registration country; pays d immatriculation; land der registrierung""",
    "vatNumber": """vat number; vat no; vat id; vat; vat registration number; vat identification
        number; vat registration no; ust id; ust idnr; ust id nr; ustid; umsatzsteuer id;
        umsatzsteuer identifikationsnummer; mwst nummer; mwst nr; tva; numero de tva; numero tva;
        numero de tva intracommunautaire; tva intracommunautaire; partita iva; p iva; piva;
        numero de iva; iva; btw nummer; btw id; btw; moms; momsnummer; momsregistreringsnummer;
        vat nummer; nip ue; dic; gstin; gst number; gst registration number; gst""",
    "taxNumber": """tax number; tax id; tax identification number; tax no; taxpayer number; tin;
        ein; pan; pan number; utr; unique taxpayer reference; income tax number; tax reference
        number; tax reference; steuernummer; steuer nr; numero fiscal; numero fiscale; cnpj;
        numero de contribuinte; codice fiscale azienda; codice fiscale societa; nip; numer nip;
        skattenummer; fiscaal nummer; danove cislo""",
    "personTaxNumber": "codice fiscale; cpf; numero fiscal personal; steuer identifikationsnummer",
    "website": """website; web site; web page; homepage; home page; web address; website url;
        website online presence; url; webseite; internetseite; internetadresse; site web;
        site internet; sitio web; pagina web; sito web; sito internet; webbplats; hemsida;
        strona internetowa; strona www; webove stranky; hjemmeside; site; corporate website; www""",
    "industry": """industry; sector; business sector; line of business; nature of business;
        business nature; business activity; vertical; branche; branch of industry; wirtschaftszweig;
        secteur d activite; secteur; activite; sector de actividad; actividad; actividad economica;
        settore; settore di attivita; ramo de atividade; setor; atividade; bransch; branza;
        rodzaj dzialalnosci; obor podnikani; bedrijfstak; sector van activiteit""",
    "employees": """employees; number of employees; no of employees; headcount; company size;
        mitarbeiter; anzahl mitarbeiter; anzahl der mitarbeiter; mitarbeiterzahl; nombre d employes;
        nombre de salaries; effectif; numero de empleados; numero di dipendenti; dipendenti;
        numero de funcionarios; antal anstallda; aantal werknemers; aantal medewerkers;
        liczba pracownikow; pocet zamestnancu; antal ansatte; antal medarbejdere""",
    "kind": """customer type; type of customer; applicant type; type of applicant; kundentyp;
        kundenart; type de client; tipo de cliente; tipo cliente; tipo di cliente; kundtyp;
        klanttype; typ klienta; typ zakaznika; kundetype; end user type; type of end user;
        tipo de pessoa; tipo de persona""",
    # Addresses
    "line1": """address line 1; address line1; address1; street address; street and number;
        street and house number; street and no; strasse und hausnummer; strasse und nr;
        strasse hausnummer; strasse nr; strasse und nummer; via e numero; rue et numero;
        numero et rue; calle y numero; rua e numero; straat en huisnummer; gatuadress;
        ulica i numer; ulice a cislo; gade og nummer; vej og nummer; block and street; first line;
        address first line; address street; indirizzo via; street address and building""",
    "street": """street; street name; strasse; rue; calle; via; rua; logradouro; straat; gata;
        ulica; ulice; vej; gade; straatnaam; strassenname; nom de rue; nome da rua""",
    "houseNumber": """house number; street number; house no; street no; building number; hausnummer;
        hausnr; haus nr; huisnummer; husnummer; numer domu; cislo popisne; cislo domu; civico;
        numero civico; numero de rue; no rue; no de rue; numero de porta; numero de calle;
        husnr""",
    "line2": """address line 2; address line2; address2; address second line; second line;
        second address line; adresszusatz; zusatz zur adresse; complement; complement d adresse;
        complement adresse; complemento; address complement; complementary address; apartment;
        suite; unit; unit number; floor; floor door; adresregel 2; toevoeging; huisnummertoevoeging;
        numer lokalu; interno; piso; flat; flat number; adressrad 2; etage; co adress""",
    "building": "building; flat door building; door; door number; building name; gebaude",
    "fullAddress": """full address; complete address; address one line; vollstandige adresse;
        adresse complete; direccion completa; indirizzo completo; endereco completo""",
    "address": """address; addresses; adresse; anschrift; direccion; indirizzo; endereco; morada;
        adres; adress; adresa; domicilio; domicile; adresse postale""",
    "city": """city; town; town city; city town; town or city; city ward; city town village;
        village; municipality; ort; stadt; stadt ort; ville; commune; ciudad; localidad; municipio;
        poblacion; cidade; localidade; citta; comune; stad; plaats; vestigingsplaats; postort;
        miasto; miejscowosc; mesto; obec; =by; localite; place of residence; bynavn; kommun""",
    "homeCity": "wohnort; woonplaats; bostadsort",
    "district": """district; neighbourhood; neighborhood; bairro; barrio; colonia; ortsteil;
        area locality; locality; quartier; quartiere; wijk; dzielnica; mestska cast; bydel;
        stadtteil; distrito; freguesia""",
    "suburb": "suburb",
    "state": """state; province; region; county; state province; state region; state or territory;
        state or province; prefecture; bundesland; kanton; canton; estado; uf; provincia;
        comunidad autonoma; departement; wojewodztwo; lan; landsdel; provincie; regione; territory;
        province state; comunita""",
    "kraj": "=kraj",
    "postalCode": """postal code; post code; zip; zip code; postal code zip code; zip postal code;
        postal zip code; plz; postleitzahl; code postal; npa; codigo postal; cep; cap; postnummer;
        postnr; post nr; kod pocztowy; psc; postovni smerovaci cislo; pin code; pin; eircode;
        c a p; postal; postal no; codigo de postal""",
    "country": """country; country code; iso country code; pays; pais; paese; nazione; land;
        zeme; stat; staat; panstwo; country region; landcode; country iso; land code""",
    # People
    "firstName": """first name; given name; given names; first names; forename; forenames;
        christian name; vorname; vornamen; rufname; prenom; prenoms; primeiro nome; nome proprio;
        primer nombre; voornaam; voornamen; fornamn; tilltalsnamn; imie; imiona; jmeno; krestni
        jmeno; fornavn; fname""",
    "middleName": """middle name; middle names; second name; zweiter vorname; deuxieme prenom;
        segundo nombre; secondo nome; mellannamn; drugie imie; mellemnavn; tussenvoegsel""",
    "lastName": """last name; surname; family name; nachname; familienname; zuname;
        nom de famille; apellido; apellidos; sobrenome; apelido; cognome; achternaam; familienaam;
        efternamn; nazwisko; prijmeni; efternavn; lname; second name surname""",
    "firstSurname": "primer apellido",
    "fullName": """full name; complete name; first and last name; name and surname; vor und
        nachname; vorname und nachname; vollstandiger name; nom complet; nom et prenom; prenom et
        nom; nombre completo; nombre y apellidos; nome completo; nome e cognome; cognome e nome;
        volledige naam; voor en achternaam; fullstandigt namn; for och efternamn; imie i nazwisko;
        jmeno a prijmeni; fulde navn; fuldt navn""",
    "name": """name; names; nom; nombre; nome; naam; namn; nazwa; nazev; navn""",
    "personTitle": """salutation; title; anrede; civilite; tratamiento; tratamento; titolo; aanhef;
        titel; tilltal; tytul; osloveni; honorific; form of address; forma de tratamento""",
    "jobTitle": """job title; position; role; job role; designation; funktion; position im
        unternehmen; berufsbezeichnung; cargo; puesto; funcao; fonction; poste; qualite; ruolo;
        qualifica; carica; functie; befattning; roll; stanowisko; funkce; pozice; stilling;
        occupation position; capacity; function""",
    "birthDate": """date of birth; birth date; birthdate; birthday; dob; geburtsdatum; geburtstag;
        geboren am; date de naissance; date naissance; ne le; fecha de nacimiento; fecha
        nacimiento; data de nascimento; data nascimento; data di nascita; data nascita;
        geboortedatum; fodelsedatum; data urodzenia; datum narozeni; fodselsdato""",
    "birthPlace": """place of birth; birth place; birthplace; city of birth; geburtsort; lieu de
        naissance; lieu naissance; lugar de nacimiento; local de nascimento; luogo di nascita;
        luogo nascita; geboorteplaats; fodelseort; miejsce urodzenia; misto narozeni; fodested;
        naturalidade""",
    "nationality": """nationality; citizenship; country of nationality; country of citizenship;
        staatsangehorigkeit; staatsangehoerigkeit; nationalitat; nationalitaet; staatsburgerschaft;
        nationalite; nacionalidad; nacionalidade; nazionalita; cittadinanza; nationaliteit;
        nationalitet; medborgarskap; obywatelstwo; narodowosc; statni prislusnost; obcanstvi;
        statsborgerskab""",
    "idType": """id type; identity document type; type of identity document; document type;
        type of id; proof of identity type; identification type; ausweisart; ausweistyp; art des
        ausweises; type de piece; type de piece d identite; tipo de documento; tipo di documento;
        tipo documento; soort document; legitimatiebewijs; typ dokumentu; typ av id; dokumenttype;
        id document type; poi type""",
    "idNumber": """id number; id no; identity number; identity document number; identity card
        number; id card number; passport number; passport no; passport; document number;
        national id; national id number; national identity number; identification number;
        proof of identity number; hkid; hkid number; nric; fin; nric fin; dni; nie; dni nie; rg;
        ausweisnummer; passnummer; personalausweisnummer; numero de piece; numero piece;
        numero de la piece d identite; numero de documento; numero documento; numero di documento;
        documentnummer; documentnummer legitimatie; paspoortnummer; id kort nummer;
        numer dowodu; seria i numer dowodu osobistego; numer dowodu osobistego; pesel;
        cislo dokladu; cislo obcanskeho prukazu; id or passport number; id nummer; personnummer;
        south african id number; sa id number; rijksregisternummer; cpr nummer; rodne cislo;
        identity document no; poi number; bsn; aadhaar number""",
    "idIssuer": """issuing authority; issued by; authority; id issuer; ausstellende behorde;
        ausstellungsbehorde; ausgestellt von; autorite de delivrance; delivre par; autoridad
        emisora; expedido por; orgao emissor; ente rilascio; rilasciato da; autorita di rilascio;
        afgegeven door; utfardad av; wydany przez; vydal; udstedt af; poi issuing authority""",
    "idExpires": """expiry date; expiration date; date of expiry; expires; expires on; valid until;
        expiry; gultig bis; gueltig bis; ablaufdatum; date d expiration; date expiration; valable
        jusqu au; fecha de caducidad; fecha de vencimiento; data de validade; data di scadenza;
        scadenza; scadenza documento; geldig tot; vervaldatum; giltig till; data waznosci;
        platnost do; gyldig til; udlobsdato; id expiry""",
    # Both
    "email": """email; e mail; email address; e mail address; email id; mail; mail address;
        e mail adresse; email adresse; mailadresse; courriel; mel; adresse e mail; adresse email;
        adresse mail; correo; correo electronico; correio eletronico; endereco de email; posta
        elettronica; indirizzo email; indirizzo e mail; emailadres; e mailadres; epost; e post;
        e postadress; epostadress; adres e mail; adres email; work email; business email address""",
    "phone": """phone; phone number; phone no; telephone; telephone number; telephone no; tel;
        mobile; mobile number; mobile no; mobile phone; mobile phone number; cell; cell phone;
        cell number; cellphone; direct telephone; direct dial; main phone; main phone number;
        telefon; telefonnummer; tel nr; rufnummer; handy; handynummer; mobilnummer; mobiltelefon;
        mobil; mobilfunknummer; numero de telephone; telephone portable; portable; telefono;
        numero de telefono; telefono movil; movil; telefone; telemovel; celular; numero de telefone;
        cellulare; numero di telefono; recapito telefonico; telefoonnummer; telefoon; mobiel;
        mobiel nummer; mobilnr; numer telefonu; telefon komorkowy; telefonni cislo; mobilni telefon;
        contact no; contact number; telefon kontaktowy; telefonnr; phone number with country code;
        phone number including country code""",
    # The use of the numbers
    "useDescription": """use case description; use case summary; description of use; description of
        the use case; how will you use the number; how will the number be used; what will the number
        be used for; number be used for; purpose of use; verwendungszweck; nutzungszweck; finalite;
        utilisation prevue; uso previsto; uso previsto del numero; finalidad; finalidade; finalita;
        beoogd gebruik; anvandningsandamal; cel uzycia; ucel pouziti; formal; end use""",
    "usePurpose": """use case; use case category; intended use; intended use of the number;
        intended use of mobile numbers; intended use of numbers; purpose of the traffic;
        purpose of traffic; type of traffic; traffic type; campaign type; message type; purpose;
        use of number; number usage; usage""",
    "monthlyVolume": """monthly volume; monthly messages; estimated monthly messages; estimated
        monthly volume; message volume; expected volume; monthly message volume; expected calls per
        month; messages per month; calls per month; expected monthly volume; anrufvolumen; erwartete
        anrufe pro monat; volume mensuel; volumen mensual; volume mensile; volume mensal""",
    "optIn": """opt in; opt in description; how do users opt in; opt in process; opt in method;
        opt in details; opt in type; consent collection; message flow""",
    "sampleMessages": """sample message; sample messages; message sample; message samples; example
        message; example messages; message content; production message content; beispielnachricht;
        exemple de message; mensaje de ejemplo; messaggio di esempio; sample sms""",
    "description": "description; beschreibung; descripcion; descrizione; descricao",
    "number": "number; no; nr; numero; nummer; numer; cislo; numbers; =rufnummern; =nummern; n",
    "id": "id; identifier; code",
    # Owners
    "@company": """company; business; end business; firm; firma; organisation; organization;
        corporate; corporation; enterprise; entity; legal entity; empresa; sociedad; sociedade;
        unternehmen; unternehmens; societe; entreprise; azienda; societa; impresa; bedrijf;
        bedrijfs; bedrijfsgegevens; onderneming; vennootschap; foretag; foretags; bolag; virksomhed;
        virksomheds; selskab; spolecnost; spolecnosti; firmy; spolki; spolka; przedsiebiorstwo;
        firmen; unternehmensdaten; brand; einzelunternehmen; firmendaten; einzelfirma; company s;
        business s; employer name of applicant; organisations""",
    "@contact": """contact; contacts; contact person; contact persons; main contact; primary
        contact; authorised contact; authorized contact; business contact; person in charge;
        person responsible; responsible person; ansprechpartner; ansprechperson; kontaktperson;
        kontakt; personne de contact; interlocuteur; persona de contacto; contacto; pessoa de
        contacto; pessoa de contato; contato; persona di contatto; referente; contatti; contatto;
        contactpersoon; osoba kontaktowa; osoba do kontaktu; kontaktni osoba; contact details""",
    "@legalRepresentative": """legal representative; statutory representative; representative;
        authorised representative; authorized representative; authorised rep; authorized rep;
        gesetzlicher vertreter; gesetzliche vertretung; vertreter; vertretungsberechtigte person;
        representant legal; representant; representante legal; representante; legale rappresentante;
        rappresentante legale; rappresentante; wettelijke vertegenwoordiger; wettelijk
        vertegenwoordiger; vertegenwoordiger; przedstawiciel; przedstawiciel ustawowy; reprezentant;
        statutarni zastupce; statutarni organ; foretradare; laglig foretradare""",
    "@director": """director; directors; managing director; company director; geschaftsfuhrer;
        geschaftsfuehrer; geschaeftsfuehrer; directeur; gerant; dirigeant; administrador;
        amministratore; bestuurder; verkstallande direktor; jednatel; czlonek zarzadu; ceo;
        direktor; chief executive officer""",
    "@owner": """owner; owners; owner s; business owner; beneficial owner; beneficial owners;
        ultimate beneficial owner; ubo; proprietor; inhaber; inhabers; inhaberin; eigentumer;
        wirtschaftlich berechtigter; wirtschaftlich berechtigte; proprietaire; beneficiaire
        effectif; propietario; titular real; proprietario; titolare; titolare effettivo; eigenaar;
        uiteindelijk begunstigde; agare; verklig huvudman; wlasciciel; beneficjent rzeczywisty;
        majitel; skutecny majitel; ejer; reel ejer; shareholder; shareholders; autonomo;
        sole trader; sole proprietor""",
    "@authorisedSignatory": """authorised signatory; authorized signatory; authorised person;
        authorized person; authorised persons; bevollmachtigte person; bevollmachtigter;
        bevollmaechtigte person; zeichnungsberechtigter; zeichnungsberechtigte person; prokurist;
        signataire autorise; personne autorisee; mandataire; apoderado; firmante autorizado;
        firmatario; firmatario autorizzato; procurador; gemachtigde; firmatecknare; fullmaktshavare;
        osoba upowazniona; pelnomocnik; zmocnena osoba; zmocnenec; tegningsberettiget""",
    "@endUser": """end user; end users; end customer; endnutzer; endkunde; utilisateur final;
        usuario final; utilizador final; utente finale; eindgebruiker; slutanvandare; uzytkownik
        koncowy; koncovy uzivatel; slutbruger""",
    "@self": """subscriber; applicant; customer; client; user; holder; registrant; teilnehmer;
        anschlussinhaber; kunde; antragsteller; titulaire; abonne; cliente; abonado; titular;
        solicitante; assinante; abbonato; intestatario; richiedente; abonent; abonnent; abonnee;
        klant; kund; zakaznik; klient; ucastnik; personal details; personal information; personal
        particulars; personal data; angaben zur person; personliche angaben; persoonsgegevens;
        dati anagrafici; dati personali; datos personales; dados pessoais; dane osobowe; osobni
        udaje; personuppgifter; rica; rica details; your details; about you; individual; person""",
    # Addresses
    "#registered": """registered office; registered; registered office address; head office;
        headquarters; seat; legal seat; firmensitz; sitz; gesellschaftssitz; siege social; siege;
        domicilio social; sede; sede social; sede legale; maatschappelijke zetel;
        statutaire zetel; sidlo; siedziba; sate; hovedkontor; incorporation""",
    "#business": """place of business; office; trading address; business address; operating;
        physical; geschaftsanschrift; geschaftsadresse; geschaeftsanschrift; principal place of
        business; etablissement; domicilio fiscal; bezoekadres; besoksadress; premises;
        communication; correspondence""",
    "#billing": """billing; invoice; invoicing; billing address; rechnungsadresse;
        rechnungsanschrift; rechnung; facturation; adresse de facturation; facturacion;
        fatturazione; faturacao; cobranca; factuur; factuuradres; faktura; fakturaadress;
        faktureringsadress; fakturacni""",
    "#service": """service; service address; installation; location of number; address in the area
        of the number; address where the number is used; where the number is used; end user address
        of the number; standort; anschlussadresse; installationsadresse; lieu d utilisation; lieu
        d installation; instalacion; installazione; instalacao; area of the number; where the
        service is used; location""",
    "#home": """home; residential; residence; private; permanent; residential address; home address;
        wohnadresse; wohnanschrift; wohnsitz; privatadresse; domicile prive; residenza; residencia;
        domicilio particular; woonadres; bostadsadress; hemadress; adres zamieszkania;
        zamieszkania; miejsce zamieszkania; bydliste; trvale bydliste; bopael""",
    "#postal": """postal address; mailing address; mailing; postanschrift; postadresse;
        zustelladresse""",
    # No matching fact
    "never": """signature; signatures; signed; signing; person signing; signatory name; name of
        signatory; sign; unterschrift; unterzeichner; fait le; fait a; firmado; assinatura;
        handtekening; underskrift; namnteckning; podpis; declaration; declare; sender id; sender;
        msisdn; number to port; numbers to port; date of signature; signature date; place of
        signature; captcha; password""",
    "!": """bank; bank name; iban; bic; swift; account; account number; account holder; previous;
        former; formerly; old; other; maiden; maiden name; birth name; name at birth; geburtsname;
        nom de naissance; nom naissance; nombre de soltera; nome da mae; nome do pai; mother;
        father; husband; wife; spouse; mae; madre; padre; parent; parent company; holding; ultimate
        parent; subsidiary; reseller; isv; agent; broker; partner; accountant; auditor; notary;
        lawyer; tax representative; fiscal representative; technical; emergency; alternate;
        alternative; secondary; second contact; backup; support; customer support; customer care;
        helpdesk; hotline; privacy; privacy policy; terms; terms and conditions; policy; opt out;
        image; logo; screenshot; fax; telefax; fax number; kana; katakana; furigana; kanji; chinese;
        in chinese; local language; provider; current provider; carrier; operator; port; porting;
        witness; guarantor; guardian; secretary; company secretary; nominee; pep; politically;
        exposed; gender; sex; geschlecht; sesso; sexo; sexe; stock; stock exchange; stock symbol;
        department; abteilung; payment; card number; credit card; reference; your reference;
        comments; remarks; notes; additional information; share; shares; percentage; stake; anteil;
        stimmrechte; year; jahr; issued on; issue date; date of issue; ausgestellt am; ausgestellt;
        date de delivrance; fecha de expedicion; data de emissao; data di rilascio; inscricao
        estadual; inscricao municipal; codice sdi; sdi; pec; nace; sic; sic code; naics; lei; duns;
        segundo apellido; country of birth; state of incorporation; jurisdiction;
        place of issue; country of issue; issuing country; tax residence; tax residency; second;
        second director; third; additional; another; last four; last 4; digits of; keywords;
        keyword; desired; user name; start date;
        end date; charity number; trustee; insurance; licence number; license number; regon;
        siret; imei; sim;
        pin of sim; business description; description of business; description of company""",
    "consent": """i agree; i confirm; i declare; i consent; i accept; i certify; we confirm;
        we agree; agree; confirm; consent; accept; certify; acknowledge; hereby; authorised to act;
        authorized to act; confirmation; einverstanden; zustimmung; stimme zu; bestatige; erklare;
        datenschutzerklarung; j accepte; accepte; certifie; consentement; acepto; consiento; aceito;
        concordo; accetto; acconsento; consenso; akkoord; godkanner; godkannande; samtykke; zgoda;
        wyrazam zgode; souhlas; souhlasim; accepterer""",
    "english": "in english; english",
    "-": """the; of; a; an; your; you; for; in; and; or; und; oder; et; ou; y; e; o; en; of the;
        der; die; das; des; den; dem; de; du; la; le; les; l; d; del; della; dello; dei; di; da; do;
        dos; das; het; een; van; van de; i; a; och; og; na; ve; s; please; enter; provide; main;
        primary;
        current; details; detail; data; information; info; particulars; section; new; own; legal;
        registered legal; official; valid; this; is; it; if; any; as; on; to; at; by; with; that;
        who; what; which; questions; ruckfragen; fur; pour; para; per; voor; full; complete;
        daten; angaben; dati; datos; dados; dane; udaje; uppgifter; oplysninger; gegevens; optional;
        required; mandatory; where; applicable; different; from; name if; responsible; der firma;
        dieser; kontaktdaten; stammdaten; general; intracommunautaire; iso; alpha""",
}  # fmt: skip


@cache
def phrases() -> dict[str, str]:
    """Map every phrase, without spaces, to its category; the first category wins."""
    found: dict[str, str] = {}
    for category, text in LEXICON.items():
        for phrase in " ".join(text.split()).split(";"):
            phrase = phrase.strip()
            key = bare(phrase.removeprefix("="))
            if key:
                found.setdefault("=" + key if phrase.startswith("=") else key, category)
    return found
