//! The cage of a decoder: a second profile, for a program of others that is run as it is.
//!
//! The layers are those of a worker. The filter is wider, since such a program is loaded with its libraries
//! and starts threads; Landlock is wider by the folders of libraries, read only, and by the program itself,
//! which alone may be run. There is no waiver: without the cage no such program is started.

use std::ffi::CStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::Path;
use std::time::Instant;

use landlock::{
    Access, AccessFs, AccessNet, BitFlags, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreatedAttr, Scope,
};
use rustix::fs::{SealFlags, fcntl_get_seals};
use rustix::process::{Resource, Signal, set_parent_process_death_signal};

use super::{LANDLOCK_ABI, MEMORY_BYTES_MAX, Refusal, decoder_calls, lower_both, standing};
use crate::outcome::{CageState, Layer};

/// Address space: [`MEMORY_BYTES_MAX`], and the mapped files of some hundred libraries.
const ADDRESS_BYTES_MAX: u64 = 2 << 30;

/// Stack of each thread, which counts as memory from its start: ten threads with the usual 8 MiB would
/// use up a sixth of what there is.
const STACK_BYTES_MAX: u64 = 2 << 20;

/// Open files: libraries are opened one after another, and the film once more.
const FILES_MAX: u64 = 64;

/// Processes and threads of the user, all programs together, above which no thread is started. The kernel
/// knows no limit for one process: this one ends a flood of threads, the parent counts the decoder's own.
const THREADS_OF_USER_MAX: u64 = 8192;

/// What may be read: where libraries lie, and chance, which some are not loaded without. Nothing of a case is
/// in them.
const READABLE: &[&str] = &[
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/dev/urandom",
];

/// What loads a program and its libraries; the kernel runs it in the program's place.
const LOADERS: &[&str] = &[
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
];

/// Locks the process in for good; all it can do then is run `program` on `film` for `cpu_s` seconds.
pub(crate) fn close(
    program: (&Path, &CStr),
    film: BorrowedFd<'_>,
    cpu_s: u64,
) -> Result<CageState, Refusal> {
    let start = Instant::now();
    let (landlock, landlock_abi) = lock_files_and_network(program.0, film)?;
    limit(cpu_s).map_err(|errno| Refusal::without_waiver("limits", errno))?;
    decoder_calls::filter(program.1)?;
    let setup_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    Ok(CageState { landlock, landlock_abi, system_calls: Layer::Full, setup_us })
}

/// Denies every file but libraries, the program and the film, and these but for reading; every TCP port;
/// signals and abstract sockets to others.
fn lock_files_and_network(program: &Path, film: BorrowedFd<'_>) -> Result<(Layer, u32), Refusal> {
    let refuse = |error| Refusal::without_waiver("Landlock", error);
    let mut rules = Ruleset::default()
        .handle_access(AccessFs::from_all(LANDLOCK_ABI))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(LANDLOCK_ABI)))
        .and_then(|rules| rules.scope(Scope::from_all(LANDLOCK_ABI)))
        .and_then(Ruleset::create)
        .map_err(refuse)?;
    let run = AccessFs::Execute | AccessFs::ReadFile;
    let readable =
        READABLE.iter().map(|path| (Path::new(path), BitFlags::from(AccessFs::ReadFile)));
    let loaders = LOADERS.iter().map(|path| (Path::new(path), run));
    for (path, access) in readable.chain(loaders).chain([(program, run)]) {
        // A system has not all of them; a program that is not there fails when it is started.
        let Ok(path) = PathFd::new(path) else { continue };
        (&mut rules).add_rule(PathBeneath::new(path, access)).map_err(refuse)?;
    }
    // Descriptor 0 can be read as it is. With its file it can be opened again, by which a decoder gets a
    // place of its own to read at. A sealed copy in memory is no file of a folder and needs no rule.
    if !is_sealed(film) {
        let film = PathBeneath::new(film, AccessFs::ReadFile);
        (&mut rules).add_rule(film).map_err(refuse)?;
    }
    let status = rules.restrict_self().map_err(refuse)?;
    standing(&status).map_err(Refusal::unsigned)
}

/// Whether nobody can change the bytes of an open file, which only a copy in memory can be asked.
pub(crate) fn is_sealed(file: impl AsFd) -> bool {
    fcntl_get_seals(file).is_ok_and(|seals| seals.contains(SealFlags::WRITE))
}

fn limit(cpu_s: u64) -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let limits = [
        // At both limits at once: a program that is warned may go on.
        (Resource::Cpu, cpu_s),
        (Resource::Data, MEMORY_BYTES_MAX),
        (Resource::As, ADDRESS_BYTES_MAX),
        (Resource::Stack, STACK_BYTES_MAX),
        (Resource::Nofile, FILES_MAX),
        (Resource::Nproc, THREADS_OF_USER_MAX),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Memlock, 0),
        (Resource::Msgqueue, 0),
    ];
    for (resource, limit) in limits {
        lower_both(resource, (limit, limit))?;
    }
    Ok(())
}
