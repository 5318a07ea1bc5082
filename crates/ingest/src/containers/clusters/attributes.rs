//! The attributes of DOS: read-only, hidden, system, folder, archive.

/// Letters for the attributes, in the order in which PowerShell shows them (`d-rhs`): folder,
/// archive, read-only, hidden, system, link.
pub(crate) fn mode_of(attributes: u32, is_folder: bool) -> String {
    const LETTERS: [(u32, char); 5] =
        [(0x20, 'a'), (0x01, 'r'), (0x02, 'h'), (0x04, 's'), (0x400, 'l')];
    let mut mode = String::with_capacity(6);
    mode.push(if is_folder { 'd' } else { '-' });
    mode.extend(LETTERS.map(|(bit, letter)| if attributes & bit == 0 { '-' } else { letter }));
    mode
}

#[cfg(test)]
mod tests {
    #[test]
    fn attributes_are_letters_in_one_order() {
        assert_eq!(super::mode_of(0x27, false), "-arhs-");
        assert_eq!(super::mode_of(0x410, true), "d----l");
    }
}
