//! The filter of system calls: what a worker may still ask the kernel.
//!
//! Two lists. A call in [`ALLOWED`] is let through where its arguments are as listed and answered
//! `EPERM` where they are not. A call in [`ANSWERED`] is always answered `EPERM`: libraries make
//! it to find out about their surroundings and live with a no. Every other call kills the process:
//! no honest reader makes it. `docs/cage.md` gives the reason for each line.

use std::collections::BTreeMap;
use std::os::fd::{AsRawFd, BorrowedFd};

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule,
};

use super::{Doors, Refusal};

/// Under which arguments a call is let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// Any.
    Any,
    /// On the exhibit or its companions.
    OnExhibit,
    /// On the pipe of frames or the channel of last words.
    OnWayOut,
    /// Private memory of no file, not to be run.
    PlainMemory,
    /// Without the right to run the memory.
    NotToRun,
    /// `SIGABRT` to itself: how a failed allocation or an overflown stack ends.
    AbortSelf,
}

/// The calls that are let through, and under which arguments.
pub const ALLOWED: &[(i64, Only)] = &[
    (libc::SYS_read, Only::OnExhibit),
    (libc::SYS_readv, Only::OnExhibit),
    (libc::SYS_pread64, Only::OnExhibit),
    (libc::SYS_lseek, Only::OnExhibit),
    (libc::SYS_fstat, Only::OnExhibit),
    (libc::SYS_write, Only::OnWayOut),
    (libc::SYS_writev, Only::OnWayOut),
    (libc::SYS_close, Only::Any),
    (libc::SYS_mmap, Only::PlainMemory),
    (libc::SYS_mprotect, Only::NotToRun),
    (libc::SYS_munmap, Only::Any),
    (libc::SYS_mremap, Only::Any),
    (libc::SYS_brk, Only::Any),
    (libc::SYS_madvise, Only::Any),
    (libc::SYS_futex, Only::Any),
    (libc::SYS_sched_yield, Only::Any),
    (libc::SYS_clock_gettime, Only::Any),
    (libc::SYS_getrandom, Only::Any),
    (libc::SYS_rt_sigaction, Only::Any),
    (libc::SYS_rt_sigprocmask, Only::Any),
    (libc::SYS_rt_sigreturn, Only::Any),
    (libc::SYS_sigaltstack, Only::Any),
    (libc::SYS_restart_syscall, Only::Any),
    (libc::SYS_getpid, Only::Any),
    (libc::SYS_gettid, Only::Any),
    (libc::SYS_tgkill, Only::AbortSelf),
    (libc::SYS_exit, Only::Any),
    (libc::SYS_exit_group, Only::Any),
];

/// The calls that are answered `EPERM` whatever their arguments.
pub const ANSWERED: &[i64] = &[
    // The second filter is installed through these two and then denies them.
    libc::SYS_prctl,
    libc::SYS_seccomp,
    libc::SYS_openat,
    libc::SYS_statx,
    libc::SYS_newfstatat,
    libc::SYS_readlinkat,
    libc::SYS_faccessat,
    libc::SYS_getcwd,
    libc::SYS_ioctl,
    libc::SYS_fcntl,
    libc::SYS_prlimit64,
    libc::SYS_sched_getaffinity,
    libc::SYS_sysinfo,
    libc::SYS_uname,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_open,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_stat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lstat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
];

/// Installs the filter for every thread; it cannot be taken off.
pub fn filter_system_calls(doors: Doors<'_>) -> Result<(), Refusal> {
    let refuse = |error| Refusal::new("a filter of system calls", error);
    // The stricter verdict of the two wins: kill before `EPERM` before allow.
    for program in [killing(), answering(doors)] {
        let program = program.map_err(seccompiler::Error::Backend).map_err(refuse)?;
        seccompiler::apply_filter_all_threads(&program).map_err(refuse)?;
    }
    Ok(())
}

/// What a library lives with.
pub(super) const ANSWER_NO: SeccompAction = SeccompAction::Errno(libc::EPERM.unsigned_abs());

pub(super) type Built<T> = Result<T, seccompiler::BackendError>;

/// Kills on every call that is in neither list.
fn killing() -> Built<BpfProgram> {
    let allowed = ALLOWED.iter().map(|(call, _)| *call);
    let rules = allowed.chain(ANSWERED.iter().copied()).map(|call| (call, Vec::new())).collect();
    build(rules, SeccompAction::Allow, SeccompAction::KillProcess)
}

/// Answers `EPERM` to every call that is not allowed with these arguments.
fn answering(doors: Doors<'_>) -> Built<BpfProgram> {
    let mut rules = BTreeMap::new();
    for (call, only) in ALLOWED {
        rules.insert(*call, only.rules(doors)?);
    }
    build(rules, SeccompAction::Allow, ANSWER_NO)
}

/// A filter that does one thing with the calls its rules hold for, and another with all others.
pub(super) fn build(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    listed: SeccompAction,
    otherwise: SeccompAction,
) -> Built<BpfProgram> {
    let arch = std::env::consts::ARCH.try_into()?;
    SeccompFilter::new(rules, otherwise, listed, arch)?.try_into()
}

impl Only {
    /// The rules of a call: one of them must hold; none stands for "always".
    fn rules(self, doors: Doors<'_>) -> Built<Vec<SeccompRule>> {
        let memory = (libc::MAP_ANONYMOUS | libc::MAP_SHARED).unsigned_abs();
        let plain = libc::MAP_ANONYMOUS.unsigned_abs();
        let run = libc::PROT_EXEC.unsigned_abs();
        match self {
            Self::Any => Ok(Vec::new()),
            Self::OnExhibit => {
                let mut rules = vec![rule(vec![on(doors.exhibit)?])?];
                if let Some(first) = doors.companions_from {
                    rules.push(rule(vec![from(0, first)?])?);
                }
                Ok(rules)
            }
            Self::OnWayOut => {
                Ok(vec![rule(vec![on(doors.frames)?])?, rule(vec![on(doors.words)?])?])
            }
            Self::PlainMemory => {
                Ok(vec![rule(vec![masked(2, run, 0)?, masked(3, memory, plain)?])?])
            }
            Self::NotToRun => Ok(vec![rule(vec![masked(2, run, 0)?])?]),
            Self::AbortSelf => Ok(vec![rule(vec![
                equal(0, std::process::id())?,
                equal(2, libc::SIGABRT.unsigned_abs())?,
            ])?]),
        }
    }
}

pub(super) fn rule(conditions: Vec<SeccompCondition>) -> Built<SeccompRule> {
    SeccompRule::new(conditions)
}

fn on(descriptor: BorrowedFd<'_>) -> Built<SeccompCondition> {
    equal(0, descriptor.as_raw_fd().unsigned_abs())
}

pub(super) fn equal(argument: u8, value: u32) -> Built<SeccompCondition> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value.into())
}

fn from(argument: u8, value: u32) -> Built<SeccompCondition> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::Ge, value.into())
}

pub(super) fn masked(argument: u8, mask: u32, value: u32) -> Built<SeccompCondition> {
    let operator = SeccompCmpOp::MaskedEq(mask.into());
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_reaches_outside_is_allowed() {
        let outside = [
            libc::SYS_socket,
            libc::SYS_connect,
            libc::SYS_sendto,
            libc::SYS_sendmsg,
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_clone,
            libc::SYS_clone3,
            libc::SYS_ptrace,
            libc::SYS_process_vm_readv,
            libc::SYS_process_vm_writev,
            libc::SYS_pidfd_getfd,
            libc::SYS_kill,
            libc::SYS_bpf,
            libc::SYS_io_uring_setup,
            libc::SYS_memfd_create,
            libc::SYS_unlinkat,
            libc::SYS_renameat2,
            libc::SYS_mount,
            libc::SYS_unshare,
        ];
        for call in outside {
            assert!(!ALLOWED.iter().any(|(allowed, _)| *allowed == call));
            assert!(!ANSWERED.contains(&call));
        }
    }

    #[test]
    fn no_call_stands_in_both_lists() {
        assert!(!ALLOWED.iter().any(|(call, _)| ANSWERED.contains(call)));
    }
}
