//! What holds of the engine as a whole.
