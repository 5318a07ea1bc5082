//! Headers of returns as operators of several countries write them, and what each is taken for.

use model::record::Kind;

use super::columns::readings;

/// Header and field, of one return each.
const RETURNS: [&[(&str, &str)]; 6] = [
    &[
        ("N. Operazione", "reference"),
        ("Data Invio", "sent"),
        ("Cognome Ordinante", "payer.name.last"),
        ("Nome Ordinante", "payer.name.first"),
        ("C.F. Ordinante", "payer.document"),
        ("Beneficiario", "payee.account"),
        ("Paese Destinazione", "payee.address.country"),
        ("Importo Inviato \u{20ac}", "principal"),
        ("Importo Pagato", "pay_out"),
        ("Valuta Pagamento", "pay_out.currency"),
        ("Data Pagamento", "paid_out"),
        ("Ag. Invio", "send_place"),
    ],
    &[
        ("MTCN", "reference"),
        ("Fecha de env\u{ed}o", "sent.date"),
        ("Hora de env\u{ed}o", "sent.time"),
        ("Remitente", "payer.account"),
        ("Destinatario", "payee.account"),
        ("Pa\u{ed}s destino", "payee.address.country"),
        ("Importe enviado (EUR)", "principal"),
        ("Importe a pagar", "pay_out"),
        ("Moneda de pago", "pay_out.currency"),
        ("Fecha de pago", "paid_out"),
    ],
    &[
        ("Transaktionsnummer", "reference"),
        ("Sendedatum", "sent.date"),
        ("Uhrzeit", "sent.time"),
        ("Name Absender", "payer.name"),
        ("Geburtsdatum Absender", "payer.birth_date"),
        ("Name Empf\u{e4}nger", "payee.name"),
        ("Betrag", "principal"),
        ("W\u{e4}hrung", "principal.currency"),
        ("Geb\u{fc}hr", "fee"),
        ("Auszahlungsbetrag", "pay_out"),
        ("Auszahlungsw\u{e4}hrung", "pay_out.currency"),
        ("Auszahlungsdatum", "paid_out"),
    ],
    &[
        ("Cod transfer", "reference"),
        ("Data trimiterii", "sent.date"),
        ("Ora", "sent.time"),
        ("Nume expeditor", "payer.name.last"),
        ("Prenume expeditor", "payer.name.first"),
        ("Nume beneficiar", "payee.name.last"),
        ("Prenume beneficiar", "payee.name.first"),
        ("\u{21a}ara destina\u{21b}ie", "payee.address.country"),
        ("Suma trimis\u{103}", "principal"),
        ("Moneda", "principal.currency"),
        ("Comision", "fee"),
        ("Suma pl\u{103}tit\u{103}", "pay_out"),
        ("Moneda plat\u{103}", "pay_out.currency"),
        ("Data pl\u{103}\u{21b}ii", "paid_out"),
    ],
    &[
        ("Transaction Reference", "reference"),
        ("Transaction Date/Time (UTC)", "sent"),
        ("Customer Name", "payer.name"),
        ("Customer DOB", "payer.birth_date"),
        ("Customer Email", "payer.email"),
        ("Beneficiary Name", "payee.name"),
        ("Send Amount", "principal"),
        ("Send Currency", "principal.currency"),
        ("Receive Amount", "pay_out"),
        ("Receive Currency", "pay_out.currency"),
    ],
    &[
        ("Ref No.", "reference"),
        ("Txn Date", "sent.date"),
        ("Txn Time", "sent.time"),
        ("Sender Last Name", "payer.name.last"),
        ("Sender First Name", "payer.name.first"),
        ("Receiver Mobile No.", "payee.phone"),
        ("Amount (PHP)", "principal"),
    ],
];

#[test]
fn returns_of_several_countries_are_understood() {
    for own in RETURNS {
        let headers: Vec<String> = own.iter().map(|(header, _)| (*header).to_owned()).collect();
        let reading = readings(&headers).into_iter().next().unwrap();
        assert_eq!(reading.kind, Kind::Transfer, "{headers:?}");
        for ((header, path), found) in own.iter().zip(&reading.matches) {
            let found = found.as_ref().map(|found| found.path.as_str());
            assert_eq!(found, Some(*path), "{header}");
        }
    }
}
