//! Words of a text as the index knows them: runs of letters and digits, whatever their case and
//! accents.
//!
//! The texts of a record come as one, apart by [`APART`]: a phrase is never found across two of them.
//! Most words are plain ASCII and are taken in one pass; the others go through the library's filters.

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer, Token, TokenStream, Tokenizer,
};

/// Stands between two texts of one record: the unit separator of ASCII.
pub(super) const APART: char = '\u{1f}';

/// Positions left free between two texts.
const GAP: usize = 1;

/// Longest word that is indexed, in bytes; longer ones are encoded data.
const WORD_BYTES_MAX: usize = 100;

/// Takes texts apart into words.
#[derive(Clone)]
pub(super) struct Words {
    folding: TextAnalyzer,
    token: Token,
}

impl Words {
    pub(super) fn new() -> Self {
        let folding = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .build();
        Self { folding, token: Token::default() }
    }

    /// Makes the text of the token: a word as it is indexed.
    fn set(&mut self, word: &str) {
        let text = &mut self.token.text;
        text.clear();
        if word.is_ascii() {
            text.push_str(word);
            text.make_ascii_lowercase();
        } else if let Some(folded) = self.folding.token_stream(word).next() {
            text.push_str(&folded.text);
        }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.token.reset();
        WordStream { text, at: 0, next: 0, words: self }
    }
}

/// The words of one text.
pub(super) struct WordStream<'a> {
    text: &'a str,
    /// Where the next word is looked for.
    at: usize,
    /// Position of the next word.
    next: usize,
    words: &'a mut Words,
}

impl<'a> WordStream<'a> {
    /// The next word and where it begins; counts the ends of texts before it.
    fn next_word(&mut self) -> Option<(usize, &'a str)> {
        let rest = self.text.get(self.at..)?;
        let (before, from_word) = rest.split_at_checked(rest.find(char::is_alphanumeric)?)?;
        let word = from_word.split(|c: char| !c.is_alphanumeric()).next()?;
        let from = self.at + before.len();
        self.at = from + word.len();
        self.next += before.matches(APART).count() * GAP;
        Some((from, word))
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((from, word)) = self.next_word() {
            let position = self.next;
            self.next += 1;
            if word.len() <= WORD_BYTES_MAX {
                self.words.set(word);
                let token = &mut self.words.token;
                (token.offset_from, token.offset_to, token.position) = (from, self.at, position);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.words.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.words.token
    }
}

#[cfg(test)]
mod tests {
    use tantivy::tokenizer::RemoveLongFilter;

    use super::*;

    fn words(text: &str) -> Vec<(String, usize)> {
        let mut words = Words::new();
        let mut stream = words.token_stream(text);
        let mut out = Vec::new();
        while let Some(token) = stream.next() {
            out.push((token.text.clone(), token.position));
        }
        out
    }

    #[test]
    fn texts_stand_apart() {
        let text = format!("Via Roma, 1{APART}{APART}Ana");
        let expected = [("via", 0), ("roma", 1), ("1", 2), ("ana", 5)];
        assert_eq!(words(&text), expected.map(|(word, at)| (word.to_owned(), at)));
    }

    #[test]
    fn a_long_word_is_left_out_and_keeps_its_place() {
        let text = format!("a {} b", "x".repeat(WORD_BYTES_MAX + 1));
        assert_eq!(words(&text), [("a".to_owned(), 0), ("b".to_owned(), 2)]);
    }

    proptest::proptest! {
        #[test]
        fn are_those_of_the_librarys_filters(text: String) {
            let mut chain = TextAnalyzer::builder(SimpleTokenizer::default())
                .filter(RemoveLongFilter::limit(WORD_BYTES_MAX + 1))
                .filter(LowerCaser)
                .filter(AsciiFoldingFilter)
                .build();
            let mut stream = chain.token_stream(&text);
            let mut expected = Vec::new();
            while let Some(token) = stream.next() {
                expected.push(token.text.clone());
            }
            let own: Vec<String> = words(&text).into_iter().map(|(word, _)| word).collect();
            proptest::prop_assert_eq!(own, expected);
        }
    }
}
