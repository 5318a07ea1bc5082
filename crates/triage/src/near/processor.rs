//! The widest vectors and the widest count of ones that this machine has, chosen when the program runs.
//!
//! What is found is the same on every machine; how it is found follows what is cheap on it.

#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use pulp::Arch;

#[cfg(target_arch = "x86_64")]
pulp::simd_type! {
    /// AVX-512 with the count of ones in eight words at once, which `pulp` has no name for.
    struct Counting {
        popcnt: "popcnt",
        bmi1: "bmi1",
        bmi2: "bmi2",
        lzcnt: "lzcnt",
        avx2: "avx2",
        avx512f: "avx512f",
        avx512bw: "avx512bw",
        avx512cd: "avx512cd",
        avx512dq: "avx512dq",
        avx512vl: "avx512vl",
        avx512vpopcntdq: "avx512vpopcntdq",
    }
}

/// Runs what is inlined into `work` with the instructions of this processor.
#[inline(always)]
pub(crate) fn as_this_processor_can<R>(work: impl FnOnce() -> R) -> R {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = Counting::try_new() {
        return simd.vectorize(work);
    }
    Arch::new().dispatch(work)
}

/// What it costs to compare a query with one code of many in a row; 1 is the least.
pub(super) fn compare_cost() -> u64 {
    #[cfg(target_arch = "x86_64")]
    if Counting::is_available() {
        return 1;
    }
    COMPARE_COST
}

/// The same without a count of ones in vectors.
const COMPARE_COST: u64 = 5;
