//! Filling a template: which variant applies, and which parts follow one another.

use std::borrow::Cow;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::unicode::unescape_unicode_to_string;
use intl_pluralrules::{PluralCategory, operands::PluralOperands};

use super::{Words, check::QUOTE_DEPTH_MAX};

/// What a selection in a template can ask of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Select {
    /// A number, as plain decimal text (`1`, `2.50`): plural category or exact value.
    Number(String),
    /// A key of the word list: compared with the names of the variants.
    Key(String),
    /// Nothing: the default variant applies.
    Nothing,
}

/// A part of a filled template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// Words of the template.
    Words(Cow<'static, str>),
    /// The value in this place of the list passed in.
    Slot(usize),
}

impl Words {
    /// Resolves a message with these named values into its parts; `None` where there is no such
    /// message. A slot that is not among the values is left out: callers check the names first.
    pub(crate) fn resolve(&self, id: &str, values: &[(&str, Select)]) -> Option<Vec<Part>> {
        let mut filling = Filling { words: self, values, parts: Vec::new() };
        filling.pattern(self.message(id)?, QUOTE_DEPTH_MAX);
        Some(filling.parts)
    }
}

struct Filling<'a> {
    words: &'a Words,
    values: &'a [(&'a str, Select)],
    parts: Vec<Part>,
}

impl Filling<'_> {
    fn pattern(&mut self, pattern: &Pattern<&'static str>, depth: u8) {
        for element in &pattern.elements {
            match element {
                // A line break in the file is a blank in the sentence.
                PatternElement::TextElement { value } if value.contains('\n') => {
                    self.parts.push(Part::Words(Cow::Owned(value.replace('\n', " "))));
                }
                PatternElement::TextElement { value } => {
                    self.parts.push(Part::Words(Cow::Borrowed(value)));
                }
                PatternElement::Placeable { expression } => self.expression(expression, depth),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&'static str>, depth: u8) {
        match expression {
            Expression::Inline(inline) => self.inline(inline, depth),
            Expression::Select { selector, variants } => {
                let select = self.selected(selector);
                let chosen = variants
                    .iter()
                    .find(|variant| Self::is_exactly(&variant.key, select))
                    .or_else(|| {
                        variants.iter().find(|variant| self.is_plural(&variant.key, select))
                    })
                    .or_else(|| variants.iter().find(|variant| variant.default));
                if let Some(variant) = chosen {
                    self.pattern(&variant.value, depth);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&'static str>, depth: u8) {
        match inline {
            InlineExpression::StringLiteral { value } => {
                self.parts.push(Part::Words(unescape_unicode_to_string(value)));
            }
            InlineExpression::NumberLiteral { value } => {
                self.parts.push(Part::Words(Cow::Borrowed(value)));
            }
            InlineExpression::VariableReference { id } => {
                if let Some(place) = self.place(id.name) {
                    self.parts.push(Part::Slot(place));
                }
            }
            InlineExpression::MessageReference { id, .. } => {
                if let (Some(pattern), Some(deeper)) =
                    (self.words.message(id.name), depth.checked_sub(1))
                {
                    self.pattern(pattern, deeper);
                }
            }
            InlineExpression::Placeable { expression } => self.expression(expression, depth),
            // Refused when the list was loaded.
            InlineExpression::FunctionReference { .. } | InlineExpression::TermReference { .. } => {
            }
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.values.iter().position(|(slot, _)| *slot == name)
    }

    fn selected(&self, selector: &InlineExpression<&'static str>) -> &Select {
        let InlineExpression::VariableReference { id } = selector else { return &Select::Nothing };
        self.place(id.name)
            .and_then(|place| self.values.get(place))
            .map_or(&Select::Nothing, |(_, select)| select)
    }

    fn is_exactly(key: &VariantKey<&'static str>, select: &Select) -> bool {
        match (key, select) {
            (VariantKey::NumberLiteral { value }, Select::Number(number)) => value == number,
            (VariantKey::Identifier { name }, Select::Key(word)) => name == word,
            _ => false,
        }
    }

    fn is_plural(&self, key: &VariantKey<&'static str>, select: &Select) -> bool {
        let (VariantKey::Identifier { name }, Select::Number(number)) = (key, select) else {
            return false;
        };
        let Ok(operands) = PluralOperands::try_from(number.as_str()) else { return false };
        self.words.plurals.select(operands).is_ok_and(|category| category_name(&category) == *name)
    }
}

fn category_name(category: &PluralCategory) -> &'static str {
    match category {
        PluralCategory::ZERO => "zero",
        PluralCategory::ONE => "one",
        PluralCategory::TWO => "two",
        PluralCategory::FEW => "few",
        PluralCategory::MANY => "many",
        PluralCategory::OTHER => "other",
    }
}
