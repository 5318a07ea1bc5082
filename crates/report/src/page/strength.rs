//! How strong a finding is, in the words its method has earned.

use model::Value;
use model::finding::Strength;

use super::voice::Voice;
use crate::html::{Element, el};

/// Likelihood ratios below it are printed with two decimals, since 1.3 and 1 differ.
const LR_WHOLE_MIN: f64 = 10.0;

/// One or two words: for tables.
pub(crate) fn badge(voice: &Voice<'_>, strength: &Strength) -> Element {
    let (class, key) = match strength {
        Strength::Recorded => ("badge recorded", "strength-recorded"),
        Strength::Tested { rejected: true, .. } => ("badge above", "strength-above"),
        Strength::Tested { rejected: false, .. } => ("badge within", "strength-within"),
        Strength::InsufficientData => ("badge insufficient", "strength-insufficient"),
    };
    el("span").class(class).with(voice.say(key))
}

/// The whole: p-value, pairs tested, likelihood ratio or why there is none.
pub(crate) fn sentence(voice: &Voice<'_>, strength: &Strength) -> String {
    match strength {
        Strength::Recorded => voice.say("strength-recorded-long"),
        Strength::InsufficientData => voice.say("strength-insufficient-long"),
        Strength::Tested { p, m, rejected, lr, lr_cap } => {
            let key = if *rejected { "strength-above-long" } else { "strength-within-long" };
            let tested =
                voice.say_with(key, &[("p", Value::PValue(*p)), ("pairs", Value::Count(*m))]);
            format!("{tested} {}", ratio(voice, *lr, *lr_cap))
        }
    }
}

fn ratio(voice: &Voice<'_>, lr: Option<f64>, cap: Option<f64>) -> String {
    let Some(lr) = lr else { return voice.say("strength-no-lr") };
    let number = |value: f64| {
        let decimals = if value < LR_WHOLE_MIN { 2 } else { 0 };
        Value::Number { value, decimals }
    };
    let ratio = match cap {
        Some(cap) => voice.say_with("strength-lr", &[("lr", number(lr)), ("cap", number(cap))]),
        None => voice.say_with("strength-lr-uncapped", &[("lr", number(lr))]),
    };
    match scale_words(voice, lr) {
        Some(words) => format!("{ratio} {words}"),
        None => ratio,
    }
}

fn scale_words(voice: &Voice<'_>, lr: f64) -> Option<String> {
    let scale = voice.input.scale.as_ref()?;
    let step = scale.steps.iter().rev().find(|step| lr >= step.from)?;
    let values = [
        ("words", Value::Stated(step.words.clone())),
        ("scale", Value::Stated(scale.name.clone())),
    ];
    Some(voice.say_with("strength-scale", &values))
}
