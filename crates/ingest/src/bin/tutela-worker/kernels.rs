//! Kernels that lack a layer of the cage, played by a filter that answers its calls as such a kernel
//! does.

use std::process::ExitCode;

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};

/// Runs `then` as if the kernel knew no `layer`.
pub(crate) fn lack(layer: &str, then: impl FnOnce() -> ExitCode) -> ExitCode {
    let call = match layer {
        "landlock" => libc::SYS_landlock_create_ruleset,
        "system-calls" => libc::SYS_seccomp,
        _ => return ExitCode::from(2),
    };
    match answer_unknown(call) {
        Ok(()) => then(),
        Err(_) => ExitCode::from(2),
    }
}

fn answer_unknown(call: i64) -> Result<(), seccompiler::Error> {
    let filter = SeccompFilter::new(
        [(call, Vec::new())].into_iter().collect(),
        SeccompAction::Allow,
        SeccompAction::Errno(libc::ENOSYS.unsigned_abs()),
        std::env::consts::ARCH.try_into()?,
    )?;
    let program: BpfProgram = filter.try_into()?;
    seccompiler::apply_filter(&program)
}
