//! The filter of system calls for a decoder of films: what a program of others may still ask the kernel.
//!
//! Three lists. A call in [`ALLOWED`] is let through where its arguments are as listed. A call in [`KILLED`]
//! ends the process: no decoder makes it, so that one who took the decoder over is seen at the first
//! attempt. Every other call is answered `EPERM`: libraries ask for much as they are loaded and live with a
//! no, and not all of their versions can be known here. `docs/cage.md` gives the reason for each line.

use std::collections::BTreeMap;
use std::ffi::CStr;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompRule,
};

use super::Refusal;
use super::system_calls::{ANSWER_NO, Built, build, equal, masked, rule};

/// Under which arguments a call is let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Only {
    /// Any.
    Any,
    /// Private memory that is either not to be run, or of a file and not to be written.
    PlainMemoryOrCode,
    /// Without the right to run the memory.
    NotToRun,
    /// For reading; nothing is made, emptied or written. The flags are the argument of this number.
    ForReading(u8),
    /// On an open descriptor, not on a name. The flags are the argument of this number.
    OnDescriptor(u8),
    /// Looking at the flags of a descriptor or having it closed by the next program.
    FlagsOfDescriptor,
    /// A thread of this process; no process, no namespace.
    Thread,
    /// Naming a thread.
    ThreadName,
    /// `SIGABRT` to itself: how a failed allocation ends.
    AbortSelf,
}

/// The calls that are let through, and under which arguments.
const ALLOWED: &[(i64, Only)] = &[
    (libc::SYS_read, Only::Any),
    (libc::SYS_readv, Only::Any),
    (libc::SYS_pread64, Only::Any),
    (libc::SYS_lseek, Only::Any),
    (libc::SYS_fstat, Only::Any),
    // No descriptor can be written but the two pipes: nothing is opened for writing.
    (libc::SYS_write, Only::Any),
    (libc::SYS_writev, Only::Any),
    (libc::SYS_close, Only::Any),
    (libc::SYS_ppoll, Only::Any),
    (libc::SYS_dup, Only::Any),
    (libc::SYS_fcntl, Only::FlagsOfDescriptor),
    (libc::SYS_openat, Only::ForReading(2)),
    (libc::SYS_newfstatat, Only::OnDescriptor(3)),
    (libc::SYS_statx, Only::OnDescriptor(2)),
    (libc::SYS_mmap, Only::PlainMemoryOrCode),
    (libc::SYS_mprotect, Only::NotToRun),
    (libc::SYS_munmap, Only::Any),
    (libc::SYS_mremap, Only::Any),
    (libc::SYS_brk, Only::Any),
    (libc::SYS_madvise, Only::Any),
    (libc::SYS_futex, Only::Any),
    (libc::SYS_clone, Only::Thread),
    (libc::SYS_set_tid_address, Only::Any),
    (libc::SYS_set_robust_list, Only::Any),
    (libc::SYS_rseq, Only::Any),
    (libc::SYS_prctl, Only::ThreadName),
    (libc::SYS_sched_yield, Only::Any),
    (libc::SYS_sched_getaffinity, Only::Any),
    (libc::SYS_clock_gettime, Only::Any),
    (libc::SYS_clock_getres, Only::Any),
    (libc::SYS_clock_nanosleep, Only::Any),
    (libc::SYS_nanosleep, Only::Any),
    (libc::SYS_gettimeofday, Only::Any),
    (libc::SYS_getrusage, Only::Any),
    (libc::SYS_sysinfo, Only::Any),
    (libc::SYS_uname, Only::Any),
    (libc::SYS_getrandom, Only::Any),
    (libc::SYS_getpid, Only::Any),
    (libc::SYS_getppid, Only::Any),
    (libc::SYS_gettid, Only::Any),
    (libc::SYS_getuid, Only::Any),
    (libc::SYS_geteuid, Only::Any),
    (libc::SYS_getgid, Only::Any),
    (libc::SYS_getegid, Only::Any),
    (libc::SYS_rt_sigaction, Only::Any),
    (libc::SYS_rt_sigprocmask, Only::Any),
    (libc::SYS_rt_sigreturn, Only::Any),
    (libc::SYS_sigaltstack, Only::Any),
    (libc::SYS_restart_syscall, Only::Any),
    (libc::SYS_tgkill, Only::AbortSelf),
    (libc::SYS_exit, Only::Any),
    (libc::SYS_exit_group, Only::Any),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_arch_prctl, Only::Any),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_open, Only::ForReading(1)),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_poll, Only::Any),
    #[cfg(target_arch = "x86_64")]
    (libc::SYS_readlink, Only::Any),
    (libc::SYS_readlinkat, Only::Any),
];

/// Calls that are not carried out and answered by a number of their own.
const ANSWERED_BY_ITSELF: &[(i64, libc::c_int)] = &[
    // As of a kernel that does not know it: its flags are out of a filter's sight, and libraries then take
    // `clone`.
    (libc::SYS_clone3, libc::ENOSYS),
    // As done: a library of ciphers complains of every film otherwise, and there are no secrets to keep.
    (libc::SYS_mlock, 0),
];

/// The calls that end the process.
const KILLED: &[i64] = &[
    // The network, and every other socket.
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_recvmmsg,
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_kcmp,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_rt_sigqueueinfo,
    libc::SYS_rt_tgsigqueueinfo,
    libc::SYS_execveat,
    // What the kernel itself is made of.
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_swapon,
    libc::SYS_open_by_handle_at,
    libc::SYS_memfd_create,
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setresuid,
    libc::SYS_setresgid,
    libc::SYS_capset,
    libc::SYS_personality,
];

/// Installs the filter, after which this process can do no more than run `program`; it cannot be taken off.
///
/// A program is started only with the very pointer given here. What is started does not know where its
/// name stood, and the first wrong guess ends it: so it starts no other.
pub(super) fn filter(program: &CStr) -> Result<(), Refusal> {
    let refuse = |error| Refusal::without_waiver("a filter of system calls", error);
    // The first verdict of the strictest wins: kill before an answer before allow. The last of them denies
    // the calls by which filters are installed.
    let by_itself = ANSWERED_BY_ITSELF.iter().map(|(call, errno)| answering_itself(*call, *errno));
    for filter in by_itself.chain([killing(program), answering()]) {
        let filter = filter.map_err(seccompiler::Error::Backend).map_err(refuse)?;
        seccompiler::apply_filter(&filter).map_err(refuse)?;
    }
    Ok(())
}

/// Answers one call with its own number, where `EPERM` would not be understood.
fn answering_itself(call: i64, errno: libc::c_int) -> Built<BpfProgram> {
    let rules = BTreeMap::from([(call, Vec::new())]);
    build(rules, SeccompAction::Errno(errno.unsigned_abs()), SeccompAction::Allow)
}

/// Kills on every call of [`KILLED`], and where another program is to be run.
fn killing(program: &CStr) -> Built<BpfProgram> {
    let name = u64::try_from(program.as_ptr().addr()).unwrap_or(0);
    let other = SeccompCondition::new(0, SeccompCmpArgLen::Qword, SeccompCmpOp::Ne, name)?;
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        KILLED.iter().map(|call| (*call, Vec::new())).collect();
    rules.insert(libc::SYS_execve, vec![rule(vec![other])?]);
    build(rules, SeccompAction::KillProcess, SeccompAction::Allow)
}

/// Answers `EPERM` to every call that is not allowed with these arguments.
fn answering() -> Built<BpfProgram> {
    let mut rules = BTreeMap::from([(libc::SYS_execve, Vec::new())]);
    rules.extend(ANSWERED_BY_ITSELF.iter().map(|(call, _)| (*call, Vec::new())));
    for (call, only) in ALLOWED {
        rules.insert(*call, only.rules()?);
    }
    build(rules, SeccompAction::Allow, ANSWER_NO)
}

impl Only {
    /// The rules of a call: one of them must hold; none stands for "always".
    fn rules(self) -> Built<Vec<SeccompRule>> {
        let bits = |flags: libc::c_int| flags.unsigned_abs();
        match self {
            Self::Any => Ok(Vec::new()),
            Self::PlainMemoryOrCode => {
                let plain =
                    [masked(2, bits(libc::PROT_EXEC), 0)?, masked(3, bits(libc::MAP_SHARED), 0)?];
                let code = [
                    masked(2, bits(libc::PROT_WRITE), 0)?,
                    masked(3, bits(libc::MAP_SHARED | libc::MAP_ANONYMOUS), 0)?,
                ];
                Ok(vec![rule(plain.into())?, rule(code.into())?])
            }
            Self::NotToRun => Ok(vec![rule(vec![masked(2, bits(libc::PROT_EXEC), 0)?])?]),
            Self::ForReading(flags) => {
                let temporary = libc::O_TMPFILE & !libc::O_DIRECTORY;
                let writing = libc::O_ACCMODE | libc::O_CREAT | libc::O_TRUNC | temporary;
                Ok(vec![rule(vec![masked(flags, bits(writing), bits(libc::O_RDONLY))?])?])
            }
            Self::OnDescriptor(flags) => {
                let empty = bits(libc::AT_EMPTY_PATH);
                Ok(vec![rule(vec![masked(flags, empty, empty)?])?])
            }
            Self::FlagsOfDescriptor => [libc::F_GETFD, libc::F_SETFD, libc::F_GETFL]
                .map(|command| rule(vec![equal(1, bits(command))?]))
                .into_iter()
                .collect(),
            Self::Thread => {
                let thread = bits(libc::CLONE_VM | libc::CLONE_SIGHAND | libc::CLONE_THREAD);
                Ok(vec![rule(vec![masked(0, thread | NAMESPACES, thread)?])?])
            }
            Self::ThreadName => Ok(vec![rule(vec![equal(0, bits(libc::PR_SET_NAME))?])?]),
            Self::AbortSelf => {
                Ok(vec![rule(vec![equal(0, std::process::id())?, equal(2, bits(libc::SIGABRT))?])?])
            }
        }
    }
}

/// Flags by which clone(2) makes namespaces.
const NAMESPACES: u32 = (libc::CLONE_NEWNS
    | libc::CLONE_NEWCGROUP
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUSER
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET)
    .unsigned_abs();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_call_stands_in_two_lists() {
        assert!(!ALLOWED.iter().any(|(call, _)| KILLED.contains(call)));
        let mut killed = KILLED.to_vec();
        killed.sort_unstable();
        killed.dedup();
        assert_eq!(killed.len(), KILLED.len());
    }

    #[test]
    fn nothing_that_changes_a_file_or_raises_a_limit_is_allowed() {
        let changing = [
            libc::SYS_unlinkat,
            libc::SYS_renameat2,
            libc::SYS_linkat,
            libc::SYS_symlinkat,
            libc::SYS_mkdirat,
            libc::SYS_mknodat,
            libc::SYS_fchmodat,
            libc::SYS_fchmod,
            libc::SYS_fchownat,
            libc::SYS_fchown,
            libc::SYS_truncate,
            libc::SYS_ftruncate,
            libc::SYS_fallocate,
            libc::SYS_utimensat,
            libc::SYS_setxattr,
            libc::SYS_ioctl,
            libc::SYS_prlimit64,
            libc::SYS_setrlimit,
            libc::SYS_seccomp,
            libc::SYS_openat2,
            libc::SYS_dup3,
            libc::SYS_sendfile,
            libc::SYS_splice,
            libc::SYS_copy_file_range,
        ];
        assert!(!changing.iter().any(|call| ALLOWED.iter().any(|(allowed, _)| allowed == call)));
    }
}
