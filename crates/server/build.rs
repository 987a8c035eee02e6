//! Lists the built web apps and the demo's pages for `src/assets/source.rs`, which embeds them.
//!
//! A folder that has not been built yet is listed as empty, so that the server builds without Node.
//! `scripts/compress-assets.mjs` leaves `x.js.br` and `x.js.gz` beside `x.js`; both go in with it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Folders, and the URL path under which their files are listed.
const FOLDERS: [(&str, &str); 3] =
    [("../../web/desk/dist", "/"), ("../../web/widget/dist", "/"), ("demo", "/demo/")];

fn main() -> io::Result<()> {
    let variable = |name| env::var_os(name).map(PathBuf::from).ok_or(io::ErrorKind::NotFound);
    let (here, out) = (variable("CARGO_MANIFEST_DIR")?, variable("OUT_DIR")?);
    let copies = out.join("files");
    if copies.exists() {
        fs::remove_dir_all(&copies)?;
    }
    fs::create_dir_all(&copies)?;
    let mut listing = Listing { rows: String::from("&[\n"), copies, count: 0 };
    for (folder, url) in FOLDERS {
        let folder = here.join(folder);
        // Cargo runs this again at every build while a watched folder does not exist. In a
        // read-only source tree that is all that happens.
        let _ = fs::create_dir_all(&folder);
        println!("cargo:rerun-if-changed={}", folder.display());
        if folder.is_dir() {
            listing.add_folder(&folder, url)?;
        }
    }
    listing.rows.push_str("]\n");
    println!("cargo:rerun-if-changed=build.rs");
    fs::write(out.join("embedded.rs"), listing.rows)
}

struct Listing {
    rows: String,
    /// Where the files are copied to: a web build that runs at the same time empties its folder.
    copies: PathBuf,
    count: usize,
}

impl Listing {
    fn add_folder(&mut self, folder: &Path, url: &str) -> io::Result<()> {
        let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                self.add_folder(&path, &format!("{url}{name}/"))?;
            } else if !matches!(extension(&name), "br" | "gz" | "map") {
                self.add_file(&path, &format!("{url}{name}"))?;
            }
        }
        Ok(())
    }

    fn add_file(&mut self, path: &Path, url: &str) -> io::Result<()> {
        let plain = self.embed(path)?;
        let (brotli, gzip) = (self.compressed(path, "br")?, self.compressed(path, "gz")?);
        writeln!(
            self.rows,
            "    File {{ path: {url:?}, plain: {plain}, brotli: {brotli}, gzip: {gzip} }},"
        )
        .map_err(io::Error::other)
    }

    fn embed(&mut self, path: &Path) -> io::Result<String> {
        let copy = self.copies.join(self.count.to_string());
        self.count += 1;
        fs::copy(path, &copy)?;
        Ok(format!("include_bytes!({:?})", copy.display().to_string()))
    }

    /// The compressed sibling of `path`, unless `path` has been written again since.
    fn compressed(&mut self, path: &Path, extension: &str) -> io::Result<String> {
        let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified());
        let sibling = PathBuf::from(format!("{}.{extension}", path.display()));
        if sibling.is_file() && modified(&sibling)? >= modified(path)? {
            Ok(format!("Some({})", self.embed(&sibling)?))
        } else {
            Ok("None".to_owned())
        }
    }
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}
