//! Currencies that ISO 4217 has withdrawn, which older exhibits still state.
//!
//! - **Source:** ISO 4217 list three ("historic denominations"), SIX Interbank Clearing, as far as
//!   the codes were withdrawn from 1990 on, and those of list one that were withdrawn since.
//! - **Known limits:** list three states no minor units; amounts are kept in hundredths.

/// Code, and the year and month from which list three has it.
const WITHDRAWN: [(&[u8; 3], (u16, u8)); 89] = [
    (b"ADP", (2003, 7)),
    (b"AFA", (2003, 1)),
    (b"ANG", (2025, 3)),
    (b"AOK", (1991, 3)),
    (b"AON", (2000, 2)),
    (b"AOR", (2000, 2)),
    (b"ARA", (1992, 1)),
    (b"ATS", (2002, 3)),
    (b"AZM", (2005, 12)),
    (b"BAD", (1998, 7)),
    (b"BEC", (1990, 3)),
    (b"BEF", (2002, 3)),
    (b"BEL", (1990, 3)),
    (b"BGL", (2003, 11)),
    (b"BGN", (2026, 1)),
    (b"BRE", (1993, 3)),
    (b"BRN", (1990, 3)),
    (b"BRR", (1994, 7)),
    (b"BUK", (1990, 2)),
    (b"BYB", (2001, 1)),
    (b"BYR", (2017, 1)),
    (b"CHC", (2004, 11)),
    (b"CSD", (2006, 10)),
    (b"CSK", (1993, 3)),
    (b"CUC", (2021, 6)),
    (b"CYP", (2008, 1)),
    (b"DDM", (1990, 9)),
    (b"DEM", (2002, 3)),
    (b"ECS", (2000, 9)),
    (b"ECV", (2000, 9)),
    (b"EEK", (2011, 1)),
    (b"ESP", (2002, 3)),
    (b"FIM", (2002, 3)),
    (b"FRF", (2002, 3)),
    (b"GEK", (1995, 10)),
    (b"GHC", (2008, 1)),
    (b"GRD", (2002, 3)),
    (b"GWP", (1997, 5)),
    (b"HRD", (1995, 1)),
    (b"HRK", (2023, 1)),
    (b"IEP", (2002, 3)),
    (b"ITL", (2002, 3)),
    (b"LTL", (2015, 1)),
    (b"LTT", (1993, 7)),
    (b"LUF", (2002, 3)),
    (b"LVL", (2014, 1)),
    (b"LVR", (1994, 12)),
    (b"MGF", (2004, 12)),
    (b"MRO", (2017, 12)),
    (b"MTL", (2008, 1)),
    (b"MXP", (1993, 1)),
    (b"MZM", (2006, 6)),
    (b"NIC", (1990, 10)),
    (b"NLG", (2002, 3)),
    (b"PEI", (1991, 7)),
    (b"PLZ", (1997, 1)),
    (b"PTE", (2002, 3)),
    (b"ROL", (2005, 6)),
    (b"RUR", (2004, 1)),
    (b"SDD", (2007, 7)),
    (b"SDP", (1998, 6)),
    (b"SIT", (2007, 1)),
    (b"SKK", (2009, 1)),
    (b"SLL", (2023, 12)),
    (b"SRG", (2003, 12)),
    (b"STD", (2017, 12)),
    (b"SUR", (1990, 12)),
    (b"TJR", (2001, 4)),
    (b"TMM", (2009, 1)),
    (b"TPE", (2002, 11)),
    (b"TRL", (2005, 12)),
    (b"UAK", (1996, 9)),
    (b"USS", (2014, 3)),
    (b"UYP", (1993, 3)),
    (b"VEB", (2008, 1)),
    (b"VEF", (2018, 8)),
    (b"XEU", (1999, 1)),
    (b"XFU", (2013, 11)),
    (b"YDD", (1991, 9)),
    (b"YUM", (2003, 7)),
    (b"YUN", (1995, 11)),
    (b"ZAL", (1995, 3)),
    (b"ZMK", (2012, 12)),
    (b"ZRN", (1999, 6)),
    (b"ZRZ", (1994, 2)),
    (b"ZWD", (2008, 8)),
    (b"ZWL", (2024, 9)),
    (b"ZWN", (2006, 9)),
    (b"ZWR", (2009, 6)),
];

/// Year and month of a code's withdrawal.
pub(super) fn of(code: [u8; 3]) -> Option<(u16, u8)> {
    let at = WITHDRAWN.binary_search_by(|(own, _)| (*own).cmp(&code)).ok()?;
    WITHDRAWN.get(at).map(|(_, month)| *month)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;

    #[test]
    fn the_list_is_in_order_and_every_code_is_found() {
        assert!(WITHDRAWN.is_sorted_by(|one, two| one.0 < two.0));
        for (code, month) in WITHDRAWN {
            assert_eq!(of(*code), Some(month));
            let code = std::str::from_utf8(code).unwrap();
            assert_eq!(Currency::from_code(code).unwrap().code(), code);
        }
        assert_eq!((of(*b"EUR"), of(*b"ZZZ")), (None, None));
    }
}
