//! A pattern of the plans as a table of states: one step for each digit.

use regex_automata::Anchored;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::util::syntax;

/// A compiled pattern that begins with `^`.
pub(super) struct Pattern {
    states: dense::DFA<Vec<u32>>,
    start: StateID,
}

impl Pattern {
    /// `None` for the empty pattern of the data, which stands for "none".
    #[expect(clippy::expect_used, reason = "a constant of the program; a test compiles every one")]
    pub(super) fn new(pattern: &str) -> Option<Self> {
        if matches!(pattern, "" | "^(?:)" | "^(?:)$") {
            return None;
        }
        let states = dense::Builder::new()
            .configure(dense::Config::new().start_kind(StartKind::Anchored))
            .syntax(syntax::Config::new().unicode(false).utf8(false))
            .build(pattern)
            .expect("the plan's patterns compile");
        let begin = start::Config::new().anchored(Anchored::Yes);
        let start = states.start_state(&begin).expect("an anchored start");
        Some(Self { states, start })
    }

    /// Whether the pattern matches these digits, or their beginning where it has no `$`.
    pub(super) fn is_match(&self, digits: &[u8]) -> bool {
        let mut state = self.start;
        for digit in digits {
            state = self.states.next_state(state, *digit);
            if self.states.is_special_state(state) {
                if self.states.is_match_state(state) {
                    return true;
                }
                if self.states.is_dead_state(state) {
                    return false;
                }
            }
        }
        self.states.is_match_state(self.states.next_eoi_state(state))
    }
}
