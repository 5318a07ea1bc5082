//! Codes that say too little to be searched: of pictures with little in them, and all alike.
//!
//! A wave that is not there is not above the median, so a blank picture, or a plain one, has few ones or
//! many; real pictures have 128 or very nearly. Such codes lie near each other whatever they show, and a
//! query among millions of them would bring them all. They are set aside and counted, not dropped: what
//! is set aside is compared by digest alone.

use crate::pdq::{Code, Look};

/// The least quality of a picture whose code is searched (the default of the reference's matcher).
pub const QUALITY_MIN: u8 = 50;

/// Ones of a code that is searched, at least: three quarters of the half that a median divides.
pub const ONES_MIN: u32 = 96;

/// Ones at most; as far above the half as [`ONES_MIN`] is below.
pub const ONES_MAX: u32 = 160;

/// Whether a code can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gate {
    /// It can.
    Open,
    /// The picture has too little to see.
    PoorQuality,
    /// So few or so many bits are set that the code is that of a blank or plain picture.
    NearBlank,
}

/// Whether the code of a picture can be searched. A list of codes without qualities is judged by
/// [`Gate::of`] alone.
pub fn gate(look: Look) -> Gate {
    if look.quality < QUALITY_MIN { Gate::PoorQuality } else { Gate::of(look.code) }
}

impl Gate {
    /// By the bits of a code, and by its quality where that is stated.
    pub fn stated(code: Code, quality: Option<u8>) -> Self {
        quality.map_or_else(|| Self::of(code), |quality| gate(Look { code, quality }))
    }

    /// By the bits of a code.
    pub fn of(code: Code) -> Self {
        if (ONES_MIN..=ONES_MAX).contains(&code.ones()) { Self::Open } else { Self::NearBlank }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_codes_and_poor_pictures_are_kept_out() {
        let even: Code = "a5".repeat(32).parse().unwrap();
        let look = |code, quality| Look { code, quality };
        assert_eq!(gate(look(even, 50)), Gate::Open);
        assert_eq!(gate(look(even, 49)), Gate::PoorQuality);
        assert_eq!(gate(look(Code::default(), 100)), Gate::NearBlank);
        assert_eq!(Gate::of(Code::from_bytes([0xFF; 32])), Gate::NearBlank);
    }
}
