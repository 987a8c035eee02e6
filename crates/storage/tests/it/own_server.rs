//! A PostgreSQL server of a test's own, for what would disturb the others.

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server that one test uses, on a socket in its own folder.
pub struct Server {
    programs: PathBuf,
    folder: tempfile::TempDir,
}

/// Where `initdb` is: Debian keeps it off the path.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let of_debian = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
    let on_path = std::env::var_os("PATH");
    let on_path = on_path.iter().flat_map(std::env::split_paths);
    on_path.chain(of_debian).find(|folder| folder.join("initdb").exists())
}

impl Server {
    /// None where PostgreSQL is not installed, which only a developer's own machine may lack.
    pub fn create() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os("CI").is_none(), "initdb is not found: install postgresql");
            eprintln!("initdb is not found: not run");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("rapport-pg").tempdir().unwrap();
        let server = Self { programs, folder };
        if is_root() {
            let mut chown = Command::new("chown");
            succeed(chown.arg("postgres").arg(server.folder.path()));
        }
        let data = server.data();
        let init = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D"];
        succeed(server.run("initdb").args(init).arg(&data));
        server.configure("listen_addresses = ''\n");
        server.start();
        Some(server)
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// PostgreSQL refuses to run as root.
    fn run(&self, program: &str) -> Command {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir(self.folder.path());
        command
    }

    pub fn start(&self) {
        let folder = self.folder.path().display();
        let options = format!("-c fsync=off -c unix_socket_directories={folder}");
        let log = self.folder.path().join("log");
        succeed(
            self.run("pg_ctl")
                .args(["-w", "start", "-o", &options, "-D"])
                .arg(self.data())
                .arg("-l")
                .arg(log),
        );
    }

    /// Adds lines to `postgresql.conf`, for the next start.
    pub fn configure(&self, lines: &str) {
        let path = self.data().join("postgresql.conf");
        let mut file = std::fs::File::options().append(true).open(path).unwrap();
        file.write_all(lines.as_bytes()).unwrap();
    }

    /// Writes a file that the server alone may read; answers where.
    pub fn keep(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        if is_root() {
            succeed(Command::new("chown").arg("postgres").arg(&path));
        }
        path
    }

    pub fn stop(&self, mode: &str) {
        succeed(self.run("pg_ctl").args(["-w", "stop", "-m", mode, "-D"]).arg(self.data()));
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.path().display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.run("pg_ctl");
        stop.args(["-w", "stop", "-m", "immediate", "-D"]).arg(self.data());
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    Path::new("/proc/self").metadata().is_ok_and(|of_this_process| of_this_process.uid() == 0)
}

fn succeed(command: &mut Command) {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
}
