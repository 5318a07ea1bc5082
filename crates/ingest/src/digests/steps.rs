//! Steps written out, so that every word and number has its place.

/// A block of code for each number from 0 to 15.
macro_rules! sixteen {
    ($n:ident => $step:block) => {
        $crate::digests::steps::sixteen!(@ $n $step 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)
    };
    (@ $n:ident $step:block $($number:literal)*) => {
        $({
            let $n: usize = $number;
            $step
        })*
    };
}

/// As [`sixteen`], from 0 to 19.
macro_rules! twenty {
    ($n:ident => $step:block) => {
        $crate::digests::steps::sixteen!(@ $n $step
            0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19)
    };
}

pub(super) use {sixteen, twenty};
