//! Pieces of a text become a name: titles, legal forms and suffixes are set apart, particles join the word
//! they belong to, a surname that stands first goes to its place.

use crate::families::family;
use crate::letters::Letters;
use crate::name::{Kind, Name, Token, WORDS_MAX};
use crate::sound::Sounds;
use crate::split::{Case, Piece, split};
use crate::words::{self, Generation, LONG_FORMS};

pub(crate) fn read(text: &str) -> Name {
    let (mut pieces, chars) = split(text);
    let count = pieces.len();
    let mut forms = Letters::EMPTY;
    join_dotted(&mut pieces);
    take_forms(&mut pieces, &mut forms);
    let generation = take_generation(&mut pieces);
    let titled = take_titles(&mut pieces);
    let last_piece = pieces.len().saturating_sub(1);
    let ends_text = pieces.last().is_some_and(|piece| piece.at + 1 == count);
    let (turn, surname_pieces) = surname_first(&pieces, forms.is_empty());
    pieces.rotate_left(turn);
    let (words, ends) = tokens(&pieces);
    let at_piece = |piece: usize| ends.iter().position(|end| *end > piece);
    // Where the text ended, seen from the new order.
    let last_at = (last_piece + pieces.len() - turn) % pieces.len().max(1);
    Name {
        last: at_piece(last_at).filter(|_| ends_text),
        surname_at: surname_pieces.and_then(at_piece),
        words,
        generation,
        titled,
        forms,
        chars,
    }
}

/// `B.V.B.A.` and `A.B.C.` are one word each; `J. R.` stay two initials.
fn join_dotted(pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at < pieces.len() {
        let rest = pieces.get(at..).unwrap_or_default();
        let single = |p: &&Piece| p.text.len() == 1 && p.glyph.is_none();
        let mut run = rest.iter().take_while(|p| single(p) && p.dotted).count();
        // The last letter of `B.V.B.A` has no dot of its own.
        if run > 0 && rest.get(run).as_ref().is_some_and(single) {
            run += 1;
        }
        let joined: String = rest.iter().take(run).map(|p| p.text.as_str()).collect();
        if run >= 3 || (run == 2 && words::form(&joined).is_some()) {
            pieces.drain(at + 1..at + run);
            if let Some(piece) = pieces.get_mut(at) {
                piece.sounds = Sounds::of(joined.as_bytes());
                piece.text = joined;
            }
        }
        at += 1;
    }
}

fn take_forms(pieces: &mut Vec<Piece>, forms: &mut Letters) {
    for (long, short) in LONG_FORMS {
        let found = pieces
            .windows(long.len())
            .position(|window| window.iter().map(|p| p.text.as_str()).eq(long.iter().copied()));
        if let Some(at) = found.filter(|_| pieces.len() > long.len()) {
            pieces.drain(at..at + long.len());
            forms.extend(short.as_bytes());
        }
    }
    let mut at = 0;
    while at < pieces.len() {
        let form = form_at(pieces, at);
        if let Some(form) = form {
            pieces.remove(at);
            forms.extend(form.as_bytes());
        } else {
            at += 1;
        }
    }
}

/// Whether the piece is a legal form: short ones only where a name cannot be.
fn form_at(pieces: &[Piece], at: usize) -> Option<&'static str> {
    let piece = pieces.get(at)?;
    let form = words::form(&piece.text)
        .filter(|_| pieces.len() > 1 && !piece.accented && !piece.script.is_loose())?;
    let is_last = at + 1 == pieces.len()
        || pieces.get(at + 1..)?.iter().all(|p| words::form(&p.text).is_some());
    // `Sá` and `Co` are surnames, too.
    let surname = matches!(piece.text.as_str(), "se" | "as" | "co");
    let ambiguous = surname || matches!(piece.text.as_str(), "sa" | "sl" | "ev");
    let alone = at + 1 == pieces.len() && !piece.dotted;
    let sure = match piece.text.len() {
        0..=2 if surname && alone => false,
        0..=2 => is_last && (!ambiguous || piece.dotted || pieces.len() > 2),
        3 => is_last || (at == 0 && matches!(form, "jsc" | "llc")),
        _ => true,
    };
    sure.then_some(form)
}

/// Suffixes stand at the end of the name or of what a comma closes.
fn take_generation(pieces: &mut Vec<Piece>) -> Option<Generation> {
    let ends = |at: usize, piece: &Piece| {
        at > 0 && pieces.get(at + 1).is_none_or(|next| next.segment != piece.segment)
    };
    let alone = |at: usize, piece: &Piece| {
        at > 0 && pieces.get(at - 1).is_some_and(|p| p.segment != piece.segment)
    };
    let (at, found) = pieces.iter().enumerate().rev().find_map(|(at, piece)| {
        let at_end = ends(at, piece) || alone(at, piece);
        words::generation(&piece.text).filter(|_| at_end && pieces.len() > 1).map(|g| (at, g))
    })?;
    pieces.remove(at);
    Some(found)
}

fn take_titles(pieces: &mut Vec<Piece>) -> bool {
    let mut found = false;
    let mut at = 0;
    while at < pieces.len() {
        let begins = at == 0
            || pieces.get(at - 1).zip(pieces.get(at)).is_some_and(|(a, b)| a.segment != b.segment);
        let is_title = pieces.get(at).is_some_and(|piece| {
            let known = words::is_title(&piece.text) || (begins && piece.text == "sr");
            known
                && pieces.len() > 1
                && (piece.dotted || pieces.len() > 2)
                && (begins || piece.text.len() >= 4)
        });
        if is_title {
            pieces.remove(at);
            found = true;
        } else {
            at += 1;
        }
    }
    found
}

/// How far to turn the pieces so that given names come first, and at which piece the surname then begins.
fn surname_first(pieces: &[Piece], person: bool) -> (usize, Option<usize>) {
    let first = pieces.first().map_or(0, |p| p.segment);
    let before = pieces.iter().take_while(|p| p.segment == first).count();
    let after = pieces.len() - before;
    if person && after > 0 && before <= 4 {
        return (before, Some(after));
    }
    // `LAVROV Sergey`, `Sergey LAVROV`: the surname in capitals.
    let shouts = |p: &Piece| p.case == Case::Capitals && p.text.len() > 1 && p.glyph.is_none();
    let quiet = |p: &Piece| p.case == Case::Capital;
    let leading = pieces.iter().take_while(|p| shouts(p)).count();
    let trailing = pieces.iter().rev().take_while(|p| shouts(p)).count();
    let rest = pieces.len() - leading - trailing.min(pieces.len() - leading);
    let others_quiet = pieces.iter().filter(|p| quiet(p)).count() == rest && rest > 0;
    match (leading, trailing) {
        (1.., 0) if others_quiet && person => (leading, Some(pieces.len() - leading)),
        (0, 1..) if others_quiet && person => (0, Some(pieces.len() - trailing)),
        _ => (0, None),
    }
}

/// Joins particles with their word; gives for each token the piece behind it.
fn tokens(pieces: &[Piece]) -> (Vec<Token>, Vec<usize>) {
    let mut tokens = Vec::with_capacity(pieces.len());
    let mut ends = Vec::with_capacity(pieces.len());
    let mut prefix = Letters::EMPTY;
    let mut article = usize::MAX;
    for (at, piece) in pieces.iter().enumerate() {
        if tokens.len() == WORDS_MAX {
            break;
        }
        if at == article {
            continue;
        }
        if is_particle(pieces, at, tokens.is_empty() && prefix.is_empty()) {
            prefix.extend(piece.text.as_bytes());
            continue;
        }
        let half =
            words::first_half(&piece.text).filter(|_| at + 1 < pieces.len() && !piece.dotted);
        if half.is_some()
            && pieces
                .get(at + 1)
                .is_some_and(|next| matches!(next.text.as_str(), "al" | "el" | "ul" | "ur"))
        {
            article = at + 1;
        }
        tokens.push(token(piece, half, prefix, pieces.len() == 1));
        ends.push(at + 1);
        prefix = Letters::EMPTY;
    }
    (tokens, ends)
}

fn is_particle(pieces: &[Piece], at: usize, leads: bool) -> bool {
    let Some((piece, next)) = pieces.get(at).zip(pieces.get(at + 1)) else { return false };
    if !words::is_particle(&piece.text) || piece.glyph.is_some() || next.segment != piece.segment {
        return false;
    }
    if piece.bound {
        return true;
    }
    if piece.text.len() == 1 {
        return !piece.dotted
            && !leads
            && (piece.case == Case::Small || (piece.text == "y" && next.case == Case::Capitals));
    }
    // `Van Thi Hoa`, `Al Gore`, `Ben Smith`: at the beginning a capital makes it a name, perhaps.
    !piece.dotted && (!leads || piece.case == Case::Small || piece.text == "the")
}

fn token(piece: &Piece, half: Option<&str>, prefix: Letters, only: bool) -> Token {
    let text = half.unwrap_or(&piece.text);
    let letters = Letters::of(text.as_bytes());
    let bytes = letters.as_slice();
    let kind = if bytes.iter().all(u8::is_ascii_digit) {
        Kind::Number
    } else if bytes.len() == 1 && piece.glyph.is_none() {
        Kind::Initial
    } else {
        Kind::Word
    };
    let also = words::short_for(text).map_or(Letters::EMPTY, |long| Letters::of(long.as_bytes()));
    let light = kind == Kind::Word && !only && words::is_particle(text) && piece.glyph.is_none();
    let weight = match kind {
        Kind::Initial => 0.4,
        Kind::Number => 0.8,
        Kind::Word if light => 0.35,
        Kind::Word if half.is_some() => 0.5,
        Kind::Word if piece.glyph.is_some() => 0.9,
        Kind::Word => match bytes.len() {
            0..=2 => 0.7,
            3 => 0.85,
            _ => 1.0,
        },
    };
    Token {
        letters,
        prefix,
        also,
        sounds: if text == piece.text { piece.sounds } else { Sounds::of(bytes) },
        mask: letters.mask(),
        head: crate::blocking::head(if prefix.is_empty() { &letters } else { &prefix }),
        family: family(letters.as_str()),
        kind,
        script: piece.script,
        glyph: piece.glyph,
        accented: piece.accented,
        dotted: piece.dotted,
        light,
        weight,
    }
}
