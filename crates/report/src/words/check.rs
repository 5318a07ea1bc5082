//! What a message may hold, checked once when a list is loaded.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

use super::{Plain, Words};
use crate::error::ReportError;

/// How deep messages may quote messages: a word in a sentence, hardly more. Ends every cycle.
pub(super) const QUOTE_DEPTH_MAX: u8 = 4;

/// The id and pattern of a message that uses nothing but what the report resolves.
pub(super) fn plain(message: Plain) -> Result<(&'static str, Pattern<&'static str>), String> {
    let id = message.id.name;
    if !message.attributes.is_empty() {
        return Err(format!("`{id}` has attributes; write messages of their own"));
    }
    let pattern = message.value.ok_or_else(|| format!("`{id}` has no text"))?;
    let mut fault = None;
    for_each(&pattern, &mut |inline| {
        fault = fault.take().or_else(|| refused(inline));
    });
    match fault {
        None => Ok((id, pattern)),
        Some(fact) => Err(format!("`{id}` {fact}")),
    }
}

fn refused(inline: &InlineExpression<&'static str>) -> Option<String> {
    match inline {
        InlineExpression::FunctionReference { id, .. } => {
            Some(format!("calls {}(); values come formatted, write the slot alone", id.name))
        }
        InlineExpression::TermReference { id, .. } => {
            Some(format!("uses the term `-{}`; quote a message instead", id.name))
        }
        InlineExpression::MessageReference { attribute: Some(part), .. } => {
            Some(format!("uses the attribute `.{}`; quote a message instead", part.name))
        }
        _ => None,
    }
}

/// Every message that a message quotes exists, and none quotes itself.
pub(super) fn every_quote_resolves(words: &Words) -> Result<(), ReportError> {
    for id in words.ids() {
        quotes_resolve(words, id, QUOTE_DEPTH_MAX).map_err(|fact| ReportError::BadWords {
            file: words.lang().code().to_owned(),
            fact: format!("`{id}` {fact}"),
        })?;
    }
    Ok(())
}

fn quotes_resolve(words: &Words, id: &str, depth: u8) -> Result<(), String> {
    let Some(pattern) = words.message(id) else {
        return Err(format!("quotes `{id}`, which is no message"));
    };
    let Some(deeper) = depth.checked_sub(1) else {
        return Err("quotes messages too deep, or itself".to_owned());
    };
    let mut quoted = Vec::new();
    for_each(pattern, &mut |inline| {
        if let InlineExpression::MessageReference { id, .. } = inline {
            quoted.push(id.name);
        }
    });
    quoted.into_iter().try_for_each(|id| quotes_resolve(words, id, deeper))
}

/// Collects the slots of a message and of those it quotes.
pub(super) fn slots_into(words: &Words, id: &str, depth: u8, found: &mut BTreeSet<&'static str>) {
    let (Some(pattern), Some(deeper)) = (words.message(id), depth.checked_sub(1)) else { return };
    for_each(pattern, &mut |inline| match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name);
        }
        InlineExpression::MessageReference { id, .. } => slots_into(words, id.name, deeper, found),
        _ => {}
    });
}

/// Visits every inline expression of a pattern, selectors and variants included.
fn for_each<'p>(
    pattern: &'p Pattern<&'static str>,
    visit: &mut impl FnMut(&'p InlineExpression<&'static str>),
) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            visit_expression(expression, visit);
        }
    }
}

fn visit_expression<'p>(
    expression: &'p Expression<&'static str>,
    visit: &mut impl FnMut(&'p InlineExpression<&'static str>),
) {
    match expression {
        Expression::Inline(inline) => visit_inline(inline, visit),
        Expression::Select { selector, variants } => {
            visit_inline(selector, visit);
            for variant in variants {
                // Recursion through a trait object would need a box; the depth is the file's own.
                for element in &variant.value.elements {
                    if let PatternElement::Placeable { expression } = element {
                        visit_expression(expression, visit);
                    }
                }
            }
        }
    }
}

fn visit_inline<'p>(
    inline: &'p InlineExpression<&'static str>,
    visit: &mut impl FnMut(&'p InlineExpression<&'static str>),
) {
    visit(inline);
    if let InlineExpression::Placeable { expression } = inline {
        visit_expression(expression, visit);
    }
}
