//! The `candour` command.

/// A site is millions of small texts, made by one thread and read by another; this takes and gives them sooner than the
/// system's allocator does. See DESIGN.md.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    candour::cli::run(std::env::args_os())
}
