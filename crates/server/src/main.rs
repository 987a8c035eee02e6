//! The program `rapport`. All of it is in the library; this starts it.

/// Messages are many small allocations on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    rapport_server::cli::main()
}
