//! Bad input: nothing is lost, nothing is doubled, and every fault says what to do.
