//! Groups of digits in a text, as telephone numbers are written.

/// Digits that stand together: from, to.
pub(super) type Group = (usize, usize);

/// With which digits a number may begin: the first three, two and one of each.
#[derive(Debug)]
pub(super) struct Begins(Box<[bool; 1110]>);

impl Begins {
    pub(super) fn of<'p>(phones: impl Iterator<Item = &'p String>) -> Self {
        let mut all = Self(Box::new([false; 1110]));
        for phone in phones {
            for len in 1..=3 {
                let slot = phone.get(..len).and_then(Self::place).and_then(|at| all.0.get_mut(at));
                if let Some(slot) = slot {
                    *slot = true;
                }
            }
        }
        all
    }

    /// Whether a number may begin with these digits, of which the first three are looked at.
    pub(super) fn has(&self, digits: &str) -> bool {
        let first = digits.get(..3).unwrap_or(digits);
        Self::place(first).and_then(|at| self.0.get(at)).is_some_and(|has| *has)
    }

    /// The place of one, two or three digits.
    fn place(digits: &str) -> Option<usize> {
        let shorter = match digits.len() {
            1 => 0,
            2 => 10,
            3 => 110,
            _ => return None,
        };
        digits.parse::<usize>().ok().map(|value| shorter + value)
    }
}

/// The next digits that stand together.
pub(super) fn next_group(text: &str, from: usize) -> Option<Group> {
    let rest = text.as_bytes().get(from..)?;
    let start = rest.iter().position(u8::is_ascii_digit)?;
    let len = rest.get(start..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
    Some((from + start, from + start + len))
}

/// The digits of a group.
pub(super) fn digits_of(text: &str, group: Group) -> &str {
    text.get(group.0..group.1).unwrap_or_default()
}

/// Whether a letter stands directly before or behind.
pub(super) fn is_in_word(text: &str, (start, end): Group) -> bool {
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    before.is_some_and(char::is_alphabetic) || after.is_some_and(char::is_alphabetic)
}

/// Whether nothing but separators of telephone numbers stands between.
pub(super) fn are_joined(text: &str, group: Group, next: Group) -> bool {
    let between = text.get(group.1..next.0).unwrap_or("x");
    let joins = |c: char| matches!(c, ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}');
    between.len() <= 6 && between.chars().count() <= 3 && between.chars().all(joins)
}
