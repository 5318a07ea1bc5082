//! Cases that a desk meets every week: one person under several spellings, two people under one name.

use tutela_names::{
    Frequencies, Level, Likeness, MATCH, Name, Reason, chance_of_common_words, compare,
    compare_with,
};

fn like(a: &str, b: &str) -> Likeness {
    compare(&Name::read(a), &Name::read(b))
}

#[track_caller]
fn is(a: &str, b: &str, level: Level, reasons: &[Reason]) {
    let found = like(a, b);
    assert_eq!(found.level, level, "{a} | {b}: {found:?}");
    assert!(found.score >= MATCH || level <= Level::Near, "{a} | {b}: {found:?}");
    for reason in reasons {
        assert!(found.reasons.has(*reason), "{a} | {b} lacks {reason:?}: {found:?}");
    }
}

#[track_caller]
fn differs(a: &str, b: &str) {
    let found = like(a, b);
    assert!(found.score < MATCH && found.level <= Level::Part, "{a} | {b}: {found:?}");
}

#[test]
fn one_person_under_five_spellings_is_one_name() {
    let spellings = [
        "Maria Teresa Dela Cruz Santos",
        "DELA CRUZ SANTOS, MA. TERESA",
        "Ma Teresa de la Cruz",
        "María Teresa Delacruz S.",
        "M. Teresa Dela Cruz",
    ];
    for a in spellings {
        for b in spellings {
            let found = like(a, b);
            assert!(found.score >= MATCH, "{a} | {b}: {found:?}");
        }
    }
}

#[test]
fn two_people_of_one_name_are_the_same_name_and_no_more() {
    is("Giuseppe Russo", "GIUSEPPE RUSSO", Level::Same, &[]);
    assert!((like("Giuseppe Russo", "Russo Giuseppe").score - 0.98).abs() < 1e-6);
}

#[test]
fn generations_conflict_and_are_not_merely_different() {
    for (a, b) in [
        ("Roberto Cruz Jr.", "Roberto Cruz Sr."),
        ("Cruz, Roberto, Jr", "Roberto Cruz III"),
        ("João Silva Filho", "João Silva Neto"),
    ] {
        let found = like(a, b);
        assert!(
            found.conflicts() && found.level == Level::Near && found.score < MATCH,
            "{a} | {b}: {found:?}"
        );
    }
    is("Roberto Cruz Jr.", "Roberto Cruz", Level::Same, &[Reason::SuffixMissing]);
    is("Roberto Cruz II", "Roberto Cruz Jr", Level::Same, &[]);
    is("Sr. Juan Perez", "Juan Perez", Level::Same, &[Reason::Title]);
}

#[test]
fn a_field_of_35_cuts_words_and_drops_them() {
    let whole = "MARIA CONCEPCION FERNANDEZ DE CORDOBA Y ALVAREZ";
    for length in [35, 34, 33] {
        let cut: String = whole.chars().take(length).collect();
        let found = like(whole, cut.trim());
        assert!(found.score >= MATCH && found.reasons.has(Reason::Truncated), "{cut}: {found:?}");
    }
    is("JOSE ANTONIO RODRIG", "Jose Antonio Rodriguez", Level::Variant, &[Reason::Truncated]);
    // The same beginning in a short text is not a cut.
    assert!(!like("Jo Ann Rod", "Jo Ann Rodriguez").reasons.has(Reason::Truncated));
}

#[test]
fn particles_join_part_and_go() {
    is("Ma. Teresa Dela Cruz", "MARIA TERESA DE LA CRUZ", Level::Variant, &[Reason::Abbreviation]);
    is("Ana D'Angelo", "Ana Dangelo", Level::Same, &[Reason::Joined]);
    is("Luca Dell’Acqua", "LUCA DELL ACQUA", Level::Same, &[]);
    is("Jan van der Berg", "Jan Vanderberg", Level::Same, &[Reason::Joined]);
    is("Khalid bin Walid", "Khalid Walid", Level::Same, &[Reason::Particle]);
    is("Bashar al-Assad", "Bashar Assad", Level::Same, &[Reason::Particle]);
    is("Carmela Del Rosario", "CARMELA DELROSARIO", Level::Same, &[Reason::Joined]);
    is("Abdul Rahman Salim", "Abdurrahman Salim", Level::Same, &[Reason::Joined]);
    is("De Luca", "Luca", Level::Same, &[Reason::Particle, Reason::SingleWord]);
    is("Van Dijk", "van Dijk", Level::Same, &[]);
    is("بن لادن", "Bin Laden", Level::Variant, &[Reason::Romanised, Reason::SingleWord]);
    differs("Abdul Hakim", "Abdul Rahman");
    differs("Le Van An", "Do Van Hung");
}

#[test]
fn surnames_double_stand_first_and_are_left_out() {
    is("Garcia Lopez, Jose", "Jose Garcia", Level::Variant, &[Reason::SecondSurname]);
    is("GARCÍA LÓPEZ José", "Jose Garcia Lopez", Level::Same, &[]);
    is("Maria S. Cruz", "Maria Santos Cruz", Level::Variant, &[Reason::Initial]);
    is("Maria Cruz", "Maria Santos Cruz", Level::Variant, &[Reason::MiddleName]);
    is("Nguyen Van An", "An Van Nguyen", Level::Same, &[Reason::Swapped]);
    differs("Maria A. Cruz", "Maria Santos Cruz");
    differs("Jose Garcia Lopez", "Jose Garcia Torres");
}

#[test]
fn what_is_stated_as_surname_is_not_a_given_name() {
    is("CRUZ, Maria Jose", "Cruz, Jose Maria", Level::Same, &[Reason::Swapped]);
    differs("THOMAS, Grant", "GRANT, Thomas");
    is("Thomas Grant", "Grant Thomas", Level::Same, &[Reason::Swapped]);
}

#[test]
fn father_and_son_are_not_an_order_of_words() {
    differs("Salman bin Muhammad Rawi", "Muhammad bin Salman Rawi");
}

#[test]
fn scripts_are_read_across() {
    for (a, b) in [
        ("Сергей Иванов", "Sergei Ivanov"),
        ("Щербакова, Наталья", "Natalia Shcherbakova"),
        ("Юрий Жуков", "Yuri Zhukov"),
        ("محمد عبد الرحمن", "Mohammad Abdul Rahman"),
        ("فرناندو بيريز", "Fernando Pérez"),
        ("דוד כהן", "David Cohen"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
        ("マリア・サントス", "Maria Santos"),
        ("王小明", "Wang Xiaoming"),
    ] {
        is(a, b, Level::Variant, &[Reason::Romanised]);
        let others = like(a, "Roberto Villanueva");
        assert!(others.score < MATCH, "{a}: {others:?}");
    }
}

#[test]
fn slips_are_near_and_other_names_are_not() {
    is("Marisol Fernandez", "Marisol Fernadez", Level::Near, &[Reason::Typo]);
    is("Angela Moretti", "Anglea Moretti", Level::Near, &[Reason::Typo]);
    is("Gaddafi Muammar", "Qaddafi Moammar", Level::Variant, &[Reason::Spelling]);
    is("Pepe Garcia", "Jose Garcia", Level::Variant, &[Reason::Nickname]);
    differs("Maria Santos", "Maria Reyes");
    differs("Maria Santos", "Mario Rossi");
    differs("Juan", "Juan Perez Lopez");
    differs("", "Maria");
}

#[test]
fn organisations_are_compared_without_their_form() {
    is("Rossi Trasporti S.r.l.", "ROSSI TRASPORTI SRL", Level::Same, &[]);
    is("Maria Santos Co", "Maria Santos", Level::Variant, &[Reason::SecondSurname]);
    is("Santos & Co.", "Santos Co. Ltd", Level::Same, &[Reason::Form]);
    is("Harbor Limited", "Harbor Ltd", Level::Same, &[]);
    let found = like("Fondo Trust 2007-1", "Fondo Trust 2007-2");
    assert!(found.reasons.has(Reason::NumberConflict) && found.score < MATCH, "{found:?}");
}

#[test]
fn a_rare_word_in_common_says_more_than_a_common_one() {
    let mut texts: Vec<String> =
        (0..200).map(|n| format!("Person{} Santos", char::from(b'a' + n % 26))).collect();
    texts.push("Maria Quibuyen".to_owned());
    let names: Vec<Name> = texts.iter().map(|text| Name::read(text)).collect();
    let table = Frequencies::of(&names);
    let (rare_a, rare_b) = (Name::read("Maria Quibuyen"), Name::read("Marta Quibuyen"));
    let (common_a, common_b) = (Name::read("Maria Santos"), Name::read("Marta Santos"));
    let rare = chance_of_common_words(&rare_a, &rare_b, &table);
    let common = chance_of_common_words(&common_a, &common_b, &table);
    assert!(rare < 0.01 && common > 0.9, "{rare} {common}");
    assert!(
        compare_with(&rare_a, &rare_b, &table).score
            > compare_with(&common_a, &common_b, &table).score
    );
}
