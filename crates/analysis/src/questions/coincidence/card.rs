//! The method card of the question.

use model::Card;

/// Printed word for word in the method annex.
pub static CARD: Card = Card {
    code: "ANA-003",
    name: "coincidence",
    version: 2,
    question: "Do the payments of one party to another and the sessions between the two lie close \
               together in time more often than their daily rhythms alone would make them?",
    assumes: &[
        "The clocks of both sources are right to within a minute, or their stated interval.",
        "Accounts are linked to one identity only by exact identifiers that a record states together.",
        "Both sources are complete over the window in which both cover the pair; outside it nothing is counted.",
        "If payments and sessions had nothing to do with each other, the payments of any weekday could as \
         well have been made on another weekday of the window at the same clock time, and those of any \
         weekend day on another one; holidays and the days around pay-days likewise.",
        "Lag windows, direction and statistic were fixed before the data were looked at.",
    ],
    cannot_show: &[
        "What was said or shown in a session, who sat at the keyboard, or how old anybody is.",
        "Which of the two caused the other, or whether a third thing such as family contact caused both.",
        "That there is no connection, where none is shown.",
        "A rhythm that both series follow by weeks or months; circular shifts and the monthly rhythm are \
         computed beside the result for that.",
    ],
    parameters: &[
        (
            "window_before_s, window_after_s",
            "first reading: a payment from this long before a session to this long after it",
        ),
        (
            "readings",
            "near (the window above), hour (60 minutes on either side), inside (during the session); one p over the highest of them",
        ),
        ("q", "expected share of false findings, over all pairs tested in the case"),
        ("r", "most permutations of a test, at least 1.1 m / q"),
        ("seed", "of the random numbers; each pair draws from its own stream"),
        ("n_a_min, n_b_min", "least payments and sessions of a test"),
        (
            "pay_days, holidays",
            "days with strata of their own where there are at least ten of them",
        ),
    ],
    sources: &[
        "Galbraith, Smyth & Stern, Statistical methods for the forensic analysis of geolocated event data, JRSS-A 183(3), 2020.",
        "Donges et al., Event coincidence analysis, European Physical Journal Special Topics 225, 2016.",
        "Besag & Clifford, Sequential Monte Carlo p-values, Biometrika 78, 1991.",
        "Benjamini & Hochberg, JRSS-B 57, 1995; Benjamini & Yekutieli, Annals of Statistics 29, 2001.",
        "Westfall & Young, Resampling-based Multiple Testing, 1993 (one p over several readings).",
        "ENFSI guideline for evaluative reporting in forensic science, 2015.",
        "Gandy & Hahn, MMCTest, Scandinavian Journal of Statistics 41, 2014 (draws go on in rounds while a verdict is open).",
    ],
    error_rates: &[
        "unrelated pairs of calls and messages of the Copenhagen Networks Study called at .05: 4.8 % of 19,856; \
         at q = .05 it finds 48 of 142 own pairs, with 2.4 % false findings",
        "swapped pairs of card payments and short car stops of a public challenge set called at .05: 4.2 % of 1,122; \
         at q = .05 it finds 32 of 34 own pairs, with 3 false findings",
        "synthetic pairs that share hours and weekdays and nothing else called at .05: 3.5 % to 5.7 % in six sets of 1,000; \
         at q = .05 none",
    ],
};
