//! Documents: `type:number`, one shape whoever states it, so that two sources of one document join.
//!
//! - **Type:** airlines write a letter (ICAO Doc 9303, UN/EDIFACT), banks a code of ISO 20022, offices
//!   a word of their language; those that surely mean a passport, an identity card, a driving
//!   licence or a residence permit become one word. Any other stays as stated, in lower case.
//! - **Number:** in capitals without blanks.
//! - **Issuing state:** no part of the shape, for most sources leave it out. Where it is stated it
//!   stands beside, under [`ISSUED_IN`], as [`state`] writes it.

use super::fold_name;
use crate::places;
use crate::slot::Text;

/// Name in `extra` under which the issuing state stands.
pub const ISSUED_IN: &str = "document issued in";

/// Words for types, folded, and the type they mean.
const TYPES: [(&str, &[&str]); 4] = [
    (
        "passport",
        &[
            "p",
            "ccpt",
            "passp",
            "passaporto",
            "pasaporte",
            "passeport",
            "passaporte",
            "reisepass",
            "passport number",
            "passport_number",
            "passport no",
        ],
    ),
    (
        "id",
        &[
            "i",
            "id card",
            "id_card",
            "idcard",
            "identity card",
            "identity_card",
            "national identity card",
            "national id card",
            "carta d'identita",
            "carta d’identita",
            "carta di identita",
            "carta identita",
            "documento de identidad",
            "documento nacional de identidad",
            "carte d'identite",
            "carte d’identite",
            "carte nationale d'identite",
            "carte nationale d’identite",
            "bilhete de identidade",
            "cartao de cidadao",
            "personalausweis",
        ],
    ),
    (
        "driving_licence",
        &[
            "drlc",
            "driving licence",
            "driving license",
            "driver licence",
            "driver license",
            "driver's license",
            "drivers license",
            "patente",
            "patente di guida",
            "permiso de conducir",
            "permis de conduire",
            "carta de conducao",
            "fuhrerschein",
        ],
    ),
    (
        "residence_permit",
        &[
            "residence permit",
            "permesso di soggiorno",
            "permiso de residencia",
            "titre de sejour",
            "autorizacao de residencia",
            "aufenthaltstitel",
        ],
    ),
];

/// Writes a document; nothing where no number is stated. A number without a type is a `document`.
pub fn document(kind: &str, number: &str, out: &mut Text) {
    out.clear();
    if number.trim().is_empty() {
        return;
    }
    let buffer = out.buffer();
    push_type(kind.trim(), buffer);
    buffer.push(':');
    let start = buffer.len();
    if number.bytes().all(|byte| byte.is_ascii_graphic()) {
        buffer.push_str(number);
    } else {
        buffer.extend(number.chars().filter(|c| !c.is_whitespace()));
    }
    if let Some(number) = buffer.get_mut(start..) {
        number.make_ascii_uppercase();
    }
}

fn push_type(kind: &str, out: &mut String) {
    if kind.is_empty() {
        return out.push_str("document");
    }
    let mut folded = String::new();
    let folded = if kind.is_ascii() {
        kind
    } else {
        fold_name(kind, &mut folded);
        &folded
    };
    let is_word = |word: &&str| word.eq_ignore_ascii_case(folded);
    let found = TYPES.iter().find(|(own, words)| is_word(own) || words.iter().any(&is_word));
    if let Some((own, _)) = found {
        return out.push_str(own);
    }
    out.extend(kind.chars().flat_map(char::to_lowercase));
}

/// The state that issued a document: the alpha-2 code of ISO 3166-1 where codes or names of one
/// country are stated, those of machine-readable travel documents among them (`D`, `GBN`), else as
/// stated.
pub fn state(stated: &str) -> String {
    let stated = stated.trim().trim_end_matches('<');
    match stated {
        "D" => return "DE".to_owned(),
        "GBD" | "GBN" | "GBO" | "GBP" | "GBS" => return "GB".to_owned(),
        _ => {}
    }
    let by_code = places::country(stated).map(|country| country.alpha2);
    let by_name = || match places::countries_named(stated).as_slice() {
        [one] => Some(one.alpha2),
        _ => None,
    };
    by_code.or_else(by_name).unwrap_or(stated).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(kind: &str, number: &str) -> String {
        let mut text = Text::default();
        document(kind, number, &mut text);
        text.to_string()
    }

    #[test]
    fn a_document_has_one_shape_whoever_states_it() {
        for kind in ["P", "p", "Passport", "PASSAPORTO", "pasaporte", "CCPT", "Reisepass"] {
            assert_eq!(written(kind, "ya 12"), "passport:YA12", "{kind}");
        }
        for kind in ["I", "ID", "carta d'identità", "Carta d’Identità", "Personalausweis"] {
            assert_eq!(written(kind, "ca 1"), "id:CA1", "{kind}");
        }
        assert_eq!(written("", "7"), "document:7");
        assert_eq!(written("Führerschein", "b7"), "driving_licence:B7");
        assert_eq!(written("Tessera PARK", "b7"), "tessera park:B7");
        assert_eq!(written("P", "  "), "");
    }

    #[test]
    fn an_issuing_state_is_its_code_where_one_is_known() {
        for (stated, code) in [
            ("ITA", "IT"),
            ("it", "IT"),
            ("D<<", "DE"),
            ("GBN", "GB"),
            ("Germania", "DE"),
            ("Congo", "Congo"),
        ] {
            assert_eq!(state(stated), code, "{stated}");
        }
    }
}
