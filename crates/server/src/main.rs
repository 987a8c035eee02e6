//! The program `rapport`. All of it is in the library; this starts it.

fn main() -> std::process::ExitCode {
    rapport_server::cli::main()
}
