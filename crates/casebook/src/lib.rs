//! One case whole: pipeline, state, search.
