//! The cage: what a worker gives up, by its own hand and for good, before it reads a byte of an
//! exhibit.
//!
//! Three layers, each denied by the kernel and none by our own code: **Landlock** (files, TCP,
//! signals, abstract sockets), **limits** (memory, processor time, new files, processes, core
//! dumps), and a **filter of system calls** that knows only what the standard library, the
//! allocator and our readers need. What each denies, and why each allowed call is allowed, stands
//! in `docs/cage.md`. Landlock holds the thread that asks for it, so each thread of a worker locks itself;
//! limits and filter hold the whole process.
//!
//! A decoder of films, which is a program of others, is run in a second profile of the same layers.

pub(crate) mod decoder;
mod decoder_calls;
mod system_calls;

pub use system_calls::{ALLOWED, ANSWERED, filter_system_calls};

use std::os::fd::BorrowedFd;
use std::time::Instant;

use landlock::{
    ABI, Access, AccessFs, AccessNet, LandlockStatus, RestrictionStatus, Ruleset, RulesetAttr,
    RulesetStatus, Scope,
};
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, Signal, set_dumpable_behavior,
    set_parent_process_death_signal, setrlimit,
};

use crate::job::Waiver;
use crate::nest;
use crate::outcome::{CageState, Layer};

/// Memory of a worker, all told: the mark that no exhibit may push it over.
pub const MEMORY_BYTES_MAX: u64 = 512 << 20;

/// Share of [`MEMORY_BYTES_MAX`] kept for the pages of the program itself and its stack.
const PROGRAM_BYTES: u64 = 32 << 20;

/// Address space of a worker: [`MEMORY_BYTES_MAX`] and the mapped file of the program, which is
/// large in a debug build and costs memory only where it is touched.
const ADDRESS_BYTES_MAX: u64 = 2 << 30;

/// Stack of a worker, the same everywhere, so that deep nesting ends at the same depth everywhere.
const STACK_BYTES_MAX: u64 = 8 << 20;

/// Processor seconds any exhibit is given, so that a small but slow one is not cut short.
const CPU_S_BASE: u64 = 60;

/// Bytes of an exhibit, or unpacked from it, that add a processor second: a hundredth of the speed our
/// readers have.
const CPU_BYTES_PER_S: u64 = 256 * 1024;

/// The version of Landlock whose rights we ask for; the tests run on a kernel that has it.
const LANDLOCK_ABI: ABI = ABI::V6;

/// The descriptors that stay usable.
#[derive(Debug, Clone, Copy)]
pub struct Doors<'a> {
    /// The exhibit: may be read and searched, nothing else.
    pub exhibit: BorrowedFd<'a>,
    /// Descriptors from this number on are companions of the exhibit: may be read and searched.
    pub companions_from: Option<u32>,
    /// Where frames go: may be written.
    pub frames: BorrowedFd<'a>,
    /// Where last words go (a failed allocation, an overflown stack): may be written.
    pub words: BorrowedFd<'a>,
}

/// Why a worker will not read: the kernel cannot enforce the cage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What cannot be enforced.
    pub reason: String,
    /// What a person can do.
    pub remedy: &'static str,
}

impl Refusal {
    fn new(layer: &str, fact: impl std::fmt::Display) -> Self {
        Self {
            reason: format!("this kernel cannot enforce {layer}: {fact}"),
            remedy: "use Linux 5.13 or later with Landlock and seccomp switched on (`tutela doctor` \
                     shows which is missing), or sign a waiver for this case",
        }
    }

    /// A refusal that no signature lifts.
    fn without_waiver(layer: &str, fact: impl std::fmt::Display) -> Self {
        Self::new(layer, fact).unsigned()
    }

    /// The same where no signature would lift it.
    fn unsigned(self) -> Self {
        let remedy = "use Linux 5.13 or later with Landlock and seccomp switched on (`tutela doctor` \
                      shows which is missing): films are not decoded without the cage";
        Self { remedy, ..self }
    }
}

/// Locks the process in. What the kernel cannot enforce is a [`Refusal`] unless a waiver is signed.
pub fn close(doors: Doors<'_>, exhibit_bytes: u64, waiver: Waiver) -> Result<CageState, Refusal> {
    let start = Instant::now();
    let enforced = |result: Result<_, Refusal>, without| match (result, waiver) {
        (Err(_), Waiver::Signed) => Ok(without),
        (result, _) => result,
    };
    let (landlock, landlock_abi) = enforced(lock_files_and_network(), (Layer::Absent, 0))?;
    enforced(limit(exhibit_bytes).map(|()| (Layer::Full, 0)), (Layer::Absent, 0))?;
    let filtered = filter_system_calls(doors).map(|()| (Layer::Full, 0));
    let (system_calls, _) = enforced(filtered, (Layer::Absent, 0))?;
    let setup_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    Ok(CageState { landlock, landlock_abi, system_calls, setup_us })
}

/// Denies every file, every TCP port, and signals and abstract sockets to others.
///
/// An older Landlock knows no TCP (before ABI 4) or no scopes (before ABI 6): then the layer is
/// [`Layer::Partial`], and the filter of system calls, which allows no socket and no signal at all,
/// denies the rest. Without the rights on files the layer does not stand.
pub fn lock_files_and_network() -> Result<(Layer, u32), Refusal> {
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(LANDLOCK_ABI))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(LANDLOCK_ABI)))
        .and_then(|rules| rules.scope(Scope::from_all(LANDLOCK_ABI)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self)
        .map_err(|error| Refusal::new("Landlock", error))?;
    standing(&status)
}

/// How much of what was asked for stands.
fn standing(status: &RestrictionStatus) -> Result<(Layer, u32), Refusal> {
    let LandlockStatus::Available { effective_abi, .. } = status.landlock else {
        return Err(Refusal::new("Landlock", "it is not built in or not switched on"));
    };
    let abi = effective_abi as u32;
    match status.ruleset {
        _ if !status.no_new_privs => Err(Refusal::new("no_new_privs", "it was not set")),
        RulesetStatus::FullyEnforced => Ok((Layer::Full, abi)),
        RulesetStatus::PartiallyEnforced => Ok((Layer::Partial, abi)),
        RulesetStatus::NotEnforced => Err(Refusal::new("Landlock", "no right is enforced")),
    }
}

/// Sets the limits: memory, processor time, nothing new opened, written, started or dumped; and
/// ties the worker's life to its parent's.
pub fn limit(exhibit_bytes: u64) -> Result<(), Refusal> {
    let refuse = |errno| Refusal::new("limits", errno);
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(refuse)?;
    // Nobody of the same user may look into a process that holds an exhibit.
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(refuse)?;
    // The parent moves the lower limit on with what is unpacked; the upper one stands for good.
    let cpu_s = (cpu_s_now(exhibit_bytes, 0), cpu_s_max(exhibit_bytes));
    lower_both(Resource::Cpu, cpu_s).map_err(refuse)?;
    let limits = [
        (Resource::Data, MEMORY_BYTES_MAX - PROGRAM_BYTES),
        (Resource::As, ADDRESS_BYTES_MAX),
        (Resource::Stack, STACK_BYTES_MAX),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nproc, 0),
        (Resource::Memlock, 0),
        (Resource::Msgqueue, 0),
        (Resource::Nofile, 0),
    ];
    for (resource, limit) in limits {
        lower_both(resource, (limit, limit)).map_err(refuse)?;
    }
    Ok(())
}

/// Processor seconds a worker may use for an exhibit of this length, of which it has unpacked so many
/// bytes.
pub fn cpu_s_now(exhibit_bytes: u64, unpacked_bytes: u64) -> u64 {
    CPU_S_BASE + exhibit_bytes.saturating_add(unpacked_bytes) / CPU_BYTES_PER_S
}

/// Processor seconds a worker may use for an exhibit of this length that unpacks to the most it may.
pub fn cpu_s_max(exhibit_bytes: u64) -> u64 {
    cpu_s_now(exhibit_bytes, nest::unpacked_bytes_max(exhibit_bytes))
}

/// Sets both limits, at which a process is warned and ended; what stands lower already stays.
fn lower_both(resource: Resource, (warned, ended): (u64, u64)) -> rustix::io::Result<()> {
    let stands = rustix::process::getrlimit(resource).maximum.unwrap_or(u64::MAX);
    let (current, maximum) = (Some(warned.min(stands)), Some(ended.min(stands)));
    setrlimit(resource, Rlimit { current, maximum })
}
